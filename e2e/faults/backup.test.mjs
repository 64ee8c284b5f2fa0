// A backup made under load comes back whole; links and sessions from before do not go on.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Api } from '../support/api.mjs';
import { inParallel } from '../support/eventually.mjs';
import { linkIn, tokenIn } from '../support/smtp.mjs';
import { GOOD_PASSWORD, OWNER, stage } from '../support/stage.mjs';
import { Usher, freePort } from '../support/usher.mjs';

const USERS = 200;

function cookieOf(answer) {
  return answer.headers.getSetCookie()[0].split(';')[0];
}

test('a backup under load comes back on another machine', { timeout: 180_000 }, async (t) => {
  const { smtp, usher, api, account } = await stage(t);
  const anyone = new Api(usher.url);
  const ada = await api.createUser(account.id, { email: 'ada@example.test' });
  await api.sendWelcomeEmail(ada.id);
  const token = tokenIn(linkIn(await smtp.mailTo('ada@example.test'), usher.url));
  const cookie = cookieOf((await anyone.signIn(OWNER.email, OWNER.password)).expect(201));
  (await anyone.get('/api/v1/me', { headers: { cookie } })).expect(200);

  const file = path.join(usher.folder, 'all.usher-backup');
  const addresses = Array.from({ length: USERS }, (_, n) => `person${n}@example.test`);
  const writing = inParallel(addresses, 8, async (email) => {
    const user = await api.createUser(account.id, { email });
    await api.sendWelcomeEmail(user.id);
  });
  await usher.cli(['backup', '--to', file, '--with-keyring']);
  await writing;
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await assert.rejects(usher.cli(['backup', '--to', file]), /there is a file/);
  await assert.rejects(usher.cli(['restore', '--from', file, '--replace']), /is in use/);
  assert.match(await usher.cli(['restore', '--inspect', file]), /Every file in it is whole/);
  const sentBefore = smtp.mailsTo('ada@example.test').length;
  await usher.stop();

  const damaged = path.join(usher.folder, 'damaged.usher-backup');
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  writeFileSync(damaged, bytes);

  const other = new Usher({
    port: await freePort(),
    env: {
      USHER__MAIL__SMTP_URL: usher.env.USHER__MAIL__SMTP_URL,
      USHER__MAIL__FROM: usher.env.USHER__MAIL__FROM,
    },
  });
  t.after(() => other.close());
  await assert.rejects(other.cli(['restore', '--from', damaged]), /changed or cut off/);
  assert.ok(!existsSync(path.join(other.dataDir, 'usher.db')), 'a damaged backup leaves nothing behind');
  const said = await other.cli(['restore', '--from', file]);
  assert.match(said, /offer their holders a fresh mail/);
  assert.match(said, /The audit log is intact/);
  await other.start();

  const there = new Api(other.url);
  (await there.get('/api/v1/me', { headers: { cookie } })).expect(401);
  const inspected = (await there.inspectLink(token)).expect(200).json;
  assert.equal(inspected.state, 'expired');
  assert.equal(inspected.renewable, true);
  assert.notEqual((await there.consumeLink(token, GOOD_PASSWORD)).status, 204);

  (await there.post('/api/v1/password-links/renew', { token })).expect(202);
  const mails = await smtp.mailTo('ada@example.test', { count: sentBefore + 1 });
  const fresh = tokenIn(linkIn(mails, other.url));
  assert.notEqual(fresh, token);
  (await there.consumeLink(fresh, GOOD_PASSWORD)).expect(204);
  (await there.signIn(OWNER.email, OWNER.password)).expect(201);
  assert.match(await other.cli(['audit', 'verify']), /intact/);
});
