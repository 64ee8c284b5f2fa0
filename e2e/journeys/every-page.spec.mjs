// Every page, light and dark, wide and narrow: no accessibility violation, no complaint in the
// console, nothing that shifts, nothing wider than the screen.

import { Showcase } from '../support/showcase.mjs';
import { everyPage } from '../support/pages.mjs';
import { Usher } from '../support/usher.mjs';
import { OWNER } from '../support/stage.mjs';
import { Api } from '../support/api.mjs';
import { expect, expectAccessible, test } from './world.mjs';

const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 640 } };

/**
 * Collects what moved, from the first paint on, and where from and to. A font that comes a moment late on a busy
 * machine makes a column some pixels wider; what moves by a line scores twenty times what counts here.
 */
function watchShifts() {
  const NOTICEABLE = 0.0005;
  globalThis.layoutShifts = [];
  // A status that changes while one looks may take more room in its column: that is news, no shift.
  let news = -Infinity;
  const isSwapped = ({ addedNodes, removedNodes }) => [...addedNodes].some(({ id }) => id && removedNodes[0]?.id === id);
  const isNews = (change) => change.target.closest?.('[data-send]') || isSwapped(change);
  new MutationObserver((changes) => {
    if (changes.some(isNews)) news = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
  const place = ({ x, y, width, height }) => `${x},${y} ${width}x${height}`;
  const describe = ({ node, previousRect, currentRect }) =>
    `${(node?.outerHTML ?? node?.textContent ?? 'gone').slice(0, 120)}: ${place(previousRect)} -> ${place(currentRect)}`;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const isOfNews = Math.abs(entry.startTime - news) < 1000;
      if (!entry.hadRecentInput && !isOfNews && entry.value > NOTICEABLE) globalThis.layoutShifts.push({ value: entry.value, moved: entry.sources.map(describe) });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Fails unless the page that is shown is as every page should be. */
async function expectSound(page, name) {
  await test.step(name, async () => {
    // Islands take over once everything is loaded; that must not move anything either.
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => globalThis.layoutShifts), 'layout shifts').toEqual([]);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
    for (const size of Object.values(SIZES)) {
      await page.setViewportSize(size);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, 'wider than the screen').toBeLessThanOrEqual(0);
    }
    await page.setViewportSize(SIZES.wide);
  });
}

test('an installation in use', async ({ page }) => {
  test.setTimeout(480_000);
  const showcase = await Showcase.open();
  try {
    const { usher, invited } = showcase;
    await page.addInitScript(watchShifts);
    await page.setViewportSize(SIZES.wide);
    const open = { 'set-password': invited.link, 'link-used': showcase.person.link, 'link-unknown': `${usher.url}/welcome/unknown` };
    for (const language of ['de', 'pt', 'ar']) open[`set-password-${language}`] = `${invited.link}?language=${language}`;
    open['sign-in-en'] = `${usher.url}/sign-in?language=en`;
    const admin = Object.fromEntries(
      showcase.people.map((user) => [`user-${user.login}`, `${usher.url}/admin/users/${user.id}`]),
    );
    await everyPage(page, usher, { open, admin }, (name) => expectSound(page, name));
  } finally {
    await showcase.close();
  }
});

test('a new installation whose mail is captured', async ({ page }) => {
  test.setTimeout(480_000);
  const usher = await Usher.start();
  try {
    await page.addInitScript(watchShifts);
    await page.setViewportSize(SIZES.wide);
    const setup = await usher.setupLink();
    await page.goto(setup);
    await expectSound(page, 'setup');
    await usher.createOwner(OWNER);
    const api = new Api(usher.url, await usher.createToken({ name: 'e2e' }));
    const account = await api.accountNamed(OWNER.account);
    const user = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });
    const email = await api.sendWelcomeEmail(user.id);
    await api.welcomeEmailWith(email.id, ['captured']);
    await everyPage(page, usher, {}, (name) => expectSound(page, name));
  } finally {
    await usher.close();
  }
});
