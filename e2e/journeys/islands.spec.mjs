// What pages do in place with JavaScript: send, search, select, keep themselves up to date.

import { GOOD_PASSWORD, OWNER } from '../support/stage.mjs';
import { alive, expect, expectAccessible, openUsers, rowOf, setPassword, signIn, test } from './world.mjs';

/** Marks the document, so that a reload shows. */
const mark = (page) => page.evaluate(() => (document.documentElement.dataset.sameDocument = 'yes'));
const expectSameDocument = (page) => expect(page.locator('html[data-same-document]')).toHaveCount(1);

/** The owner's list of users, with these people in it, alive and marked. */
async function listWith(page, { usher, api, account }, names) {
  const users = [];
  for (const name of names) users.push(await api.createUser(account.id, { email: `${name}@example.test`, name }));
  await signIn(page, usher, OWNER);
  await openUsers(page);
  await alive(page);
  await mark(page);
  return users;
}

test('a row sends its welcome email in place and says how it fares', async ({ page, settled }) => {
  await listWith(page, settled, ['ada', 'grace']);
  const row = rowOf(page, 'ada@example.test');
  const button = row.getByRole('button', { name: /send welcome email/i });
  await button.focus();
  const before = await button.boundingBox();
  await page.keyboard.press('Enter');
  await settled.smtp.mailTo('ada@example.test');
  await expect(row).toContainText('Sent');
  await expect(button).toBeFocused();
  expect(await button.boundingBox()).toEqual(before);
  await expect(page.locator('leptos-island [role=status]', { hasText: 'Welcome email to ada: Sent' })).toHaveCount(1);
  await expect(rowOf(page, 'grace@example.test')).toContainText('Never sent');
  await expectSameDocument(page);
  expect(new URL(page.url()).search).toBe('');
  await expectAccessible(page);
});

test('what is refused is said in the row', async ({ page, settled }) => {
  const [ada] = await listWith(page, settled, ['ada']);
  (await settled.api.patch(`/api/v1/users/${ada.id}`, { email: '' })).expect(200);
  const row = rowOf(page, 'ada');
  await row.getByRole('button', { name: /send/i }).click();
  await expect(row.getByRole('alert')).toContainText('no email address');
  await expectSameDocument(page);
});

test('without a connection the row says so, and works again afterwards', async ({ page, settled, context }) => {
  await listWith(page, settled, ['ada']);
  const row = rowOf(page, 'ada');
  await context.setOffline(true);
  await row.getByRole('button', { name: /send/i }).click();
  await expect(row.getByRole('alert')).toContainText('cannot be reached');
  await context.setOffline(false);
  await row.getByRole('button', { name: /send/i }).click();
  await expect(row).toContainText('Sent');
  await expect(row.locator('[role=alert]')).toHaveText('');
});

test('the list answers while one types, and keeps the place in the field', async ({ page, settled }) => {
  await listWith(page, settled, ['ada', 'grace', 'emmy']);
  const search = page.getByRole('searchbox');
  await search.pressSequentially('grac');
  await expect(rowOf(page, 'grace@example.test')).toBeVisible();
  await expect(rowOf(page, 'ada@example.test')).toHaveCount(0);
  await expect(page).toHaveURL(/[?&]search=grac(&|$)/);
  await expect(search).toBeFocused();
  await page.keyboard.type('e');
  await expect(search).toHaveValue('grace');
  await expect(page).toHaveURL(/[?&]search=grace(&|$)/);
  await expect(page.locator('leptos-island [role=status]', { hasText: '1 user shown' })).toHaveCount(1);

  // What was swapped in is as alive as what was there.
  await rowOf(page, 'grace@example.test').getByRole('button', { name: /send/i }).click();
  await expect(rowOf(page, 'grace@example.test')).toContainText('Sent');
  await expectSameDocument(page);

  await page.reload();
  await expect(search).toHaveValue('grace');
  await expect(rowOf(page, 'ada@example.test')).toHaveCount(0);
});

test('a filter works at once, and the way back leads out of the list', async ({ page, settled }) => {
  await listWith(page, settled, ['ada', 'grace']);
  await page.getByLabel('Status').selectOption('active');
  await expect(rowOf(page, OWNER.email)).toBeVisible();
  await expect(rowOf(page, 'ada@example.test')).toHaveCount(0);
  await expect(page).toHaveURL(/[?&]status=active(&|$)/);
  await expectSameDocument(page);
  await page.goBack();
  await expect(page).not.toHaveURL(/\/users/);
  await page.goForward();
  await expect(page.getByLabel('Status')).toHaveValue('active');
  await expect(rowOf(page, 'ada@example.test')).toHaveCount(0);
});

test('rows are selected one by one or all at once, and welcomed together', async ({ page, settled }) => {
  await listWith(page, settled, ['ada', 'grace', 'emmy']);
  await rowOf(page, 'ada@example.test').getByRole('checkbox').check();
  await expect(page.locator('[data-selection-count]')).toHaveText('1 selected');

  const all = page.locator('[data-select-all]');
  await expect(all).toHaveJSProperty('indeterminate', true);
  await all.check();
  const rows = page.locator('[data-select]');
  await expect(page.locator('[data-selection-count]')).toHaveText(`${await rows.count()} selected`);
  await all.uncheck();
  await expect(page.locator('[data-select]:checked')).toHaveCount(0);

  // What stays in the list stays selected.
  for (const name of ['ada', 'grace']) await rowOf(page, `${name}@example.test`).getByRole('checkbox').check();
  await page.getByLabel('Status').selectOption('pending');
  await expect(rowOf(page, OWNER.email)).toHaveCount(0);
  await expect(page.locator('[data-selection-count]')).toHaveText('2 selected');
  await page.locator('[data-selection-bar] button').click();
  await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();
  await settled.smtp.mailTo('ada@example.test');
  await settled.smtp.mailTo('grace@example.test');
  expect(settled.smtp.mailsTo('emmy@example.test')).toEqual([]);
});

test('a user’s page follows her email without being reloaded', async ({ page, settled }) => {
  const { usher, api, account, smtp } = settled;
  const ada = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada' });
  await signIn(page, usher, OWNER);
  await page.goto(`${usher.url}/admin/users/${ada.id}`);
  await alive(page);
  await mark(page);
  await page.getByRole('main').getByRole('button', { name: /send welcome email/i }).click();
  await smtp.mailTo('ada@example.test');
  await expect(page.locator('#timeline-now')).toContainText('Accepted by the mail server');
  await expectSameDocument(page);
});

test('a password says what it is worth while it is typed, and shows itself on wish', async ({ page, settled }) => {
  const { api, account, linkTo } = settled;
  const ada = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada' });
  await api.sendWelcomeEmail(ada.id);
  await page.goto(await linkTo('ada@example.test'));
  const field = page.locator('[data-password-field] input');
  const worth = page.locator('[data-password-strength]');
  await field.pressSequentially('passw');
  await expect(worth).toContainText(/at least 12 characters/i);
  await field.fill(GOOD_PASSWORD);
  await expect(worth).toContainText(/good/i);

  await field.press('Home');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  expect(await field.evaluate((input) => input.selectionStart)).toBe(0);
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(field).toHaveAttribute('type', 'password');
  await expectAccessible(page);
  await setPassword(page, GOOD_PASSWORD);
  await expect(page).toHaveURL(/\/(welcomed|account)/);
});
