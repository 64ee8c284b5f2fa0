// A mail server that is away, or turns everybody away, while mail is asked for: no message spends a try.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, welcomeEach } from '../support/burst.mjs';
import { degraded } from '../support/health.mjs';
import { anHourOfRefusedLogins, assertOneTryEach } from '../support/outage.mjs';
import { stage } from '../support/stage.mjs';
import { LONGEST_REST } from '../support/times.mjs';

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
    await anHourOfRefusedLogins(scene, people, () => welcomeEach([api], people));
    for (const email of await allAre(api, people, 'queued')) assert.equal(email.attempts, 0, email.recipient);

    smtp.misbehave();
    clock.jump(LONGEST_REST);
    assertOneTryEach(await allAre(api, people, 'sent'));
    await assertOneMailEach([smtp], people);
    assert.ok(!usher.log().includes(password), 'the log keeps the password to itself');
  });
});
