// Photographs every page, light and dark, at 1280 and 320 pixels, into this folder.
//
// It starts installations of its own, so the pictures show the product in use and nothing of a real
// one. `node take.mjs NAME…` takes only pages whose names begin so.

import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { Api } from '../support/api.mjs';
import { BROWSER_ARGS } from '../support/browser.mjs';
import { rememberADay } from '../support/database.mjs';
import { eventually } from '../support/eventually.mjs';
import { everyPage, signInAsOwner } from '../support/pages.mjs';
import { Showcase } from '../support/showcase.mjs';
import { OWNER } from '../support/stage.mjs';
import { freePort, Usher } from '../support/usher.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const FIND_CHROMIUM = fileURLToPath(new URL('../../scripts/find-chromium.sh', import.meta.url));
const WIDTHS = [1280, 320];
const SCREEN = 800;
const SCHEMES = ['light', 'dark'];
const WANTED = process.argv.slice(2);

/** Takes the four pictures of the page that is shown. */
async function photograph(page, name) {
  if (WANTED.length > 0 && !WANTED.some((wanted) => name.startsWith(wanted))) return;
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: SCREEN });
      // A window as tall as the page: what sticks to the window's edge then stands where it belongs.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.max(SCREEN, height) });
      await page.screenshot({ path: path.join(FOLDER, `${name}-${colorScheme}-${width}.png`) });
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: SCREEN });
  console.log(name);
}

/** The installation in use: every page. */
async function photographUse(browser) {
  const showcase = await Showcase.open();
  try {
    const { usher, invited, people } = showcase;
    await rememberADay(usher);
    const page = await browser.newPage({ locale: 'en-GB' });
    const open = {
      'set-password': invited.link,
      'set-password-ar': `${invited.link}?language=ar`,
      'set-password-en': `${invited.link}?language=en`,
      'link-used': showcase.person.link,
      'link-unknown': `${usher.url}/welcome/unknown`,
    };
    const admin = {};
    for (const user of people) admin[`user-${user.login}`] = `${usher.url}/admin/users/${user.id}`;
    await everyPage(page, usher, { open, admin }, (name) => photograph(page, name));
    await photographMade(page, usher, 'api-tokens');
    await photographMade(page, usher, 'access-keys');
  } finally {
    await showcase.close();
  }
}

/** The secret of a new API token or access key, which only the answer of its form shows. */
async function photographMade(page, usher, kind) {
  await page.goto(`${usher.url}/admin/${kind}/new`);
  await page.locator('input[name=name]').fill('HR import');
  await page.locator('main form button[type=submit]').last().click();
  await photograph(page, `admin-${kind}-made`);
}

/** A new installation whose mail is captured: the setup page, the first steps, the inbox. */
async function photographCapture(browser) {
  const usher = await Usher.start();
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(await usher.setupLink());
    await photograph(page, 'setup');
    await usher.createOwner(OWNER);
    await signInAsOwner(page, usher);
    await page.goto(`${usher.url}/admin`);
    await photograph(page, 'new-overview');
    const api = new Api(usher.url, await usher.createToken({ name: 'screenshots' }));
    const account = await api.accountNamed(OWNER.account);
    for (const name of ['Ada Lovelace', 'Grace Hopper', 'Emmy Noether']) {
      const user = await api.createUser(account.id, { email: `${name.split(' ')[0].toLowerCase()}@example.test`, name });
      await api.welcomeEmailWith((await api.sendWelcomeEmail(user.id)).id, ['captured']);
    }
    await page.goto(`${usher.url}/admin/captured-mail`);
    await photograph(page, 'captured-mail');
    await page.locator('main a[href^="/admin/captured-mail/"]').first().click();
    await photograph(page, 'captured-mail-message');
  } finally {
    await usher.close();
  }
}

/** An installation whose mail server cannot be reached. */
async function photographTrouble(browser) {
  const usher = await Usher.start({
    env: { USHER__MAIL__SMTP_URL: `smtp://127.0.0.1:${await freePort()}` },
  });
  try {
    await usher.createOwner(OWNER);
    const api = new Api(usher.url, await usher.createToken({ name: 'screenshots' }));
    const account = await api.accountNamed(OWNER.account);
    const user = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });
    await api.sendWelcomeEmail(user.id);
    await eventually('the mail provider rests', async () => {
      const { items } = (await api.get('/api/v1/mail-providers')).expect(200).json;
      return items[0].breaker !== 'closed';
    });
    const page = await browser.newPage({ locale: 'en-GB' });
    await signInAsOwner(page, usher);
    await page.goto(`${usher.url}/admin`);
    await photograph(page, 'trouble-overview');
    await page.goto(`${usher.url}/admin/mail-providers`);
    await photograph(page, 'trouble-mail-providers');
  } finally {
    await usher.close();
  }
}

if (WANTED.length === 0) {
  // A page that is no more leaves no picture behind.
  const pictures = readdirSync(FOLDER).filter((name) => name.endsWith('.png'));
  for (const name of pictures) rmSync(path.join(FOLDER, name));
}
const browser = await chromium.launch({
  executablePath: execFileSync('sh', [FIND_CHROMIUM], { encoding: 'utf8' }).trim(),
  args: BROWSER_ARGS,
});
try {
  await photographCapture(browser);
  await photographUse(browser);
  await photographTrouble(browser);
} finally {
  await browser.close();
}
