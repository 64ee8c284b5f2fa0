// A mail server that turns half of everybody away for a while: all mail arrives, nothing fails.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertDone, bulkSend } from '../support/bulk.mjs';
import { addPeople, allAre, assertOneMailEach, quiet, WAYS_OF_ASKING, welcomeEach } from '../support/burst.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF } from '../support/times.mjs';

const PEOPLE = 40;
// A breaker's rest when every other try succeeds, in seconds; well within a lease.
const REST = 6;

describe('a storm of refusals for now', { concurrency: true }, () => {
  for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
    for (const at of ['connect', 'rcpt']) {
      test(`421 to half of all at ${at}, ${way}: everything waits without spending a try`, { timeout: 120_000 }, async (t) => {
        const { smtp, api, account, clock } = await stage(t, { clock: true });
        const people = await addPeople(api, account, PEOPLE);
        const [storm] = smtp.misbehave({ at, every: 2, reply: { code: 421, text: '4.3.2 too busy' } });
        const asked = ask({ apis: [api], account }, people);
        while (storm.struck < 6) {
          await quiet(api, people);
          // A kept connection needs no greeting.
          if (at === 'connect') smtp.cut();
          clock.jump(REST);
        }
        smtp.misbehave();
        while (smtp.mails.length < PEOPLE) {
          await quiet(api, people);
          clock.jump(REST);
        }
        const bulkSends = await asked;
        for (const email of await allAre(api, people, 'sent')) {
          const spent = email.tries.filter(({ outcome }) => outcome !== 'provider_down');
          assert.equal(email.attempts, spent.length, JSON.stringify(email.tries));
        }
        await assertOneMailEach([smtp], people);
        await assertDone([api], bulkSends, PEOPLE);
      });
    }
  }

  for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
    test(`451 to a quarter of the recipients, ${way}: theirs is deferred, the others have their mail`, { timeout: 120_000 }, async (t) => {
      const { smtp, api, account, clock } = await stage(t, { clock: true });
      const people = await addPeople(api, account, PEOPLE);
      const isGreylisted = (email) => Number(email.match(/\d+/)[0]) % 4 === 0;
      smtp.misbehave({ at: 'rcpt', recipient: isGreylisted, reply: { code: 451, text: '4.7.1 come back later' } });
      const bulkSends = await ask({ apis: [api], account }, people);

      const greylisted = people.filter(({ email }) => isGreylisted(email));
      await allAre(api, people.filter(({ email }) => !isGreylisted(email)), 'sent');
      for (const { last_reply } of await allAre(api, greylisted, 'deferred')) {
        assert.deepEqual(last_reply, { code: 451, enhanced: '4.7.1', text: 'come back later' });
      }

      for (const bulk of bulkSends) assert.equal((await bulkSend(api, bulk.id)).waits_for, 'another_try');
      smtp.misbehave();
      clock.jump(FIRST_BACKOFF);
      for (const email of await allAre(api, people, 'sent')) {
        assert.equal(email.attempts, isGreylisted(email.recipient) ? 2 : 1, email.recipient);
      }
      await assertOneMailEach([smtp], people);
      await assertDone([api], bulkSends, PEOPLE);
    });
  }
});
