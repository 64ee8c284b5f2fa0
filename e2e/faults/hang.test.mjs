// A mail server that falls silent: each wait has an end, other mail goes on, and what was under way
// comes again as it was. Usher's timeouts go by the steered clock.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, assertRepeatsAreIdentical, isQuiet, latestWelcome, welcomeEach } from '../support/burst.mjs';
import { degraded } from '../support/health.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF, GREETING, LONGEST_REST } from '../support/times.mjs';

// As crates/mail/src/smtp/timeouts.rs has it.
const END_OF_DATA_SECONDS = 120;

describe('a mail server that falls silent', { concurrency: true }, () => {
  test('silence after connecting ends, costs no try, and all mail arrives once', { timeout: 120_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: { timers: true } });
    const people = await addPeople(api, account, 24);
    const [silence] = smtp.misbehave({ at: 'connect', act: 'hang' });
    await welcomeEach([api], people);
    await smtp.struck(silence);
    clock.jump(GREETING);
    await degraded(usher);

    // Those that waited for a connection rest as well, without meeting the silence.
    await clock.passUntil('nothing is under way', () => isQuiet(api, people), { stepSeconds: GREETING });
    smtp.misbehave();
    clock.jump(LONGEST_REST);
    for (const email of await allAre(api, people, 'sent')) assert.equal(email.attempts, 1, JSON.stringify(email.tries));
    await assertOneMailEach([smtp], people);
  });

  test('silence after the final dot ends, and the same mail goes again', { timeout: 120_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: { timers: true } });
    const [ada, bob] = await addPeople(api, account, 2);
    const [silence] = smtp.misbehave({ at: 'end', recipient: ada.email, act: 'hang', keeps: true, times: 1 });
    await welcomeEach([api], [ada]);
    await smtp.struck(silence);

    await welcomeEach([api], [bob]);
    await allAre(api, [bob], 'sent');
    assert.equal((await latestWelcome(api, ada)).status, 'sending');

    const begun = clock.now();
    const isDeferred = async () => (await latestWelcome(api, ada)).status === 'deferred';
    await clock.passUntil('the wait for an answer ends', isDeferred, { stepSeconds: 20 });
    assert.ok(clock.now() - begun < 2 * END_OF_DATA_SECONDS * 1000, 'the wait is bounded');
    clock.jump(FIRST_BACKOFF);
    const [email] = await allAre(api, [ada], 'sent');
    assert.deepEqual(email.tries.map(({ outcome }) => outcome), ['uncertain', 'delivered']);
    await smtp.mailTo(ada.email, { count: 2 });
    assert.deepEqual(await assertRepeatsAreIdentical([smtp], [ada, bob], usher.url), [ada]);
  });
});
