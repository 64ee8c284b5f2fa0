// Two clicks where one was meant, and a form that the browser had kept: neither changes what was asked for.

import { BROWSER_ARGS } from '../support/browser.mjs';
import { GOOD_PASSWORD, OWNER } from '../support/stage.mjs';
import { expect, signIn, test } from './world.mjs';

// Playwright's browsers keep no pages for the way back, unlike everybody's.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: BROWSER_ARGS, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  },
});

test('a double click on setting the password sets it, and leads in', async ({ page, settled }) => {
  const { api, account, linkTo } = settled;
  const ada = await api.createUser(account.id, { email: 'ada@example.test', display_name: 'Ada' });
  await api.sendWelcomeEmail(ada.id);
  await page.goto(await linkTo('ada@example.test'));
  for (const field of await page.locator('input[type=password]').all()) await field.fill(GOOD_PASSWORD);
  await page.getByRole('button', { name: 'Set the password' }).dblclick();
  await expect(page.getByText(/welcome,? ada/i).first()).toBeVisible();
});

test('whoever stops and corrects what she sent may send it again', async ({ page, settled }) => {
  const { usher, account } = settled;
  await signIn(page, usher, OWNER);
  await page.goto(`${usher.url}/admin/accounts/${account.id}/users/new`);
  const sent = [];
  await page.route('**/ui/accounts/**', async (route) => {
    sent.push(route.request().postData());
    // She stops the first before it is answered.
    await (sent.length > 1 ? route.continue() : route.abort('aborted'));
  });
  await page.getByLabel(/^email/i).fill('adaa@example.test');
  const create = page.getByRole('button', { name: /create/i });
  await create.click();
  await expect.poll(() => sent.length).toBe(1);
  await create.click();
  await page.getByLabel(/^email/i).fill('ada@example.test');
  await create.click();
  await expect(page.getByRole('heading', { level: 1, name: /ada@example.test/i })).toBeVisible();
  expect(sent).toHaveLength(2);
});

test('a change is undone from the page that the browser had kept', async ({ page, settled }) => {
  const { usher, api, account } = settled;
  const ada = await api.createUser(account.id, { email: 'ada@example.test', display_name: 'Ada' });
  await signIn(page, usher, OWNER);
  const edit = `${usher.url}/admin/users/${ada.id}/edit`;
  const rename = async (name) => {
    await page.getByLabel(/name/i).last().fill(name);
    await page.getByRole('button', { name: /save/i }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  };
  await page.goto(edit);
  await page.getByLabel(/name/i).last().fill('Ada King');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.goBack({ waitUntil: 'commit' });
  await expect(page.getByLabel(/name/i).last(), 'nothing was sent').toHaveValue('Ada King');
  await rename('Ada King');
  await page.goBack();
  await expect(page.getByLabel(/name/i).last()).toHaveValue('Ada King');
  await rename('Ada');
  expect((await api.get(`/api/v1/users/${ada.id}`)).json.display_name).toBe('Ada');
});
