// A backlog: welcome emails are accepted while the mail server is down, then it comes back. How fast is
// the backlog drained, and how much memory does that take?

import { enoughFor, installation, welcomes } from './support/installation.mjs';
import { load } from './support/load.mjs';
import { cpuMs, memoryMiB } from './support/processes.mjs';
import { round, tell } from './support/results.mjs';
import { settings } from './support/settings.mjs';
import { Sink } from './support/sink.mjs';

const CONCURRENCY = 64;

const sink = await Sink.make();
const ours = await installation({ smtpUrl: sink.url });
try {
  const wanted = settings.backlog;
  const { account } = await ours.seed({ users: enoughFor(wanted) });
  const users = await ours.users(account, wanted);
  const { url, headers } = ours;
  const told = await load({ url, headers, requests: welcomes(users), concurrency: CONCURRENCY });
  const waiting = memoryMiB(ours.pid);
  const before = cpuMs(ours.pid);
  const upAt = Date.now();
  await sink.start();
  // The first mail comes when the provider is tried again, which may take a while after a long failure.
  const drained = await sink.drained(told.answered, { before: 0, atMost: users.length, patienceMs: 120_000 });
  tell('backlog', {
    mails: drained.arrived,
    acceptedPerSecond: round((told.answered * 1000) / (told.lastAt - told.firstAt), 0),
    firstMailAfterSeconds: round((drained.firstAt - upAt) / 1000, 2),
    deliveredPerSecond: round((drained.arrived * 1000) / (drained.lastAt - drained.firstAt), 0),
    cpuMsPerMail: round((cpuMs(ours.pid) - before) / drained.arrived, 4),
    waitingMiB: waiting.now,
    peakMiB: memoryMiB(ours.pid).peak,
  });
} finally {
  await ours.close();
  await sink.stop();
}
