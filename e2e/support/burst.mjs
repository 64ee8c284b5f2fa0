// Many people at once: adding them, asking for their mail, and judging what arrived.
//
// What is judged goes by the people and the mails, not by how the mails were asked for, so that one
// request for each and one bulk send for all are judged alike.

import assert from 'node:assert/strict';

import { ADDED, bulkUntil, startBulk } from './bulk.mjs';
import { eventually, inParallel } from './eventually.mjs';
import { linkIn } from './smtp.mjs';

const LANES = 16;

/** Adds so many account users and returns them; their addresses are `name0@example.test` and on. */
export function addPeople(api, account, count, name = 'person') {
  const addresses = Array.from({ length: count }, (_, n) => `${name}${n}@example.test`);
  return inParallel(addresses, LANES, async (email) => ({ ...(await api.createUser(account.id, { email })), email }));
}

/**
 * Asks for a welcome email to each. A caller who got no answer asks the next node, as callers do; a
 * double click finds the message that the first one made.
 *
 * @param {import('./api.mjs').Api[]} apis the nodes, in turns
 */
export function welcomeEach(apis, people) {
  return inParallel(people, LANES, (person, n) => {
    let asked = n;
    return eventually(
      `the welcome email to ${person.email} is accepted`,
      () => apis[asked++ % apis.length].sendWelcomeEmail(person.id),
      { withinMs: 60_000, everyMs: 50 },
    );
  });
}

/**
 * The ways in which everybody's welcome email is asked for; stories about bursts are told for each.
 * Each resolves when all is accepted, whichever nodes end meanwhile, and then tells which bulk sends
 * there are. A bulk send waits for its first mails to be delivered before it accepts the others, unless
 * its limits say otherwise.
 *
 * @type {Record<string, (scene: { apis: import('./api.mjs').Api[], account: object }, people: object[], limits?: object) => Promise<object[]>>}
 */
export const WAYS_OF_ASKING = {
  'one request each': async ({ apis }, people) => {
    await welcomeEach(apis, people);
    return [];
  },
  'one bulk send for all': async (scene, people, limits = {}) => {
    const bulk = await startBulk(scene, { ...ADDED, ...limits });
    return [await bulkUntil(scene.apis, bulk, 'has had a turn for everybody', ({ progress }) => progress.remaining === 0)];
  },
};

/** Her latest welcome email, with every try. */
export async function latestWelcome(api, person) {
  const page = (await api.get(`/api/v1/users/${person.id}/welcome-emails?limit=1`)).expect(200).json;
  return api.welcomeEmail(page.items[0].id);
}

/** Waits until each one's latest welcome email has this status, and returns them all. */
export function allAre(api, people, status, withinMs = 60_000) {
  return inParallel(people, LANES, (person) =>
    eventually(
      `the welcome email to ${person.email} is ${status}`,
      async () => {
        const email = await latestWelcome(api, person);
        if (email.status !== status) throw new Error(`it is ${JSON.stringify(email)}`);
        return email;
      },
      { withinMs, everyMs: 100 },
    ),
  );
}

/** Whether no mail is under way, so that a jump of the clock takes nobody's lease. */
export async function isQuiet(api, people) {
  const statuses = await inParallel(people, LANES, async ({ id }) => {
    const page = (await api.get(`/api/v1/users/${id}/welcome-emails?limit=1`)).expect(200).json;
    return page.items[0]?.status;
  });
  return !statuses.includes('sending');
}

/** Waits for that. */
export function quiet(api, people) {
  return eventually('no mail is under way', () => isQuiet(api, people));
}

/** Fails unless each has exactly one mail at the mail servers. */
export async function assertOneMailEach(servers, people) {
  await Promise.all(servers.map((server) => server.settled()));
  for (const { email } of people) assert.equal(mailsTo(servers, email).length, 1, `mails to ${email}`);
}

/**
 * Fails unless each has mail, and whoever has it more than once has the same Message-ID and link each
 * time. Returns those people.
 */
export async function assertRepeatsAreIdentical(servers, people, publicUrl) {
  await Promise.all(servers.map((server) => server.settled()));
  const links = new Set();
  const messageIds = new Set();
  const repeated = people.filter(({ email }) => {
    const mails = mailsTo(servers, email);
    assert.ok(mails.length > 0, `${email} has mail`);
    const link = linkIn(mails[0], publicUrl);
    for (const mail of mails) {
      assert.equal(mail.messageId, mails[0].messageId, `${email}: one Message-ID`);
      assert.equal(linkIn(mail, publicUrl), link, `${email}: one link`);
    }
    links.add(link);
    messageIds.add(mails[0].messageId);
    return mails.length > 1;
  });
  assert.equal(links.size, people.length, 'nobody has the link of somebody else');
  assert.equal(messageIds.size, people.length, 'no two people share a Message-ID');
  return repeated;
}

/**
 * Fails unless each try before the last ended without an answer, the last one delivered, and nobody has
 * more mails than tries: what came twice was under way when its process ended. Tries in which no mail
 * server could be asked do not count.
 */
export function assertExplained(servers, emails) {
  for (const { recipient, tries } of emails) {
    const ends = tries.map(({ outcome }) => outcome).filter((end) => end !== 'provider_down');
    assert.equal(ends.at(-1), 'delivered', recipient);
    assert.ok(ends.slice(0, -1).every((end) => end === 'uncertain'), `${recipient}: ${ends}`);
    assert.ok(mailsTo(servers, recipient).length <= ends.length, `${recipient} has a mail that no try explains`);
  }
}

/** Everybody's mails to one address, at all of these mail servers. */
export function mailsTo(servers, email) {
  return servers.flatMap((server) => server.mailsTo(email));
}
