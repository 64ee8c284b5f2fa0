// How long it takes from the program's start to its first answers, on a database that has people in it,
// and how much memory it has before anybody signs in and at most under load.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { openSync, closeSync } from 'node:fs';

import { BINARY } from '../support/usher.mjs';
import { installation } from './support/installation.mjs';
import { memoryMiB } from './support/processes.mjs';
import { median, round, tell } from './support/results.mjs';
import { settings } from './support/settings.mjs';
import { Sink } from './support/sink.mjs';

/** How long a server is left alone before its idle memory is read. */
const SETTLE_MS = 3_000;
const agent = new Agent({ keepAlive: false });

/** Asks once; the status, or nothing while nobody listens. */
function ask(url, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve) => {
    const asked = request(url, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

/** Asks until it is answered with this status; when that was, in milliseconds since `began`. */
async function until(status, began, url, options) {
  for (;;) {
    const answered = await ask(url, options);
    const millis = Number(process.hrtime.bigint() - began) / 1e6;
    if (answered === status) return millis;
    if (millis > 60_000) throw new Error(`${url} did not answer ${status} within a minute (${answered})`);
    if (answered === undefined) await new Promise((resolve) => setImmediate(resolve));
  }
}

const sink = await Sink.start();
const ours = await installation({ smtpUrl: sink.url });
try {
  const { account } = await ours.seed({ users: 1_000, messages: 1 });
  const users = await ours.users(account, settings.starts);
  const authorization = `Bearer ${ours.token}`;
  const [healthy, accepted, idle] = [[], [], []];
  await ours.usher.stop();
  // First, while no mail waits: what a restart delivers is work.
  for (let number = 0; number < 3; number += 1) {
    await ours.usher.start();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    idle.push(memoryMiB(ours.pid).now);
    await ours.usher.stop();
  }
  for (const user of users) {
    const log = openSync(ours.usher.logFile, 'a');
    const began = process.hrtime.bigint();
    const child = spawn(BINARY, ['serve'], { cwd: ours.usher.folder, env: ours.usher.env, stdio: ['ignore', log, log] });
    closeSync(log);
    try {
      healthy.push(await until(200, began, `${ours.url}/healthz`));
      const welcome = { method: 'POST', headers: { authorization, 'content-length': 0 } };
      accepted.push(await until(202, began, `${ours.url}/api/v1/users/${user.id}/welcome-emails`, welcome));
    } finally {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  }
  tell('start', {
    starts: users.length,
    healthyMs: round(median(healthy), 1),
    firstAcceptedMs: round(median(accepted), 1),
    idleMiB: round(median(idle), 1),
  });
} finally {
  await ours.close();
  await sink.stop();
}
