// Users from a file, and a file of users, without JavaScript.

import { readFile } from 'node:fs/promises';

import { OWNER } from '../support/stage.mjs';
import { alive, expect, expectAccessible, openUsers, signIn, test } from './world.mjs';

test.use({ javaScriptEnabled: false });

const HEADER = 'E-Mail;Login;Name';
const PEOPLE = [
  ['ada@example.test', 'ada', 'Ada "Countess" Lovelace'],
  ['grace@example.test', 'grace', '=1+1'],
  ['not an address', 'alan', 'Alan Turing'],
];

function csv(rows) {
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  return [HEADER, ...rows.map((row) => row.map(cell).join(';'))].join('\r\n') + '\r\n';
}

async function chooseFile(page, text) {
  await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

test('a file is previewed, imported, and everybody in it welcomed', async ({ page, settled }) => {
  const { usher, smtp } = settled;
  await signIn(page, usher, OWNER);
  await openUsers(page);
  await page.getByRole('link', { name: 'Import' }).click();

  await chooseFile(page, 'logn;name\nada;Ada\n');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await expect(page.getByRole('main')).toContainText('Did you mean “login”?');

  await chooseFile(page, csv(PEOPLE));
  await page.getByLabel('Send each new user a welcome email').check();
  await page.getByRole('button', { name: 'Check the file' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('Nothing has been created yet.');
  await expect(main.getByRole('row', { name: /alan/ })).toContainText('Email: ');
  await expect(main).toContainText('1 row has errors and is left out');

  await page.getByRole('button', { name: 'Import 2 users' }).click();
  await smtp.mailTo('ada@example.test');
  await smtp.mailTo('grace@example.test');
  await expect(async () => {
    await page.reload();
    await expect(main).toContainText('Completed', { timeout: 500 });
  }).toPass();
  await expect(main).toContainText('2 users were created.');
  await main.getByRole('link', { name: 'Created' }).click();
  await main.getByRole('link', { name: /show user/i }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada "Countess" Lovelace');
});

test('an export is a file that no spreadsheet calculates and that imports again', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  await api.createUser(account.id, { email: 'grace@example.test', name: '=1+1' });
  await signIn(page, usher, OWNER);
  await openUsers(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/-users-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain("'=1+1");

  await page.getByRole('link', { name: 'Import' }).click();
  await chooseFile(page, text);
  await page.getByRole('button', { name: 'Check the file' }).click();
  const main = page.getByRole('main');
  // Everybody in it is there already.
  await expect(main.getByRole('row', { name: /grace@example.test/ })).toContainText('Duplicate');
  await expect(page.getByRole('button', { name: /^Import / })).toHaveCount(0);
});

test.describe('looked at by a program', () => {
  // It brings its own script.
  test.use({ javaScriptEnabled: true });

  test('the pages of an import can be used by everybody', async ({ page, settled }) => {
    const { usher } = settled;
    await signIn(page, usher, OWNER);
    await openUsers(page);
    await page.getByRole('link', { name: 'Import' }).click();
    await expectAccessible(page);
    await page.getByLabel('Or paste its rows').fill(csv(PEOPLE));
    await page.getByRole('button', { name: 'Check the file' }).click();
    await expect(page.getByRole('main')).toContainText('Nothing has been created yet.');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByRole('main')).toContainText('Called off');
    await expectAccessible(page);
  });

  test('what is exported after a search is what the search shows', async ({ page, settled }) => {
    const { usher, api, account } = settled;
    for (const name of ['ada', 'grace']) await api.createUser(account.id, { email: `${name}@example.test`, name });
    await signIn(page, usher, OWNER);
    await openUsers(page);
    await alive(page);
    await page.getByLabel('Search').fill('grace');
    await expect(page.getByRole('row').filter({ hasText: 'ada@example.test' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Export CSV' })).toHaveAttribute('href', /search=grace/);
  });

  test('an import is followed in place until it is done', async ({ page, settled }) => {
    const { usher } = settled;
    await signIn(page, usher, OWNER);
    await openUsers(page);
    await page.getByRole('link', { name: 'Import' }).click();
    const people = Array.from({ length: 500 }, (_, number) => [`p${number}@example.test`, `p${number}`, `Person ${number}`]);
    await chooseFile(page, csv(people));
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Import 500 users' }).click();
    await expect(page.locator('#import-state')).toHaveText('Completed', { timeout: 30_000 });
    const main = page.getByRole('main');
    await expect(main).toContainText('500 users were created.');
    await expect(main.getByRole('button', { name: 'Call off' })).toHaveCount(0);
    await expectAccessible(page);
    await main.getByRole('link', { name: 'Send welcome emails to all who never got one…' }).click();
    await expect(page.getByRole('button', { name: 'Send 500 welcome emails' })).toBeVisible();
  });
});
