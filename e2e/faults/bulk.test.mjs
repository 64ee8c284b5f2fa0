// A bulk send whose mail server, or whose node, lets it down. Trouble of the mail server makes it wait;
// too many addresses that are refused make it pause until somebody resumes it; whatever happens, nobody
// is forgotten and nobody has two mails.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { assertDone, bulkIs, bulkSend, bulkUntil, CANARY, control, startBulk } from '../support/bulk.mjs';
import { addPeople, allAre, assertExplained, assertOneMailEach, assertRepeatsAreIdentical, quiet, welcomeEach } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { degraded } from '../support/health.mjs';
import { anHourOfRefusedLogins, assertOneTryEach } from '../support/outage.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF, LEASE_LIFE, LONGEST_REST } from '../support/times.mjs';

const PEOPLE = 60;
const NO_SUCH_USER = { code: 550, text: '5.1.1 no such user' };

/** Fails unless the run waits, with its first mails queued, and has spent no try. */
async function assertWaits(api, bulk) {
  const { status, pause_reason, progress } = await bulkSend(api, bulk.id);
  assert.deepEqual([status, pause_reason], ['running', null], 'trouble of the mail server pauses no run');
  const { waiting, remaining, sent, failed } = progress;
  assert.deepEqual({ waiting, remaining, sent, failed }, { waiting: CANARY, remaining: PEOPLE - CANARY, sent: 0, failed: 0 });
}

/** Waits until whatever was due by now has gone out: somebody new has her mail. */
async function nothingElseIsDue(api, account, name) {
  const [late] = await addPeople(api, account, 1, name);
  await welcomeEach([api], [late]);
  await allAre(api, [late], 'sent');
}

/** Waits until a server has written to its database so many times more. */
async function written(usher, times) {
  const last = () => statSync(path.join(usher.dataDir, 'usher.db-wal')).mtimeMs;
  let [seen, changes] = [last(), 0];
  const look = () => {
    const now = last();
    changes += Number(now !== seen);
    seen = now;
    return changes >= times;
  };
  await eventually(`it has written ${times} times`, look, { everyMs: 1 });
}

/** Welcomes those whose mail failed, in a run of their own, and returns it. */
function welcomeFailed(scene) {
  return startBulk(scene, { filter: { welcome: 'failed' } });
}

describe('a bulk send while the mail server is away', { concurrency: true }, () => {
  test('nothing listens for as long as it takes: the run waits with its first mails and goes on by itself', { timeout: 120_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, PEOPLE);
    await smtp.stop();
    const bulk = await startBulk({ apis: [api], account });
    await degraded(usher);
    clock.stop();
    await quiet(api, people);
    await assertWaits(api, bulk);
    await smtp.listen();
    clock.jump(LONGEST_REST);
    assertOneTryEach(await allAre(api, people, 'sent'));
    await assertOneMailEach([smtp], people);
    await assertDone([api], [bulk], PEOPLE);
  });

  test('its login is refused for an hour: the run does not pause, and then all mail goes out', { timeout: 120_000 }, async (t) => {
    const scene = await stage(t, { clock: true, smtp: { credentials: { user: 'usher', password: 'of the mail server' } } });
    const { smtp, api, account, clock } = scene;
    const people = await addPeople(api, account, PEOPLE);
    const bulk = await anHourOfRefusedLogins(scene, people, () => startBulk({ apis: [api], account }));
    await assertWaits(api, bulk);
    smtp.misbehave();
    clock.jump(LONGEST_REST);
    assertOneTryEach(await allAre(api, people, 'sent'));
    await assertOneMailEach([smtp], people);
    await assertDone([api], [bulk], PEOPLE);
  });

  for (const [many, times, others] of [
    ['one', 1, 'do not wait for her'],
    ['most', CANARY - 1, 'wait for them'],
  ]) {
    test(`${many} of the first is put off: the others ${others}, nobody fails`, { timeout: 60_000 }, async (t) => {
      const { smtp, api, account, clock } = await stage(t, { clock: true });
      const people = await addPeople(api, account, PEOPLE);
      smtp.misbehave({ at: 'rcpt', times, reply: { code: 451, text: '4.7.1 come back later' } });
      const bulk = await startBulk({ apis: [api], account });
      const sent = times === 1 ? PEOPLE - 1 : CANARY - times;
      const { progress } = await bulkUntil([api], bulk, 'waits', ({ progress: now, waits_for }) => now.sent === sent && waits_for === 'another_try');
      assert.deepEqual([progress.waiting, progress.remaining], [times, PEOPLE - sent - times]);
      clock.jump(FIRST_BACKOFF);
      await allAre(api, people, 'sent');
      await assertOneMailEach([smtp], people);
      await assertDone([api], [bulk], PEOPLE);
    });
  }
});

