// What one mail, one page of a list, one search, the overview and one user's page cost as the database
// grows: asked one after the other, in an account with ever more people, each of whom was sent three messages before.

import { enoughFor, installation, welcomes } from './support/installation.mjs';
import { load } from './support/load.mjs';
import { cpuMs } from './support/processes.mjs';
import { round, tell } from './support/results.mjs';
import { SCALE, settings } from './support/settings.mjs';
import { Sink } from './support/sink.mjs';

/** How many different pages, searches and people are asked for in turn. */
const VARIETY = 200;
const MAILS = 500;

/** Pages of the list one behind the other, as somebody would turn them, in each of its orders. */
async function pagesOfList(api, account) {
  const found = [];
  for (const sort of ['login', 'name', '-created', '-welcomed']) {
    const path = `/api/v1/accounts/${account.id}/users?limit=50&sort=${sort}`;
    let next = path;
    for (let page = 0; next && page < VARIETY / 8; page += 1) {
      found.push(next);
      const cursor = (await api.get(next)).expect(200).json.next_cursor;
      next = cursor && `${path}&cursor=${encodeURIComponent(cursor)}`;
    }
  }
  return found;
}

/** Parts of logins and names of people who are there. */
function searches(account, users) {
  return users.map((user, n) => {
    const text = n % 2 ? user.login.slice(1, 12) : user.display_name;
    return `/api/v1/accounts/${account.id}/users?limit=50&search=${encodeURIComponent(text)}`;
  });
}

/** Median and tail of one kind of request, one at a time. */
async function measure(ours, kind, people, paths, headers) {
  const requests = paths.map((path) => `GET ${path}`);
  const asked = { url: ours.url, requests, headers, concurrency: 1 };
  // Once through, so that what is measured has been read before, in all sizes alike.
  await load({ ...asked, seconds: 1 });
  const before = cpuMs(ours.pid);
  const told = await load({ ...asked, seconds: settings.seconds });
  const cpu = round((cpuMs(ours.pid) - before) / told.answered, 3);
  tell('page', { kind, people, p50: told.p50, p99: told.p99, cpuMs: cpu, answered: told.answered });
}

/** What one more mail costs, accepted and delivered. */
async function mail(ours, sink, people, users) {
  const before = { mails: sink.count(), cpu: cpuMs(ours.pid) };
  const { url, headers } = ours;
  const told = await load({ url, headers, requests: welcomes(users), concurrency: 1 });
  const drained = await sink.drained(told.answered, { before: before.mails, atMost: users.length });
  const cpu = round((cpuMs(ours.pid) - before.cpu) / drained.arrived, 3);
  tell('page', { kind: 'mail', people, p50: told.p50, p99: told.p99, cpuMs: cpu, answered: drained.arrived });
}

for (const people of settings.rows) {
  const sink = await Sink.start();
  const ours = await installation({ smtpUrl: sink.url });
  try {
    const { account, seconds, told } = await ours.seed({ users: people, messages: 3 });
    tell('seed', { people, seconds: round(seconds, 1), told });
    if (SCALE === 'full') await ours.quiet();
    const mailed = Math.min(MAILS, Math.floor(people / 2));
    const users = await ours.users(account, enoughFor(mailed));
    const some = users.slice(0, VARIETY);
    const browser = await ours.browser();
    await measure(ours, 'list', people, await pagesOfList(ours.api, account), ours.headers);
    await measure(ours, 'search', people, searches(account, some), ours.headers);
    await measure(ours, 'overview', people, ['/admin'], browser);
    await measure(ours, 'list page', people, [`/admin/accounts/${account.id}/users`], browser);
    await measure(ours, 'user page', people, some.map((user) => `/admin/users/${user.id}`), browser);
    await mail(ours, sink, people, users.slice(0, mailed));
  } finally {
    await ours.close();
    await sink.stop();
  }
}
