// Does a hanging mail server slow anything else down? Two installations alike have been asked for the
// same welcome emails: the mail server of one took them, that of the other hangs and they wait. Lists
// and sign-ins are measured in turns, one installation after the other, so that a busy machine slows
// both; the ratio of the medians of all rounds is the answer.

import { inParallel } from '../support/eventually.mjs';
import { SmtpSink } from '../support/smtp.mjs';
import { OWNER } from '../support/stage.mjs';
import { enoughFor, installation, welcomes } from './support/installation.mjs';
import { load } from './support/load.mjs';
import { median, round, tell } from './support/results.mjs';
import { settings } from './support/settings.mjs';
import { Sink } from './support/sink.mjs';

const { rounds, calls, waiting } = settings.hanging;
const LANES = 4;

/** Median and 99th percentile of the milliseconds that `call` takes, some at a time. */
async function measure(call) {
  const times = await inParallel(Array.from({ length: calls }), LANES, async () => {
    const asked = process.hrtime.bigint();
    await call();
    return Number(process.hrtime.bigint() - asked) / 1e6;
  });
  times.sort((a, b) => a - b);
  return { p50: median(times), p99: times[Math.floor(calls * 0.99)] };
}

/** An installation that was asked for all the mail. */
async function asked(smtpUrl) {
  const ours = await installation({ smtpUrl });
  const { account } = await ours.seed({ users: enoughFor(waiting) });
  const { url, headers } = ours;
  const requests = welcomes(await ours.users(account, waiting));
  const told = await load({ url, headers, requests, concurrency: 16 });
  const calls = {
    list: () => ours.api.get(`/api/v1/accounts/${account.id}/users?limit=50`).then((answer) => answer.expect(200)),
    signIn: () => ours.api.signIn(OWNER.email, OWNER.password).then((answer) => answer.expect(201)),
  };
  return { ours, calls, answered: told.answered };
}

const [well, hung] = [await Sink.start(), await SmtpSink.start()];
const running = [];
try {
  hung.misbehave({ at: 'connect', act: 'hang' });
  const servers = { well: await asked(well.url) };
  running.push(servers.well);
  servers.hanging = await asked(hung.url());
  running.push(servers.hanging);
  await well.drained(servers.well.answered, { before: 0 });
  for (const what of ['list', 'signIn']) {
    const told = { well: [], hanging: [] };
    for (let number = 0; number < rounds; number += 1) {
      // Each goes first every other time.
      const order = number % 2 ? ['hanging', 'well'] : ['well', 'hanging'];
      for (const name of order) told[name].push(await measure(servers[name].calls[what]));
    }
    const of = (name, share) => median(told[name].map((one) => one[share]));
    tell('hanging', {
      what,
      waiting,
      rounds,
      wellP50: round(of('well', 'p50')),
      hangingP50: round(of('hanging', 'p50')),
      wellP99: round(of('well', 'p99')),
      hangingP99: round(of('hanging', 'p99')),
      ratioP50: round(of('hanging', 'p50') / of('well', 'p50'), 3),
      ratioP99: round(of('hanging', 'p99') / of('well', 'p99'), 3),
    });
  }
} finally {
  for (const { ours } of running) await ours.close();
  await well.stop();
  await hung.stop();
}
