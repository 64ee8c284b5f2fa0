// After a whole journey, no secret is in the logs or in the database files.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Api } from '../support/api.mjs';
import { linkIn, tokenIn } from '../support/smtp.mjs';
import { GOOD_PASSWORD, OWNER, stage } from '../support/stage.mjs';

const SECOND_PASSWORD = 'a lighthouse made of ginger';
const WRONG_PASSWORD = 'this one was never right at all';

/** The value of the first cookie of an answer. */
function cookieOf(answer) {
  const [pair] = answer.headers.getSetCookie()[0].split(';');
  return pair.slice(pair.indexOf('=') + 1);
}

/** Database files below a folder: what a backup or a stolen disk would hold, keyring apart. */
function databaseFiles(folder) {
  return readdirSync(folder)
    .filter((name) => /\.db(-wal|-shm|-journal)?$/.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

test('no log line and no database page holds a secret after a full journey', { timeout: 120_000 }, async (t) => {
  const { smtp, usher, api, account, token } = await stage(t, { env: { USHER__LOG__LEVEL: 'trace' } });
  const anyone = new Api(usher.url);
  const secrets = new Map([
    ['API token', token],
    ['password of the owner', OWNER.password],
    ['first password', GOOD_PASSWORD],
    ['second password', SECOND_PASSWORD],
    ['wrong password', WRONG_PASSWORD],
  ]);

  const user = await api.createUser(account.id, { email: 'ada@example.test' });
  await api.sendWelcomeEmail(user.id);
  const welcome = linkIn(await smtp.mailTo('ada@example.test'), usher.url);
  secrets.set('welcome link', tokenIn(welcome));
  await fetch(welcome);
  await fetch(`${welcome}?utm_source=mail`);
  const entered = (await anyone.consumeLink(tokenIn(welcome), GOOD_PASSWORD)).expect(204);
  secrets.set('session of the link', cookieOf(entered));
  (await anyone.consumeLink(tokenIn(welcome), SECOND_PASSWORD)).expect(410);
  (await anyone.signIn('ada@example.test', WRONG_PASSWORD)).expect(401);
  secrets.set('session of the sign-in', cookieOf(await anyone.signIn('ada@example.test', GOOD_PASSWORD)));

  (await anyone.post('/api/v1/password-resets', { login: 'ada@example.test' })).expect(202);
  const reset = linkIn(await smtp.mailTo('ada@example.test', { count: 2 }), usher.url);
  secrets.set('reset link', tokenIn(reset));
  (await anyone.consumeLink(tokenIn(reset), SECOND_PASSWORD)).expect(204);
  secrets.set('token after the scheme', token.slice(-24));

  const bytes = new Map([...secrets].map(([name, secret]) => [name, Buffer.from(secret)]));
  // A link is redeemable by its authentication code, so that must not be there in binary either.
  for (const link of [welcome, reset]) {
    bytes.set(`code of ${new URL(link).pathname.split('/')[1]}`, Buffer.from(tokenIn(link), 'base64url').subarray(-32));
  }

  const places = new Map([['the log', Buffer.from(usher.log())]]);
  for (const file of databaseFiles(usher.dataDir)) places.set(path.basename(file), readFileSync(file));
  assert.ok(places.has('usher.db'), 'the database was looked into');
  assert.match(usher.log(), /\bDEBUG\b/, 'the log tells more than it does by default');
  const found = [];
  for (const [place, content] of places) {
    for (const [name, secret] of bytes) if (content.includes(secret)) found.push(`${name} in ${place}`);
  }
  assert.deepEqual(found, []);
});
