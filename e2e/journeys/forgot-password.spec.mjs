// Someone who forgot her password helps herself, and strangers learn nothing.

import { GOOD_PASSWORD } from '../support/stage.mjs';
import { expect, expectAccessible, setPassword, signIn, test } from './world.mjs';

const NEW_PASSWORD = 'paper boats on a grey canal';

/** Fills in the "forgot password" page and returns the text of the answer. */
async function forget(page, usher, address) {
  await page.goto(`${usher.url}/sign-in`);
  await page.getByRole('link', { name: /forgot/i }).click();
  await page.getByLabel(/email|login/i).first().fill(address);
  await page.getByRole('button', { name: /send|reset|continue/i }).click();
  await expect(page.getByRole('status').first()).toBeVisible();
  return (await page.getByRole('main').innerText()).replaceAll(address, '…');
}

test('a forgotten password is set anew by mail and the old one stops working', async ({ page, settled }) => {
  const { usher, api, account, linkTo } = settled;
  const user = await api.createUser(account.id, { email: 'ada@example.test' });
  (await api.patch(`/api/v1/users/${user.id}`, { password: GOOD_PASSWORD })).expect(200);

  await forget(page, usher, 'ada@example.test');
  await expectAccessible(page);
  await page.goto(await linkTo('ada@example.test'));
  await expectAccessible(page);
  await setPassword(page, NEW_PASSWORD);
  await expect(page.locator('input[type=password]')).toHaveCount(0);

  await page.context().clearCookies();
  await signIn(page, usher, { email: 'ada@example.test', password: NEW_PASSWORD });
  (await api.signIn('ada@example.test', GOOD_PASSWORD)).expect(401);
});

test('the page answers a stranger’s address exactly like a known one', async ({ page, settled }) => {
  const { usher, api, account, smtp } = settled;
  await api.createUser(account.id, { email: 'ada@example.test' });

  const unknown = await forget(page, usher, 'nobody@example.test');
  const known = await forget(page, usher, 'ada@example.test');

  expect(unknown).toBe(known);
  await smtp.mailTo('ada@example.test');
  expect(smtp.mailsTo('nobody@example.test')).toEqual([]);
});
