// The one-time password link against scanners, crowds and second visits.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Api } from '../support/api.mjs';
import { inParallel } from '../support/eventually.mjs';
import { passwordFields, postForm, signsIn } from '../support/form.mjs';
import { linkIn, tokenIn } from '../support/smtp.mjs';
import { GOOD_PASSWORD, stage } from '../support/stage.mjs';

/** A welcome email to Ada and the link in it. */
async function linkForAda({ smtp, usher, api, account }) {
  const user = await api.createUser(account.id, { email: 'ada@example.test' });
  const { id } = await api.sendWelcomeEmail(user.id);
  const link = linkIn(await smtp.mailTo('ada@example.test'), usher.url);
  await api.welcomeEmailWith(id, ['sent']);
  return { user, link };
}

test('fetching the link a hundred times changes nothing', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t);
  const { usher, api } = scene;
  const { user, link } = await linkForAda(scene);
  const before = (await api.get(`/api/v1/users/${user.id}`)).expect(200).text;

  await inParallel(Array.from({ length: 100 }), 8, async (_, n) => {
    const answer = await fetch(link, { method: n % 2 ? 'HEAD' : 'GET', redirect: 'manual' });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.headers.getSetCookie().filter((cookie) => /session/i.test(cookie)), []);
  });

  assert.equal((await api.get(`/api/v1/users/${user.id}`)).expect(200).text, before);
  const anyone = new Api(usher.url);
  (await anyone.inspectLink(tokenIn(link))).expect(200);
  (await anyone.consumeLink(tokenIn(link), GOOD_PASSWORD)).expect(204);
});

test('a used link is gone for good and says so', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t);
  const anyone = new Api(scene.usher.url);
  const { link } = await linkForAda(scene);
  (await anyone.consumeLink(tokenIn(link), GOOD_PASSWORD)).expect(204);

  const again = (await anyone.consumeLink(tokenIn(link), 'another good long passphrase')).expect(410);
  assert.equal(again.json.code, 'link_used');
  assert.match(again.headers.get('content-type'), /^application\/problem\+json/);
  assert.ok((await anyone.signIn('ada@example.test', GOOD_PASSWORD)).status < 300);
});

test('of eight who post the form at once exactly one sets the password', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t);
  const { link } = await linkForAda(scene);
  const page = await (await fetch(link)).text();
  const passwords = Array.from({ length: 8 }, (_, n) => `${GOOD_PASSWORD} number ${n}`);

  const answers = await Promise.all(passwords.map((password) => postForm(link, passwordFields(page, password))));

  const winners = passwords.filter((_, n) => signsIn(answers[n]));
  assert.equal(winners.length, 1, answers.map((answer) => answer.status).join(' '));
  for (const answer of answers.filter((one) => !signsIn(one))) {
    assert.ok(answer.status < 500, `a loser is told what happened, not ${answer.status}`);
  }
  const anyone = new Api(scene.usher.url);
  assert.ok((await anyone.signIn('ada@example.test', winners[0])).status < 300, "the winner's password works");
});

test('a forged link is refused with the same neutral page as an unknown one', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t);
  const { link } = await linkForAda(scene);
  const flipped = link.slice(0, -2) + (link.at(-2) === 'A' ? 'B' : 'A') + link.at(-1);
  const unknown = `${link.slice(0, -tokenIn(link).length)}nothing`;
  const [forged, missing] = await Promise.all([flipped, unknown].map((url) => fetch(url)));
  assert.equal(forged.status, missing.status);
  assert.ok(forged.status >= 400 && forged.status < 500, `${forged.status}`);
  assert.equal(forged.headers.get('referrer-policy'), 'no-referrer');
  assert.match(forged.headers.get('cache-control'), /no-store/);
});
