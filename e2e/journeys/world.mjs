// The world of a journey: a fresh Usher, an SMTP server, and the steps that several journeys share.

import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';

import { Api } from '../support/api.mjs';
import { linkIn, SmtpSink } from '../support/smtp.mjs';
import { OWNER } from '../support/stage.mjs';
import { Usher } from '../support/usher.mjs';

/** @typedef {{ smtp: SmtpSink, usher: Usher, linkTo: (address: string, count?: number) => Promise<string> }} World */

export const test = base.extend({
  /** @type {(args: object, use: (world: World) => Promise<void>) => Promise<void>} */
  world: async ({}, use, info) => {
    const smtp = await SmtpSink.start();
    const usher = await Usher.start({
      env: {
        USHER__MAIL__SMTP_URL: smtp.url(),
        USHER__MAIL__FROM: 'Usher <no-reply@example.test>',
      },
    });
    const linkTo = async (address, count = 1) => linkIn(await smtp.mailTo(address, { count }), usher.url);
    await use({ smtp, usher, linkTo });
    if (info.status !== info.expectedStatus) {
      await info.attach('usher.log', { body: usher.log(), contentType: 'text/plain' });
    }
    await usher.close();
    await smtp.stop();
  },

  /** A world whose owner exists already, with a client of its native API. */
  settled: async ({ world }, use) => {
    await world.usher.createOwner(OWNER);
    const api = new Api(world.usher.url, await world.usher.createToken({ name: 'e2e' }));
    await use({ ...world, api, account: await api.accountNamed(OWNER.account) });
  },

  /** A page that fails its journey when a script throws or the content policy blocks something. */
  page: async ({ page }, use) => {
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // The browser reports every 4xx document this way; journeys meet some on purpose.
      const refused = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !refused) complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Fails when the page breaks a WCAG 2.2 A or AA rule that a machine can check. */
export async function expectAccessible(page) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Signs in on the sign-in page. */
export async function signIn(page, usher, { email, password }) {
  await page.goto(`${usher.url}/sign-in`);
  await page.getByLabel(/email|login/i).first().fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Fills in every password field of the page and submits its form. */
export async function setPassword(page, password) {
  for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
  await page.getByRole('button', { name: /^(set the password|change password|create the owner)$/i }).click();
}

/** Opens the list of account users by its place in the navigation, which narrow screens keep behind a button. */
export async function openUsers(page) {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation').getByRole('link', { name: /users/i }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: /users/i })).toBeVisible();
}

/** The row of a person in the list of account users. */
export function rowOf(page, address) {
  return page.getByRole('row').filter({ hasText: address });
}

/** Waits until what comes alive on the page has come alive. */
export async function alive(page) {
  await expect(page.locator('leptos-island[data-alive]').first()).toBeAttached();
  await expect(page.locator('leptos-island:not([data-alive])')).toHaveCount(0);
}
