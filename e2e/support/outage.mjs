// A mail server that turns everybody away, for as long as the tests' clock says.

import assert from 'node:assert/strict';

import { quiet } from './burst.mjs';
import { degraded } from './health.mjs';
import { LONGEST_REST } from './times.mjs';

const HOUR_MS = 3_600_000;

/**
 * Has `ask` ask for the mail of some people while the mail server refuses our login, and lets an hour of
 * that pass; time stands still from then on. Returns what was asked.
 *
 * @template Asked
 * @param {any} scene a stage with a clock, whose mail server wants a login
 * @param {object[]} people
 * @param {() => Promise<Asked>} ask
 * @returns {Promise<Asked>}
 */
export async function anHourOfRefusedLogins({ smtp, usher, api, clock }, people, ask) {
  const [refused] = smtp.misbehave({ at: 'auth', reply: { code: 535, text: '5.7.8 no' } });
  const asked = await ask();
  await degraded(usher);
  clock.stop();
  const begun = clock.now();
  while (clock.now() - begun < HOUR_MS) {
    await quiet(api, people);
    const before = refused.struck;
    clock.jump(LONGEST_REST);
    await smtp.struck(refused, before + 1);
  }
  await quiet(api, people);
  assert.equal(smtp.recipientsAsked.length, 0, 'no address went out before the login was good');
  return asked;
}

/** Fails unless each message ended with the one try that counts. */
export function assertOneTryEach(emails) {
  for (const { attempts, recipient, tries } of emails) {
    assert.equal(attempts, 1, `${recipient}: ${JSON.stringify(tries)}`);
    assert.equal(tries.at(-1).outcome, 'delivered');
  }
}
