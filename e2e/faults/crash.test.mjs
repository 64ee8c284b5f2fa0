// A process killed in the middle of delivering loses nothing, and what goes again is identical.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertDone } from '../support/bulk.mjs';
import { addPeople, allAre, assertExplained, assertRepeatsAreIdentical, WAYS_OF_ASKING } from '../support/burst.mjs';
import { stage } from '../support/stage.mjs';
import { LEASE_LIFE } from '../support/times.mjs';

const PEOPLE = 500;

for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
  test(`a server killed three times in a burst of ${PEOPLE}, ${way}: none is lost, and only what was under way comes again`, { timeout: 180_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, PEOPLE);
    // Each message takes the server a while, so that every kill finds some half delivered.
    smtp.misbehave({ at: 'end', delayMs: 40 });
    const asked = ask({ apis: [api], account }, people);
    for (const reached of [40, 100]) {
      await smtp.recipientsReached(reached);
      await usher.kill();
      await usher.start();
    }
    const bulkSends = await asked;
    await usher.kill();
    // While nobody runs, so that only the leases of the dead run out.
    clock.jump(LEASE_LIFE);
    await usher.start();
    smtp.misbehave();

    const emails = await allAre(api, people, 'sent');
    const repeated = await assertRepeatsAreIdentical([smtp], people, usher.url);
    t.diagnostic(`${repeated.length} of ${PEOPLE} mails came more than once`);
    assert.ok(repeated.length < PEOPLE);
    assertExplained([smtp], emails);
    await assertDone([api], bulkSends, PEOPLE);
  });
}
