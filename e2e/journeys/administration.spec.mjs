// An owner's other pages: the overview, API tokens, roles, the audit log, mail providers.

import { Api } from '../support/api.mjs';
import { OWNER } from '../support/stage.mjs';
import { expect, expectAccessible, openUsers, rowOf, signIn, test } from './world.mjs';

/** Goes to a page by its name in the navigation. */
async function open(page, name) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expectAccessible(page);
}

test('an API token is shown once, gets a program in, and is locked out when revoked', async ({ page, settled }) => {
  const { usher } = settled;
  await signIn(page, usher, OWNER);
  // A new installation is greeted; the navigation still calls the page what it is.
  await expect(page.getByRole('heading', { level: 1, name: /welcome to usher/i })).toBeVisible();
  await expectAccessible(page);

  await open(page, 'API tokens');
  await page.getByRole('link', { name: 'New API token' }).click();
  await expectAccessible(page);
  await page.getByLabel('Name').fill('HR import');
  await page.getByLabel('Role', { exact: true }).selectOption('helpdesk');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expectAccessible(page);
  const token = await page.getByLabel('API token', { exact: true }).inputValue();
  const program = new Api(usher.url, token);
  (await program.get('/api/v1/me')).expect(200);

  await page.getByRole('link', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(token);
  const row = rowOf(page, 'HR import');
  await row.locator('summary').click();
  await expectAccessible(page);
  await row.getByRole('button', { name: /revoke for good/i }).click();
  await expect(page.getByRole('status')).toContainText('revoked');
  await expect(rowOf(page, 'HR import')).toHaveCount(0);
  (await program.get('/api/v1/me')).expect(401);
});

test('roles are granted and withdrawn, but the last owner stays one', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });
  await signIn(page, usher, OWNER);

  await openUsers(page);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('link', { name: 'Change roles' }).click();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Helpdesk' }).check();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByRole('region', { name: 'Roles' })).toContainText('Helpdesk');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Change roles' }).click();
  await page.getByRole('checkbox', { name: /Helpdesk/ }).uncheck();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByRole('region', { name: 'Roles' })).toContainText('None');

  await openUsers(page);
  await rowOf(page, OWNER.email).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Change roles' }).click();
  await page.getByRole('checkbox', { name: /Owner/ }).uncheck();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByRole('alert')).toContainText('The last owner cannot be');
  await expectAccessible(page);
});

test('a user is added to a second account and removed from it', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });
  const second = (await api.post('/api/v1/accounts', { name: 'Bletchley Park' })).expect(201).json;
  await signIn(page, usher, OWNER);

  await openUsers(page);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  const panel = page.getByRole('region', { name: 'Accounts' });
  await panel.getByLabel('Another account').selectOption(second.name);
  await panel.getByRole('button', { name: 'Add to account' }).click();
  await expect(page.getByRole('status').first()).toContainText('was added to the account');
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);

  await panel.getByRole('link', { name: second.name }).click();
  await expect(rowOf(page, 'Ada Lovelace')).toBeVisible();
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await panel.getByRole('button', { name: `Remove from ${second.name}` }).click();
  await expect(page.getByRole('status').first()).toContainText('was removed from the account');
  await expect(panel.getByRole('listitem')).toHaveCount(1);
});

test('the audit log tells who did what, and can be narrowed', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada Lovelace' });
  await signIn(page, usher, OWNER);

  await open(page, 'Audit log');
  await expect(rowOf(page, 'Ada Lovelace')).toContainText('created the user');
  await page.getByLabel('What happened').selectOption('session.created');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(rowOf(page, 'Signed in')).toHaveCount(1);
  await expect(rowOf(page, 'Ada Lovelace')).toHaveCount(0);
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a mail server that cannot be reached is told on the overview and explained', async ({ page, settled }) => {
  const { usher, api, account, smtp } = settled;
  const user = await api.createUser(account.id, { email: 'ada@example.test' });
  await smtp.stop();
  await api.sendWelcomeEmail(user.id);
  await signIn(page, usher, OWNER);

  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('main')).toContainText('No mail is going out', { timeout: 500 });
  }).toPass();
  await expectAccessible(page);
  await open(page, 'Mail providers');
  await expect(page.getByRole('main')).toContainText('Check host and port');
});
