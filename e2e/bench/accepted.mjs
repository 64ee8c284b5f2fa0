// Welcome emails accepted and delivered a second, their latencies and what they cost, at three
// concurrencies; with FLOOR=folder interleaved with the floor: ours, floor, ours, floor, …
//
// Every request is for a user of its own: asking twice for the same one within half a minute answers
// with the message that is already there, which would measure nothing.

import { Floor, floorBinary, floorRequests } from './support/floor.mjs';
import { enoughFor, installation, welcomes } from './support/installation.mjs';
import { load } from './support/load.mjs';
import { cpuMs, memoryMiB } from './support/processes.mjs';
import { median, round, tell } from './support/results.mjs';
import { BACKEND, settings } from './support/settings.mjs';
import { Sink } from './support/sink.mjs';

/** One round against one server: everything is asked, and then waited for until it has arrived. */
async function measure({ sink, pid, url, requests, headers, concurrency }) {
  const before = { mails: sink.count(), cpu: cpuMs(pid) };
  const told = await load({ url, requests, headers, concurrency });
  const drained = await sink.drained(told.answered, { before: before.mails, atMost: requests.length });
  return {
    acceptedPerSecond: round((told.answered * 1000) / (told.lastAt - told.firstAt), 0),
    deliveredPerSecond: round((drained.arrived * 1000) / (drained.lastAt - told.firstAt), 0),
    p50: told.p50,
    p90: told.p90,
    p99: told.p99,
    cpuMsPerMail: round((cpuMs(pid) - before.cpu) / drained.arrived, 4),
    accepted: told.answered,
    delivered: drained.arrived,
    peakMiB: memoryMiB(pid).peak,
  };
}

const FIGURES = ['acceptedPerSecond', 'deliveredPerSecond', 'p50', 'p90', 'p99', 'cpuMsPerMail', 'peakMiB'];

function medians(rounds) {
  return Object.fromEntries(FIGURES.map((name) => [name, round(median(rounds.map((one) => one[name])), 4)]));
}

const binary = BACKEND === 'sqlite' ? floorBinary() : undefined;
const sink = await Sink.start();
const ours = await installation({ smtpUrl: sink.url });
try {
  const { rounds, mails } = settings;
  const wanted = Object.values(mails).reduce((sum, count) => sum + count * rounds, 0);
  const { account } = await ours.seed({ users: enoughFor(wanted) });
  const users = await ours.users(account, wanted);
  for (const [concurrency, count] of Object.entries(mails)) {
    const measured = { ours: [], floor: [] };
    for (let number = 1; number <= rounds; number += 1) {
      const requests = welcomes(users.splice(0, count));
      const { pid, url, headers } = ours;
      measured.ours.push(await measure({ sink, pid, url, headers, requests, concurrency }));
      tell('accepted.round', { server: 'usher', concurrency: Number(concurrency), round: number, ...measured.ours.at(-1) });
      if (!binary) continue;
      const floor = await Floor.start(binary, sink.port);
      try {
        const asked = { url: floor.url, requests: floorRequests(count), concurrency };
        measured.floor.push(await measure({ sink, pid: floor.pid, ...asked }));
        tell('accepted.round', { server: 'floor', concurrency: Number(concurrency), round: number, ...measured.floor.at(-1) });
      } finally {
        await floor.stop();
      }
    }
    const own = medians(measured.ours);
    tell('accepted', { server: 'usher', concurrency: Number(concurrency), rounds, ...own });
    if (!binary) continue;
    const floor = medians(measured.floor);
    tell('accepted', { server: 'floor', concurrency: Number(concurrency), rounds, ...floor });
    const ratios = FIGURES.map((name) => [name, round(own[name] / floor[name], 3)]);
    tell('accepted.ratio', { concurrency: Number(concurrency), rounds, ...Object.fromEntries(ratios) });
  }
} finally {
  await ours.close();
  await sink.stop();
}
