// Trouble that belongs to one message: that one is deferred or fails, the others go out at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, welcomeEach } from '../support/burst.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF } from '../support/times.mjs';

test('of fifty every tenth is refused for good: those fail with the server\'s words, the rest is sent', { timeout: 120_000 }, async (t) => {
  const { smtp, api, account } = await stage(t);
  const people = await addPeople(api, account, 50);
  const isRefused = (email) => email.endsWith('4@example.test');
  smtp.misbehave({ at: 'rcpt', recipient: isRefused, reply: { code: 550, text: '5.1.1 no such user' } });
  await welcomeEach([api], people);

  const refused = people.filter(({ email }) => isRefused(email));
  const others = people.filter(({ email }) => !isRefused(email));
  const failed = await allAre(api, refused, 'failed');
  await allAre(api, others, 'sent');
  assert.equal(failed.length, 5);
  for (const { last_reply, tries } of failed) {
    assert.deepEqual(last_reply, { code: 550, enhanced: '5.1.1', text: 'no such user' });
    assert.deepEqual(tries.map(({ outcome }) => outcome), ['refused'], 'a refusal for good is not tried again');
  }
  await assertOneMailEach([smtp], others);
  assert.equal(smtp.mails.length, others.length);
});

test('a message put off with 451 is deferred, delays nobody, and goes out by itself', { timeout: 60_000 }, async (t) => {
  const { smtp, api, account, clock } = await stage(t, { clock: true });
  const [ada, bob] = await addPeople(api, account, 2);
  const greylisted = { at: 'end', recipient: ada.email, reply: { code: 451, text: '4.7.1 later' }, times: 1 };
  smtp.misbehave(greylisted);
  await welcomeEach([api], [ada, bob]);
  await allAre(api, [bob], 'sent');
  await allAre(api, [ada], 'deferred');
  await smtp.settled();
  assert.equal(smtp.mailsTo(ada.email).length, 0);

  clock.jump(FIRST_BACKOFF);
  await allAre(api, [ada], 'sent');
  await assertOneMailEach([smtp], [ada, bob]);
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
