// A machine whose clock is set while mail waits: nothing is lost, nothing is stuck until the clock has
// caught up, and no link lives longer than it should.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertDone, bulkUntil, CANARY, startBulk } from '../support/bulk.mjs';
import { addPeople, allAre, assertOneMailEach, assertRepeatsAreIdentical, welcomeEach } from '../support/burst.mjs';
import { degraded } from '../support/health.mjs';
import { linkIn, tokenIn } from '../support/smtp.mjs';
import { release } from '../support/smtp-faults.mjs';
import { GOOD_PASSWORD, stage } from '../support/stage.mjs';
import { FIRST_BACKOFF, LEASE_LIFE, LINK_LIFE } from '../support/times.mjs';

const DAY = 24 * 3600;

/** Fails unless a message says that it was sent now, by the clock as it is, and its link lives from then. */
function assertLivesFromNow({ link, sent_at }, clock) {
  const sent = Date.parse(sent_at);
  assert.ok(Math.abs(sent - clock.now()) < 60_000, `sent at ${sent_at}, at ${new Date(clock.now()).toISOString()}`);
  assert.equal((Date.parse(link.expires_at) - sent) / 1000, LINK_LIFE);
}

describe('a clock that is set while mail waits', { concurrency: true }, () => {
  test('back by a day, while the mail server is down: mail goes out when it is up', { timeout: 90_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, 5);
    await smtp.stop();
    await welcomeEach([api], people);
    await degraded(usher);
    clock.jump(-DAY);
    await smtp.listen();
    const emails = await allAre(api, people, 'sent', 20_000);
    await assertOneMailEach([smtp], people);
    for (const email of emails) assertLivesFromNow(email, clock);
  });

  test('back by a day, while a bulk send waits for the mail server: it goes on when that is up', { timeout: 90_000 }, async (t) => {
    const count = 3 * CANARY;
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, count);
    await smtp.stop();
    const bulk = await startBulk({ apis: [api], account }, { filter: { status: 'pending' }, pace_per_minute: 60_000 });
    await bulkUntil([api], bulk, 'has begun', ({ progress }) => progress.waiting === CANARY);
    await degraded(usher);
    clock.jump(-DAY);
    await smtp.listen();
    for (const email of await allAre(api, people, 'sent', 20_000)) assertLivesFromNow(email, clock);
    await assertOneMailEach([smtp], people);
    await assertDone([api], [bulk], count);
  });

  test('back by a day, while a mail is under way: its link lives not a day longer', { timeout: 90_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const [ada] = await addPeople(api, account, 1);
    const [silence] = smtp.misbehave({ at: 'end', act: 'hang' });
    await welcomeEach([api], [ada]);
    await smtp.struck(silence);
    clock.jump(-DAY);
    release(silence);
    const [email] = await allAre(api, [ada], 'sent');
    assertLivesFromNow(email, clock);

    clock.jump(LINK_LIFE + 60);
    const token = tokenIn(linkIn(await smtp.mailTo(ada.email), usher.url));
    const answer = (await api.consumeLink(token, GOOD_PASSWORD)).expect(410);
    assert.equal(answer.json.code, 'link_expired');
  });

  test('back by a day, while a mail is deferred: it goes again', { timeout: 90_000 }, async (t) => {
    const { smtp, api, account, clock } = await stage(t, { clock: true });
    const [ada] = await addPeople(api, account, 1);
    smtp.misbehave({ at: 'end', reply: { code: 451, text: '4.7.1 later' }, times: 1 });
    await welcomeEach([api], [ada]);
    await allAre(api, [ada], 'deferred');
    clock.jump(-DAY);
    clock.jump(FIRST_BACKOFF);
    await allAre(api, [ada], 'sent', 20_000);
    await assertOneMailEach([smtp], [ada]);
  });

  test('back by a day, while a process dies: its lease does not outlive it', { timeout: 90_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const [ada] = await addPeople(api, account, 1);
    const [silence] = smtp.misbehave({ at: 'end', act: 'hang', keeps: true, times: 1 });
    await welcomeEach([api], [ada]);
    await smtp.struck(silence);
    await usher.kill();
    clock.jump(-DAY);
    await usher.start();
    clock.jump(LEASE_LIFE);
    await allAre(api, [ada], 'sent', 20_000);
    await smtp.mailTo(ada.email, { count: 2 });
    await assertRepeatsAreIdentical([smtp], [ada], usher.url);
  });

  test('forth by two days and back, while mail waits: it arrives once, and its links live no longer', { timeout: 90_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, 5);
    await smtp.stop();
    clock.jump(2 * DAY);
    await welcomeEach([api], people);
    await degraded(usher);
    clock.jump(-2 * DAY);
    await smtp.listen();
    for (const email of await allAre(api, people, 'sent', 20_000)) assertLivesFromNow(email, clock);
    await assertOneMailEach([smtp], people);
  });

  test('forth by a day, while mail waits: it goes out and nobody gives up', { timeout: 90_000 }, async (t) => {
    const { smtp, usher, api, account, clock } = await stage(t, { clock: true });
    const people = await addPeople(api, account, 5);
    await smtp.stop();
    await welcomeEach([api], people);
    await degraded(usher);
    clock.jump(DAY);
    await smtp.listen();
    clock.jump(DAY);
    await allAre(api, people, 'sent', 20_000);
    await assertOneMailEach([smtp], people);
  });
});
