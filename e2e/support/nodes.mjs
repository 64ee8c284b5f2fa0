// Several nodes of one installation: servers and workers on one PostgreSQL database and one keyring.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { Api } from './api.mjs';
import { OWNER } from './stage.mjs';
import { freePort, Usher } from './usher.mjs';

const run = promisify(execFile);

/** A database of its own in the cluster that `e2e/postgres/cluster.sh run` keeps. */
async function createDatabase() {
  const { PG_BIN, USHER_TEST_POSTGRES_URL: cluster } = process.env;
  if (!cluster) throw new Error('there is no PostgreSQL; run this through `sh e2e/postgres/cluster.sh run`');
  const name = `nodes_${randomBytes(6).toString('hex')}`;
  await run(path.join(PG_BIN, 'psql'), ['--no-psqlrc', '--quiet', cluster, '--command', `CREATE DATABASE ${name}`]);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

/** An installation that nodes can be added to. */
export class Installation {
  #folder = mkdtempSync(path.join(tmpdir(), 'usher-nodes-'));

  /**
   * Makes the database, the keyring and the first owner; nothing runs yet.
   *
   * @param {import('node:test').TestContext} t
   */
  static async create(t) {
    const installation = new Installation();
    installation.t = t;
    t.after(() => rmSync(installation.#folder, { recursive: true, force: true }));
    installation.port = await freePort();
    installation.publicUrl = `http://127.0.0.1:${installation.port}`;
    installation.env = {
      USHER__DATABASE__URL: await createDatabase(),
      USHER__SECRET_KEY_FILE: path.join(installation.#folder, 'secret.key'),
      USHER__HTTP__PUBLIC_URL: installation.publicUrl,
      USHER__MAIL__FROM: 'Usher <no-reply@example.test>',
    };
    const office = installation.node('serve', { port: installation.port });
    await office.cli(['secret', 'create']);
    await office.createOwner(OWNER);
    installation.token = await office.createToken({ name: 'e2e' });
    return installation;
  }

  /**
   * A node that does not run yet, with its own data folder. The first server stands at the public URL.
   *
   * @param {'serve' | 'worker'} command
   * @param {{ port: number, smtp?: import('./smtp.mjs').SmtpSink }} options `smtp`: where it hands mail
   */
  node(command, { port, smtp }) {
    const mail = smtp ? { USHER__MAIL__SMTP_URL: smtp.url() } : {};
    const node = new Usher({ port, command, env: { ...this.env, ...mail } });
    this.t.after(() => node.close());
    return node;
  }

  /** Starts a server and returns it with its API. */
  async serve(smtp) {
    const isFirst = !this.served;
    this.served = true;
    const usher = this.node('serve', { port: isFirst ? this.port : await freePort(), smtp });
    await usher.start();
    const api = new Api(usher.url, this.token);
    return { usher, api, account: await api.accountNamed(OWNER.account) };
  }

  /** Starts a worker. */
  async work(smtp) {
    const worker = this.node('worker', { port: await freePort(), smtp });
    await worker.start();
    return worker;
  }
}
