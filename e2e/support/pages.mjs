// Every page of an installation, found as a reader finds them: by following links.

import { OWNER } from './stage.mjs';

/** Parts of an address that are ids; pages that differ only in those look the same. */
const ID = /^[0-9a-f-]{32,36}$/;

/** Answers that are no pages. */
const DATA = /^api-|\.csv$|\.json$/;

/** A name from an address: `/admin/accounts/<uuid>/users` becomes `admin-accounts-users`. */
export function nameOf(address) {
  const parts = new URL(address).pathname.split('/').filter((part) => part && !ID.test(part));
  return parts.join('-') || 'root';
}

/** The addresses that a part of the page links to within the same site, without fragments. */
async function linksOn(page, selector) {
  const hrefs = await page.locator(`${selector} a[href]`).evaluateAll((links) => links.map((link) => link.href));
  const here = new URL(page.url()).origin;
  return [...new Set(hrefs.map((href) => href.split('#')[0]))].filter((href) => href.startsWith(`${here}/`));
}

/** Signs the owner in on the sign-in page. */
export async function signInAsOwner(page, usher) {
  await page.goto(`${usher.url}/sign-in`);
  await page.locator('input[name=login]').fill(OWNER.email);
  await page.locator('input[name=password]').fill(OWNER.password);
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/**
 * Goes to every page that nobody needs to sign in for, then signs in and goes to every other one;
 * calls `look(name)` on each. `extra` lists addresses by name that no page links to.
 *
 * @param {import('@playwright/test').Page} page
 * @param {import('./usher.mjs').Usher} usher
 * @param {{ open?: Record<string, string>, admin?: Record<string, string> }} extra
 * @param {(name: string) => Promise<void>} look
 */
export async function everyPage(page, usher, { open = {}, admin = {} }, look) {
  const visit = async (name, address) => {
    await page.goto(address);
    await look(name);
  };
  await visit('sign-in', `${usher.url}/sign-in`);
  await visit('forgot-password', `${usher.url}/forgot-password`);
  for (const [name, address] of Object.entries(open)) await visit(name, address);

  await signInAsOwner(page, usher);
  const seen = new Set(['root', 'sign-in', 'forgot-password']);
  for (const [name, address] of Object.entries(admin)) {
    seen.add(name);
    await visit(name, address);
  }
  // The navigation leads to the lists, and the lists' rows and buttons to everything else.
  await page.goto(`${usher.url}/admin`);
  const waiting = [page.url(), `${usher.url}/account`, ...(await linksOn(page, 'nav'))];
  for (let address = waiting.shift(); address; address = waiting.shift()) {
    const name = nameOf(address);
    if (seen.has(name) || DATA.test(name)) continue;
    seen.add(name);
    await visit(name, address);
    waiting.push(...(await linksOn(page, 'main')));
  }
}
