// Trouble that belongs to one message: that one is deferred or fails, the others go out at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inParallel } from '../support/eventually.mjs';
import { stage } from '../support/stage.mjs';

test('a recipient refused for good fails, and her nine neighbours get their mail', { timeout: 120_000 }, async (t) => {
  const { smtp, api, account } = await stage(t);
  const refused = 'person4@example.test';
  smtp.misbehave({ at: 'rcpt', recipient: refused, reply: { code: 550, text: '5.1.1 no such user' } });

  const addresses = Array.from({ length: 10 }, (_, n) => `person${n}@example.test`);
  const emails = await inParallel(addresses, 10, async (email) => {
    const user = await api.createUser(account.id, { email });
    return api.sendWelcomeEmail(user.id);
  });

  await inParallel(emails, 10, async ({ id }, n) => {
    const end = await api.welcomeEmailWith(id, ['sent', 'failed']);
    assert.equal(end.status, addresses[n] === refused ? 'failed' : 'sent', addresses[n]);
  });
  const failed = await api.welcomeEmail(emails[4].id);
  assert.equal(failed.tries.length, 1, 'a refusal for good is not tried again');
  assert.equal(failed.tries[0].reply.code, 550);
  assert.equal(smtp.mailsTo(refused).length, 0);
});

test('a message put off with 451 is deferred, delays nobody, and goes out by itself', { timeout: 120_000 }, async (t) => {
  const { smtp, api, account } = await stage(t);
  const greylisted = { at: 'end', recipient: 'ada@example.test', reply: { code: 451, text: '4.7.1 later' }, times: 1 };
  smtp.misbehave(greylisted);

  const ada = await api.createUser(account.id, { email: 'ada@example.test' });
  const bob = await api.createUser(account.id, { email: 'bob@example.test' });
  const toAda = await api.sendWelcomeEmail(ada.id);
  const toBob = await api.sendWelcomeEmail(bob.id);

  await smtp.mailTo('bob@example.test');
  await api.welcomeEmailWith(toBob.id, ['sent']);
  await api.welcomeEmailWith(toAda.id, ['deferred']);
  assert.equal(smtp.mailsTo('ada@example.test').length, 0);

  // The first backoff is about half a minute; the server says yes then.
  await smtp.mailTo('ada@example.test', { withinMs: 90_000 });
  await api.welcomeEmailWith(toAda.id, ['sent']);
});

test('a server silent about one message does not hold up the next', { timeout: 120_000 }, async (t) => {
  const { smtp, api, account } = await stage(t);
  const [silence] = smtp.misbehave({ at: 'end', recipient: 'ada@example.test', act: 'hang' });

  const ada = await api.createUser(account.id, { email: 'ada@example.test' });
  const toAda = await api.sendWelcomeEmail(ada.id);
  await smtp.struck(silence);

  const bob = await api.createUser(account.id, { email: 'bob@example.test' });
  const toBob = await api.sendWelcomeEmail(bob.id);
  await smtp.mailTo('bob@example.test', { withinMs: 10_000 });
  await api.welcomeEmailWith(toBob.id, ['sent']);
  assert.notEqual((await api.welcomeEmail(toAda.id)).status, 'failed');
});
