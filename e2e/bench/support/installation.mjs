// An installation to measure: the release binary, a mail server, made-up people, and who asks.

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Api } from '../../support/api.mjs';
import { OWNER } from '../../support/stage.mjs';
import { BINARY, Usher, freePort } from '../../support/usher.mjs';
import { createDatabase } from './postgres.mjs';
import { cpuMs } from './processes.mjs';
import { BACKEND } from './settings.mjs';

const run = promisify(execFile);
const SEEDING_MS = 4 * 3_600_000;

/** A running Usher with an owner, that sends its mail to `smtpUrl`; on PostgreSQL with a database of its own. */
export async function installation({ smtpUrl, env = {} }) {
  const database = BACKEND === 'postgres' ? await createDatabase() : undefined;
  const mail = { USHER__MAIL__SMTP_URL: smtpUrl, USHER__MAIL__FROM: 'Usher <no-reply@example.test>' };
  const usher = new Usher({ port: await freePort(), env: { ...mail, ...database?.env, ...env } });
  try {
    // On PostgreSQL nodes share a keyring, so it is made on purpose.
    if (database) await usher.cli(['secret', 'create']);
    await usher.start();
    await usher.createOwner(OWNER);
    const token = await usher.createToken({ name: 'bench' });
    return new Installation(usher, token);
  } catch (error) {
    await usher.close();
    throw error;
  }
}

export class Installation {
  constructor(usher, token) {
    this.usher = usher;
    this.url = usher.url;
    this.token = token;
    this.api = new Api(usher.url, token);
    this.headers = [`Authorization: Bearer ${token}`];
  }

  get pid() {
    return this.usher.pid;
  }

  /** Fills an account with made-up people; returns the account and how long that took. */
  async seed({ users, messages = 0, account = 'Demo' }) {
    const args = ['demo', 'seed', '--users', users, '--account', account, '--messages-per-user', messages, '--yes'];
    const began = Date.now();
    const options = { cwd: this.usher.folder, env: this.usher.env, timeout: SEEDING_MS, maxBuffer: 1 << 26 };
    const { stderr } = await run(BINARY, args.map(String), options);
    const told = stderr.split('\n').findLast((line) => line.includes('rows/s'));
    return { account: await this.api.accountNamed(account), seconds: (Date.now() - began) / 1000, told };
  }

  /** Waits until Usher has done what a large seed leaves to its housekeeping, which takes turns of a minute. */
  async quiet({ atMostMs = 180_000 } = {}) {
    const until = Date.now() + atMostMs;
    for (let idle = 0, before = cpuMs(this.pid); idle < 65 && Date.now() < until; ) {
      await sleep(1_000);
      const now = cpuMs(this.pid);
      idle = now - before < 100 ? idle + 1 : 0;
      before = now;
    }
  }

  /** Up to `most` users of an account who may be welcomed, in the order in which they were made. */
  async users(account, most) {
    const found = [];
    let path = `/api/v1/accounts/${account.id}/users?limit=200&sort=created`;
    while (path && found.length < most) {
      const page = (await this.api.get(path)).expect(200).json;
      found.push(...page.items.filter((user) => user.status !== 'disabled'));
      const cursor = page.next_cursor;
      path = cursor && `/api/v1/accounts/${account.id}/users?limit=200&sort=created&cursor=${encodeURIComponent(cursor)}`;
    }
    return found.slice(0, most);
  }

  /** Signs in as the owner; the headers that a browser would send from then on. */
  async browser() {
    const answer = (await this.api.signIn(OWNER.email, OWNER.password)).expect(201);
    const cookie = answer.headers.getSetCookie().map((value) => value.split(';')[0]).join('; ');
    return [`Cookie: ${cookie}`, 'Accept: text/html'];
  }

  async close() {
    await this.usher.close();
  }
}

/** The requests that welcome some users. */
export function welcomes(users) {
  return users.map((user) => `POST /api/v1/users/${user.id}/welcome-emails`);
}

/** How many of `wanted` seeded users must be made, so that enough of them are not disabled. */
export function enoughFor(wanted) {
  return Math.ceil(wanted * 1.12) + 40;
}
