// An administrator without a mouse sends a welcome email.

import { OWNER } from '../support/stage.mjs';
import { expect, openUsers, rowOf, test } from './world.mjs';

/** Presses Tab until the focus is on `target`, as a person would. */
async function tabTo(page, target, limit = 80) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < limit; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the focus never reached ${target}`);
}

/** Fails unless the focused element can be told from the others. */
async function expectVisibleFocus(target) {
  const style = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { outlineStyle, outlineWidth, boxShadow };
  });
  const outlined = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
  expect(outlined || style.boxShadow !== 'none', JSON.stringify(style)).toBe(true);
}

test('signing in and sending a welcome email need nothing but the keyboard', async ({ page, settled }) => {
  const { usher, api, account, smtp } = settled;
  await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });

  await page.goto(`${usher.url}/sign-in`);
  await tabTo(page, page.getByLabel(/email|login/i).first());
  await page.keyboard.type(OWNER.email);
  const password = page.getByLabel('Password', { exact: true });
  await tabTo(page, password);
  await expectVisibleFocus(password);
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

  const skip = page.getByRole('link', { name: /skip to/i });
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();

  const users = page.getByRole('navigation').getByRole('link', { name: /users/i }).first();
  await tabTo(page, users);
  await expectVisibleFocus(users);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /users/i })).toBeVisible();

  const send = rowOf(page, 'ada@example.test').getByRole('button', { name: /send welcome email/i });
  await tabTo(page, send);
  await expectVisibleFocus(send);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /welcome email/i })).toBeVisible();
  await smtp.mailTo('ada@example.test');
});

test('the list of users fits a screen 320 pixels wide', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  const email = 'a.person.with.a.very.long.address@subdomain.of.an.example.test';
  await api.createUser(account.id, { email, name: 'Wolfeschlegelsteinhausenbergerdorff' });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${usher.url}/sign-in`);
  await page.getByLabel(/email|login/i).first().fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await openUsers(page);

  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
