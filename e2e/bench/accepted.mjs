// Accepted welcome emails per second at three concurrencies, with the latencies callers see.
//
// A closed loop over kept connections: each lane sends its next request when the last one is
// answered. Every request goes to a user of its own, because asking twice for the same user within
// half a minute answers with the message that is already there, which would measure nothing.

import { Agent, request } from 'node:http';

import { Api } from '../support/api.mjs';
import { inParallel } from '../support/eventually.mjs';
import { OWNER } from '../support/stage.mjs';
import { Usher } from '../support/usher.mjs';

const CONCURRENCIES = [1, 16, 64];
const count = Number(process.argv[2] ?? 2000);

/** Posts without a body; resolves with the status once the answer has been read. */
function post(agent, url, token) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-length': 0 };
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The value below which the given share of sorted values lies. */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** One run: every user gets a welcome email, `concurrency` requests at a time. */
async function run(usher, token, users, concurrency) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const statuses = new Map();
  const started = process.hrtime.bigint();
  const latencies = await inParallel(users, concurrency, async ({ id }) => {
    const asked = process.hrtime.bigint();
    const status = await post(agent, `${usher.url}/api/v1/users/${id}/welcome-emails`, token);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return Number(process.hrtime.bigint() - asked) / 1e6;
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return { seconds, latencies, statuses };
}

const usher = await Usher.start();
let refused = false;
try {
  await usher.createOwner(OWNER);
  const token = await usher.createToken({ name: 'bench' });
  const api = new Api(usher.url, token);
  const account = await api.accountNamed(OWNER.account);
  console.log('concurrency  accepted/s    p50 ms    p99 ms');
  for (const concurrency of CONCURRENCIES) {
    const addresses = Array.from({ length: count }, (_, n) => `c${concurrency}n${n}@example.test`);
    const users = await inParallel(addresses, 16, (email) => api.createUser(account.id, { email }));
    const { seconds, latencies, statuses } = await run(usher, token, users, concurrency);
    const accepted = statuses.get(202) ?? 0;
    const columns = [
      String(concurrency).padStart(11),
      (accepted / seconds).toFixed(0).padStart(10),
      quantile(latencies, 0.5).toFixed(2).padStart(8),
      quantile(latencies, 0.99).toFixed(2).padStart(8),
    ];
    console.log(columns.join('  '));
    if (accepted !== count) {
      refused = true;
      console.error(`  not all were accepted: ${[...statuses].map(([status, n]) => `${n} × ${status}`).join(', ')}`);
    }
  }
} finally {
  await usher.close();
}
process.exitCode = refused ? 1 : 0;
