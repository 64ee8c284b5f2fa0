// From an empty installation to a person who is in: the whole product in one journey.

import { GOOD_PASSWORD, OWNER } from '../support/stage.mjs';
import { expect, expectAccessible, openUsers, rowOf, setPassword, signIn, test } from './world.mjs';

test('the first owner sets up, welcomes Ada, and Ada gets in without JavaScript', async ({ page, browser, world }) => {
  const { usher, smtp, linkTo } = world;

  await test.step('the setup link makes the first owner', async () => {
    await page.goto(await usher.setupLink());
    await expectAccessible(page);
    await page.getByLabel(/email/i).fill(OWNER.email);
    const account = page.getByLabel(/account/i);
    if (await account.count()) await account.first().fill(OWNER.account);
    await setPassword(page, OWNER.password);
    await page.getByRole('link', { name: /administration|continue|go to/i }).first().click();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('she adds Ada and sends the welcome email from Ada’s row', async () => {
    await openUsers(page);
    await page.getByRole('link', { name: /(add|new).*user/i }).first().click();
    await page.getByLabel(/^login/i).fill('ada');
    await page.getByLabel(/^email/i).fill('ada@example.test');
    await page.getByLabel(/name/i).last().fill('Ada Lovelace');
    await page.getByRole('button', { name: /(add|create).*user|save/i }).click();
    await openUsers(page);
    await expectAccessible(page);
    await rowOf(page, 'ada@example.test').getByRole('button', { name: /send (welcome email|again)/i }).click();
    await expect(page.getByRole('status').filter({ hasText: /welcome email/i })).toBeVisible();
    await smtp.mailTo('ada@example.test', { withinMs: 5_000 });
  });

  const link = await linkTo('ada@example.test');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const ada = await context.newPage();

  await test.step('Ada follows the link, sets a password and is greeted', async () => {
    await ada.goto(link);
    await setPassword(ada, GOOD_PASSWORD);
    await expect(ada.getByText(/welcome,? ada/i).first()).toBeVisible();
  });

  await test.step('her password works again, and an admin page is not what she meets', async () => {
    await context.clearCookies();
    await signIn(ada, usher, { email: 'ada@example.test', password: GOOD_PASSWORD });
    await expect(ada.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(ada.getByRole('link', { name: /audit log/i })).toHaveCount(0);
  });

  await test.step('the link says that it has been used', async () => {
    await context.clearCookies();
    await ada.goto(link);
    await expect(ada.getByText(/already (been )?used/i).first()).toBeVisible();
    await expect(ada.locator('input[type=password]')).toHaveCount(0);
  });
  await context.close();
});