describe('a bulk send to addresses that are refused', { concurrency: true }, () => {
  test('one of ten is refused for good: the run does not pause, and only hers fails', { timeout: 60_000 }, async (t) => {
    const count = 200;
    const { smtp, api, account } = await stage(t);
    const people = await addPeople(api, account, count);
    smtp.misbehave({ at: 'rcpt', every: 10, reply: NO_SUCH_USER });
    const bulk = await startBulk({ apis: [api], account });
    await assertDone([api], [bulk], count, { failed: count / 10 });
    assert.equal(smtp.recipientsAsked.length, count, 'a refusal for good is not tried again');

    smtp.misbehave();
    const again = await welcomeFailed({ apis: [api], account });
    await assertDone([api], [again], count / 10);
    await assertOneMailEach([smtp], people);
  });

  test('everybody is refused: the first pause it, the others are not even asked, and resumed it reaches them', { timeout: 60_000 }, async (t) => {
    const { smtp, api, account } = await stage(t);
    const people = await addPeople(api, account, PEOPLE);
    smtp.misbehave({ at: 'rcpt', reply: NO_SUCH_USER });
    const bulk = await startBulk({ apis: [api], account });
    const { pause_reason, progress } = await bulkIs([api], bulk, 'paused');
    assert.equal(pause_reason, 'canary_failed');
    assert.deepEqual([progress.failed, progress.remaining, progress.waiting], [CANARY, PEOPLE - CANARY, 0]);
    assert.equal(smtp.recipientsAsked.length, CANARY);

    smtp.misbehave();
    await control(api, bulk, 'resume');
    await assertDone([api], [bulk], PEOPLE, { failed: CANARY });
    const again = await welcomeFailed({ apis: [api], account });
    await assertDone([api], [again], CANARY);
    await assertOneMailEach([smtp], people);
  });

  test('midway everybody is refused: it pauses, stays so through a kill and a day, and resumed it loses nobody', { timeout: 120_000 }, async (t) => {
    const count = 400;
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, count);
    let asked = 0;
    smtp.misbehave({ at: 'rcpt', recipient: () => ++asked > 60, reply: NO_SUCH_USER, delayMs: 40 });
    const bulk = await startBulk({ apis: [api], account });
    const { pause_reason } = await bulkIs([api], bulk, 'paused');
    assert.equal(pause_reason, 'too_many_failures');
    await quiet(api, people);
    const paused = await bulkSend(api, bulk.id);
    assert.equal(paused.progress.sent, 60);
    const spared = paused.progress.remaining + paused.progress.waiting;
    assert.ok(spared > 0, JSON.stringify(paused.progress));

    smtp.misbehave();
    await usher.kill();
    clock.jump(24 * 3600);
    await usher.start();
    await nothingElseIsDue(api, account, 'late');
    assert.deepEqual(await bulkSend(api, bulk.id), paused);
    await smtp.settled();
    assert.equal(smtp.mails.length, 60 + 1);

    await control(api, bulk, 'resume');
    const { failed } = paused.progress;
    await assertDone([api], [bulk], count, { failed });
    const again = await welcomeFailed({ apis: [api], account });
    await assertDone([api], [again], failed);
    await assertOneMailEach([smtp], people);
    t.diagnostic(`${failed} of ${count} were refused before it paused`);
  });
});

describe('a bulk send whose server is killed', { concurrency: true }, () => {
  test('while its first mails are under way: those come again, and it goes on from there', { timeout: 60_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, PEOPLE);
    const [silence] = smtp.misbehave({ at: 'end', act: 'hang', keeps: true });
    const bulk = await startBulk({ apis: [api], account });
    await smtp.struck(silence);
    await usher.kill();
    smtp.misbehave();
    clock.jump(LEASE_LIFE);
    await usher.start();
    const emails = await allAre(api, people, 'sent');
    const repeated = await assertRepeatsAreIdentical([smtp], people, usher.url);
    assert.ok(repeated.length > 0 && repeated.length <= CANARY, `${repeated.length} came twice`);
    assertExplained([smtp], emails);
    await assertDone([api], [bulk], PEOPLE);
  });

  test('when somebody has paused it midway: what was under way goes again, the rest is held back until it is resumed', { timeout: 60_000 }, async (t) => {
    const count = 300;
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, count);
    let taken = 0;
    const [silence] = smtp.misbehave({ at: 'end', recipient: () => ++taken > CANARY, act: 'hang' });
    const bulk = await startBulk({ apis: [api], account });
    await smtp.struck(silence);
    assert.equal((await control(api, bulk, 'pause')).pause_reason, 'asked');
    await usher.kill();
    smtp.misbehave();
    clock.jump(LEASE_LIFE);
    await usher.start();
    await nothingElseIsDue(api, account, 'late');
    await quiet(api, people);
    const { status, progress } = await bulkSend(api, bulk.id);
    assert.equal(status, 'paused');
    assert.ok(progress.waiting + progress.remaining > 0, JSON.stringify(progress));
    await smtp.settled();
    assert.equal(smtp.mails.length, progress.sent + 1);

    await control(api, bulk, 'resume');
    const emails = await allAre(api, people, 'sent');
    await assertOneMailEach([smtp], people);
    assertExplained([smtp], emails);
    await assertDone([api], [bulk], count);
  });

  test('while it takes down a long list: asked again there is one run, and nobody has two different mails', { timeout: 120_000 }, async (t) => {
    const { smtp, usher, api, account } = await stage(t);
    const people = await addPeople(api, account, PEOPLE);
    const strangers = Array.from({ length: 20_000 }, () => randomUUID());
    const wanted = { user_ids: [...people.map(({ id }) => id), ...strangers] };
    const started = startBulk({ apis: [api], account }, wanted);
    await written(usher, 5);
    await usher.kill();
    await usher.start();
    const bulk = await started;
    await allAre(api, people, 'sent');
    // On a busy machine the list may have been taken down by then, and mail be under way.
    await assertRepeatsAreIdentical([smtp], people, usher.url);
    const { progress } = await bulkIs([api], bulk, 'done');
    assert.deepEqual([progress.sent, progress.left_out.not_found], [PEOPLE, strangers.length]);
    const runs = (await api.get(`/api/v1/accounts/${account.id}/bulk-sends`)).expect(200).json;
    assert.deepEqual(runs.items.map(({ id }) => id), [bulk.id], 'what was begun before is seen by nobody');
  });
});
