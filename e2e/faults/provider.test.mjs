// Trouble that belongs to the mail server, not to a message: nothing fails, everything arrives later.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { Api } from '../support/api.mjs';
import { loopbackCertificate } from '../support/certificate.mjs';
import { degraded } from '../support/health.mjs';
import { stage } from '../support/stage.mjs';

// A circuit breaker tries again by itself; no test waits for longer than this.
const RECOVERY = { withinMs: 180_000, everyMs: 100 };

/** A new account user and a welcome email to her. */
async function welcome({ api, account }, email) {
  const user = await api.createUser(account.id, { email });
  return api.sendWelcomeEmail(user.id);
}

/** Sends during the fault, sees it open the breaker, ends the fault, and expects the mail. */
async function survives(scene, begin, end) {
  const { smtp, usher, api } = scene;
  await begin();
  const { id } = await welcome(scene, 'ada@example.test');
  await degraded(usher);
  const waiting = await api.welcomeEmail(id);
  assert.ok(['queued', 'sending', 'deferred'].includes(waiting.status), `not ${waiting.status}`);
  await end();
  await smtp.mailTo('ada@example.test', RECOVERY);
  await api.welcomeEmailWith(id, ['sent'], RECOVERY);
}

describe('trouble of the mail server', { concurrency: true }, () => {
  test('a mail server that is down and comes back gets the waiting mail', { timeout: 300_000 }, async (t) => {
    const scene = await stage(t);
    await survives(scene, () => scene.smtp.stop(), () => scene.smtp.listen());
  });

  test('a mail server that cuts connections delays mail and loses none', { timeout: 300_000 }, async (t) => {
    const scene = await stage(t);
    const { smtp } = scene;
    await survives(scene, () => smtp.misbehave({ at: 'mail', act: 'drop' }), () => smtp.misbehave());
  });

  test('mail never goes to a server whose certificate nobody vouches for', { timeout: 300_000 }, async (t) => {
    const tls = loopbackCertificate();
    const scene = await stage(t, { smtp: { tls }, smtpQuery: '?tls=required' });
    const { smtp, usher, api } = scene;
    const { id } = await welcome(scene, 'ada@example.test');
    await degraded(usher);
    assert.equal(smtp.mails.length, 0);
    assert.equal(smtp.recipientsAsked.length, 0, 'not even the address went out');
    assert.notEqual((await api.welcomeEmail(id)).status, 'failed');

    // The same server, now vouched for by the machine's certificate store.
    const store = path.join(usher.folder, 'trusted.pem');
    writeFileSync(store, tls.cert);
    await usher.stop();
    usher.env.SSL_CERT_FILE = store;
    await usher.start();
    await smtp.mailTo('ada@example.test', RECOVERY);
    assert.equal((await new Api(usher.url).get('/healthz')).status, 200);
  });
});
