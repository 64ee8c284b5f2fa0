// A mail server that is away, or turns everybody away, while mail is asked for: no message spends a try.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, quiet, welcomeEach } from '../support/burst.mjs';
import { degraded } from '../support/health.mjs';
import { stage } from '../support/stage.mjs';
import { LONGEST_REST } from '../support/times.mjs';

const HOUR_MS = 3_600_000;

/** Fails unless each message ended with the one try that counts. */
function assertOneTryEach(emails) {
  for (const { attempts, recipient, tries } of emails) {
    assert.equal(attempts, 1, `${recipient}: ${JSON.stringify(tries)}`);
    assert.equal(tries.at(-1).outcome, 'delivered');
  }
}

describe('a mail server that is away', { concurrency: true }, () => {
  test('300 mails asked while nothing listens all go out once, and no try is spent', { timeout: 120_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, 300);
    await smtp.stop();
    await welcomeEach([api], people);
    await degraded(usher);
    // With time standing still no probe begins, so that nothing is under way when time jumps.
    clock.stop();
    for (const email of await allAre(api, people, 'queued')) assert.equal(email.attempts, 0, email.recipient);

    await smtp.listen();
    clock.jump(LONGEST_REST);
    assertOneTryEach(await allAre(api, people, 'sent'));
    await assertOneMailEach([smtp], people);
  });

  test('a login refused for an hour spends no try, and then all mail goes out', { timeout: 120_000 }, async (t) => {
    const password = 'mail server secret';
    const scene = await stage(t, { clock: true, smtp: { credentials: { user: 'usher', password } } });
    const { smtp, usher, api, account, clock } = scene;
    const people = await addPeople(api, account, 20);
    const [refused] = smtp.misbehave({ at: 'auth', reply: { code: 535, text: '5.7.8 no' } });
    await welcomeEach([api], people);
    await degraded(usher);

    clock.stop();
    const begun = clock.now();
    while (clock.now() - begun < HOUR_MS) {
      await quiet(api, people);
      const before = refused.struck;
      clock.jump(LONGEST_REST);
      await smtp.struck(refused, before + 1);
    }
    assert.equal(smtp.recipientsAsked.length, 0, 'no address went out before the login was good');
    for (const email of await allAre(api, people, 'queued')) assert.equal(email.attempts, 0, email.recipient);

    smtp.misbehave();
    clock.jump(LONGEST_REST);
    assertOneTryEach(await allAre(api, people, 'sent'));
    await assertOneMailEach([smtp], people);
    assert.ok(!usher.log().includes(password), 'the log keeps the password to itself');
  });
});
