// A server that is told to end while it has its hands full, and then started again.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertDone } from '../support/bulk.mjs';
import { addPeople, allAre, assertOneMailEach, WAYS_OF_ASKING } from '../support/burst.mjs';
import { stage } from '../support/stage.mjs';

const PEOPLE = 500;

for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
  test(`SIGTERM twice in a burst of ${PEOPLE}, ${way}: nothing is lost and nothing comes twice`, { timeout: 180_000 }, async (t) => {
    const { smtp, usher, api, account } = await stage(t);
    const people = await addPeople(api, account, PEOPLE);
    // Slow enough that both ends find mail waiting, under way and delivered.
    smtp.misbehave({ at: 'end', delayMs: 20 });
    const asked = ask({ apis: [api], account }, people);
    for (const reached of [60, 220]) {
      await smtp.recipientsReached(reached);
      await usher.stop();
      await usher.start();
    }
    const bulkSends = await asked;
    smtp.misbehave();

    for (const { tries, recipient } of await allAre(api, people, 'sent')) {
      assert.deepEqual(tries.map(({ outcome }) => outcome), ['delivered'], recipient);
    }
    await assertOneMailEach([smtp], people);
    await assertDone([api], bulkSends, PEOPLE);
  });
}
