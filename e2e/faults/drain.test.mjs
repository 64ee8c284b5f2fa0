// A server that is told to end finishes what it has begun: nothing is lost, and nothing comes twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Api } from '../support/api.mjs';
import { assertDone } from '../support/bulk.mjs';
import { addPeople, allAre, assertOneMailEach, WAYS_OF_ASKING } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { stage } from '../support/stage.mjs';
import { freePort } from '../support/usher.mjs';

const PEOPLE = 500;

/** Requests, then mail under way, then what waits in memory; far more than any of it needs here. */
const BOUND_MS = 15_000;

for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
  test(`a server told to end while ${PEOPLE} mails go out, ${way}: it ends well, and each mail comes once`, { timeout: 180_000 }, async (t) => {
    const { smtp, usher, api, account } = await stage(t);
    const people = await addPeople(api, account, PEOPLE);
    // Each message takes the mail server a while, so that many are half delivered at any time.
    smtp.misbehave({ at: 'end', delayMs: 150 });
    const asked = ask({ apis: [api], account }, people);
    await smtp.recipientsReached(40);

    const told = Date.now();
    const status = await usher.stop();
    const took = Date.now() - told;
    t.diagnostic(`it ended after ${took} ms`);
    assert.equal(status, 0, usher.log().slice(-2_000));
    assert.ok(took < BOUND_MS, `${took} ms`);
    assert.match(usher.log(), /stopped\s*$/);
    await smtp.settled();
    const reached = new Set(smtp.mails.flatMap(({ recipients }) => recipients)).size;
    assert.ok(reached < PEOPLE, 'it ended in the middle of it');

    smtp.misbehave();
    await usher.start();
    const bulkSends = await asked;
    const emails = await allAre(api, people, 'sent');
    await assertOneMailEach([smtp], people);
    for (const { recipient, tries } of emails) assert.equal(tries.length, 1, `tries at ${recipient}`);
    await assertDone([api], bulkSends, PEOPLE);
  });
}

test('a server that is told to end says that it is draining, lets a request finish, and takes no other', { timeout: 60_000 }, async (t) => {
  const observers = await freePort();
  const { smtp, usher, api, account } = await stage(t, { env: { USHER__METRICS__LISTEN: `127.0.0.1:${observers}` } });
  const [ada] = await addPeople(api, account, 1, 'ada');
  const [fault] = smtp.misbehave({ at: 'end', delayMs: 1_500 });
  const waiting = api.sendWelcomeEmail(ada.id, { headers: { prefer: 'wait=20' } });
  await smtp.struck(fault);
  const watching = `http://127.0.0.1:${observers}`;
  assert.equal((await fetch(`${watching}/readyz`)).status, 200);

  const ended = usher.stop();
  await eventually('it says that it is draining', async () => {
    const answer = await fetch(`${watching}/readyz`);
    return answer.status === 503 && (await answer.json()).status === 'draining';
  });
  await assert.rejects(new Api(usher.url).get('/healthz'), 'no new connection is taken');
  assert.equal((await waiting).status, 'sent');
  assert.equal(await ended, 0, usher.log().slice(-2_000));
});

test('a server told twice ends at once, and the mail that was under way comes again unchanged', { timeout: 60_000 }, async (t) => {
  const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
  const [ada] = await addPeople(api, account, 1, 'ada');
  const [fault] = smtp.misbehave({ at: 'end', act: 'hang' });
  await api.sendWelcomeEmail(ada.id);
  await smtp.struck(fault);

  const { pid } = usher;
  const ended = usher.stop();
  await eventually('it has begun to end', () => usher.log().includes('stopping: finishing'));
  const told = Date.now();
  process.kill(pid, 'SIGTERM');
  assert.equal(await ended, 1);
  assert.ok(Date.now() - told < 3_000, 'it waited for nothing');

  smtp.misbehave();
  clock.jump(31);
  await usher.start();
  const [email] = await allAre(api, [ada], 'sent');
  assert.deepEqual(email.tries.map(({ outcome }) => outcome), ['uncertain', 'delivered']);
});
