// Photographs every page, light and dark, at 1280 and 320 pixels, into this folder.
//
// It starts an Usher of its own with captured mail and a few people, so the pictures show the
// product in use and nothing of a real installation.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { Api } from '../support/api.mjs';
import { BROWSER_ARGS } from '../support/browser.mjs';
import { eventually } from '../support/eventually.mjs';
import { OWNER } from '../support/stage.mjs';
import { freePort, Usher } from '../support/usher.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const FIND_CHROMIUM = fileURLToPath(new URL('../../scripts/find-chromium.sh', import.meta.url));
const WIDTHS = [1280, 320];
const SCHEMES = ['light', 'dark'];
const PEOPLE = [
  ['ada@example.test', 'Ada Lovelace'],
  ['grace@example.test', 'Grace Hopper'],
  ['emmy@example.test', 'Emmy Noether'],
  ['mary@example.test', 'Mary Somerville'],
  ['sofja@example.test', 'Софья Ковалевская'],
];

/** Fills the installation and returns a person and an unused link of hers. */
async function populate(usher, { waiting = false } = {}) {
  await usher.createOwner(OWNER);
  const api = new Api(usher.url, await usher.createToken({ name: 'screenshots' }));
  const account = await api.accountNamed(OWNER.account);
  const users = [];
  for (const [email, name] of PEOPLE) users.push(await api.createUser(account.id, { email, name }));
  const roles = [
    { role: 'helpdesk', account_id: account.id },
    { role: 'auditor', account_id: null },
  ];
  (await api.send('PUT', `/api/v1/users/${users[0].id}/roles`, { body: roles })).expect(200);
  for (const user of users.slice(0, 3)) {
    const email = await api.sendWelcomeEmail(user.id);
    if (!waiting) await api.welcomeEmailWith(email.id, ['captured', 'sent']);
  }
  return { api, person: users[0] };
}

/** A file name from a path: `/accounts/<uuid>/users` becomes `accounts-users`. */
function nameOf(address) {
  const parts = new URL(address).pathname.split('/').filter((part) => part && !/^[0-9a-f-]{32,36}$/.test(part));
  return parts.join('-') || 'overview';
}

/** Takes the four pictures of one page. */
async function photograph(page, address, name) {
  await page.goto(address);
  await photographShown(page, name);
}

/** Takes the four pictures of the page that is shown, for pages that have no address. */
async function photographShown(page, name) {
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: path.join(FOLDER, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
  }
  console.log(name);
}

/** The addresses that the page links to within the same site, without fragments. */
async function linksOn(page, selector) {
  const hrefs = await page.locator(`${selector} a[href]`).evaluateAll((links) => links.map((link) => link.href));
  return [...new Set(hrefs.map((href) => href.split('#')[0]))].filter((href) => href.startsWith(new URL(page.url()).origin));
}

/** Signs the owner in on the sign-in page. */
async function signIn(page, usher) {
  await page.goto(`${usher.url}/sign-in`);
  await page.getByLabel(/email|login/i).first().fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The secret of a new API token, which only the answer of its form shows. */
async function photographToken(page, usher) {
  await page.goto(`${usher.url}/admin/api-tokens/new`);
  await page.getByLabel('Name').fill('HR import');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await photographShown(page, 'admin-api-tokens-made');
  await page.goto(`${usher.url}/admin/api-tokens`);
  await page.locator('summary', { hasText: 'Revoke' }).first().click();
  await photographShown(page, 'admin-api-tokens-revoke');
}

/** An installation whose mail server cannot be reached. */
async function photographTrouble(browser) {
  const usher = await Usher.start({
    env: { USHER__MAIL__SMTP_URL: `smtp://127.0.0.1:${await freePort()}` },
  });
  try {
    const { api } = await populate(usher, { waiting: true });
    await eventually('the mail provider rests', async () => {
      const { items } = (await api.get('/api/v1/mail-providers')).expect(200).json;
      return items[0].breaker !== 'closed';
    });
    const page = await browser.newPage({ locale: 'en-GB' });
    await signIn(page, usher);
    await photograph(page, `${usher.url}/admin`, 'trouble-overview');
    await photograph(page, `${usher.url}/admin/mail-providers`, 'trouble-mail-providers');
  } finally {
    await usher.close();
  }
}

const usher = await Usher.start();
const browser = await chromium.launch({
  executablePath: execFileSync('sh', [FIND_CHROMIUM], { encoding: 'utf8' }).trim(),
  args: BROWSER_ARGS,
});
try {
  const setup = await usher.setupLink();
  const page = await browser.newPage({ locale: 'en-GB' });
  await photograph(page, setup, 'setup');
  const { api, person } = await populate(usher);

  await photograph(page, `${usher.url}/sign-in`, 'sign-in');
  const publicPages = await linksOn(page, 'main');
  for (const address of publicPages) await photograph(page, address, nameOf(address));
  const revealed = await api.post(`/api/v1/users/${person.id}/password-links/reveal`);
  await photograph(page, revealed.expect(200).json.url, 'set-password');
  await photograph(page, `${usher.url}/welcome/unknown`, 'link-unknown');

  await signIn(page, usher);
  await photograph(page, page.url(), 'home');
  const seen = new Set(['home', 'admin', 'sign-in', 'sign-out', 'setup']);
  const waiting = await linksOn(page, 'nav');
  // The navigation leads to the lists, and the lists' rows and buttons to everything else.
  for (let address = waiting.shift(); address; address = waiting.shift()) {
    const name = nameOf(address);
    if (seen.has(name) || /^api-|\.csv$|\.json$/.test(name)) continue;
    seen.add(name);
    await photograph(page, address, name);
    waiting.push(...(await linksOn(page, 'main')));
  }
  await photographToken(page, usher);
  await photographTrouble(browser);
} finally {
  await browser.close();
  await usher.close();
}
