// A connection that breaks around the end of a mail: before the final dot nothing was taken; after it
// nobody knows, so the same mail goes again, three times at most.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, assertRepeatsAreIdentical, latestWelcome, welcomeEach } from '../support/burst.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF } from '../support/times.mjs';

const DAY = 24 * 3600;

describe('a connection that breaks', { concurrency: true }, () => {
  for (const at of ['data', 'content']) {
    test(`cut at ${at}, before the final dot: the mail comes once more and arrives once`, { timeout: 60_000 }, async (t) => {
      const { smtp, api, account, clock } = await stage(t, { clock: true });
      const [ada] = await addPeople(api, account, 1);
      const [cut] = smtp.misbehave({ at, act: 'drop', times: 1 });
      await welcomeEach([api], [ada]);
      await smtp.struck(cut);
      await allAre(api, [ada], 'deferred');
      assert.equal(smtp.mails.length, 0);

      clock.jump(FIRST_BACKOFF);
      const [email] = await allAre(api, [ada], 'sent');
      assert.equal(email.tries.length, 2);
      await assertOneMailEach([smtp], [ada]);
    });
  }

  test('cut after the final dot: the mail that was taken all the same comes again, identical', { timeout: 60_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const [ada] = await addPeople(api, account, 1);
    smtp.misbehave({ at: 'end', act: 'drop', keeps: true, times: 1 });
    await welcomeEach([api], [ada]);
    await allAre(api, [ada], 'deferred');
    clock.jump(FIRST_BACKOFF);
    const [email] = await allAre(api, [ada], 'sent');
    assert.deepEqual(email.tries.map(({ outcome }) => outcome), ['uncertain', 'delivered']);
    const [first, second] = [await smtp.mailTo(ada.email), await smtp.mailTo(ada.email, { count: 2 })];
    await assertRepeatsAreIdentical([smtp], [ada], usher.url);
    assert.equal(second.text, first.text);
    assert.equal(second.headers.get('date').getTime(), first.headers.get('date').getTime());
  });

  test('cut after the final dot each time: after three tries it has failed, and is not sent again', { timeout: 60_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const [ada, bob] = await addPeople(api, account, 2);
    smtp.misbehave({ at: 'end', recipient: ada.email, act: 'drop', keeps: true });
    await welcomeEach([api], [ada]);
    for (const count of [1, 2, 3]) {
      await smtp.mailTo(ada.email, { count });
      await allAre(api, [ada], count < 3 ? 'deferred' : 'failed');
      clock.jump(2 ** count * FIRST_BACKOFF);
    }
    const failed = await latestWelcome(api, ada);
    assert.deepEqual(failed.tries.map(({ outcome }) => outcome), ['uncertain', 'uncertain', 'uncertain']);

    // Whatever was due a day later has gone out when Bob has his mail.
    clock.jump(DAY);
    await welcomeEach([api], [bob]);
    await allAre(api, [bob], 'sent');
    assert.equal(smtp.mailsTo(ada.email).length, 3);
    assert.deepEqual(await assertRepeatsAreIdentical([smtp], [ada, bob], usher.url), [ada]);
    assert.deepEqual(await latestWelcome(api, ada), failed);
  });
});
