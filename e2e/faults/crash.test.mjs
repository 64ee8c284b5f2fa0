// A process killed in the middle of delivering loses nothing, and what goes again is identical.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually, inParallel } from '../support/eventually.mjs';
import { linkIn } from '../support/smtp.mjs';
import { stage } from '../support/stage.mjs';

const USERS = 500;
// A lease that a killed process held has to run out before its messages go again.
const LEASES_RUN_OUT_MS = 300_000;

test('a server killed three times while it delivers loses no welcome email', { timeout: 420_000 }, async (t) => {
  const { smtp, usher, api, account } = await stage(t);
  const addresses = Array.from({ length: USERS }, (_, n) => `person${n}@example.test`);
  const users = await inParallel(addresses, 16, (email) => api.createUser(account.id, { email }));

  // Each message takes the server a while, so that every kill finds some half delivered.
  smtp.misbehave({ at: 'end', delayMs: 40 });
  const asked = inParallel(users, 16, (user, n) =>
    // A caller that got no answer asks again with the same key, as callers do.
    eventually(
      `the welcome email of person ${n} is accepted`,
      () => api.sendWelcomeEmail(user.id, { headers: { 'idempotency-key': `crash-${n}` } }),
      { withinMs: 60_000, everyMs: 100 },
    ),
  );
  for (const reached of [40, 140, 260]) {
    await smtp.recipientsReached(reached);
    await usher.kill();
    await usher.start();
  }
  const accepted = await asked;
  smtp.misbehave();

  await smtp.recipientsReached(USERS, LEASES_RUN_OUT_MS);
  for (const address of addresses) {
    const mails = smtp.mailsTo(address);
    assert.ok(mails.length >= 1, `${address} has mail`);
    assert.equal(new Set(mails.map((mail) => mail.messageId)).size, 1, `${address}: one Message-ID`);
    assert.equal(new Set(mails.map((mail) => linkIn(mail, usher.url))).size, 1, `${address}: one link`);
  }
  await inParallel(accepted, 16, ({ id }) =>
    api.welcomeEmailWith(id, ['sent'], { withinMs: LEASES_RUN_OUT_MS, everyMs: 250 }),
  );
});
