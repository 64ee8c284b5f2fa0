// Many welcome emails at once: looked at, sent, followed, held back by a pace.

import { OWNER } from '../support/stage.mjs';
import { alive, expect, expectAccessible, openUsers, rowOf, signIn, test } from './world.mjs';

/** People in the account. */
async function invite(api, account, names) {
  for (const name of names) await api.createUser(account.id, { email: `${name}@example.test`, name });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('two of three are selected, looked at, sent to and followed until it is done', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      await invite(api, account, ['ada', 'grace', 'emmy']);
      await signIn(page, usher, OWNER);
      await openUsers(page);
      if (javaScriptEnabled) await alive(page);
      for (const name of ['ada', 'grace']) await rowOf(page, `${name}@example.test`).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Send welcome emails…' }).click();

      const main = page.getByRole('main');
      await expect(main).toContainText('2 selected users');
      await expect(main).toContainText('Nothing has been sent yet.');
      if (javaScriptEnabled) await expectAccessible(page);
      expect(smtp.mails).toEqual([]);
      await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();

      // Nobody reloads: the page does so itself, or brings itself up to date.
      await expect(page).toHaveURL(/\/admin\/bulk-sends\//);
      await expect(main).toContainText('Done', { timeout: 30_000 });
      await expect(main).toContainText('2 of 2');
      await smtp.mailTo('ada@example.test');
      await smtp.mailTo('grace@example.test');
      expect(smtp.mailsTo('emmy@example.test')).toEqual([]);
      await expect(main.getByRole('button', { name: 'Pause' })).toHaveCount(0);
      if (javaScriptEnabled) await expectAccessible(page);
    });

    test('all that match are sent to, and who is left out is said before and after', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      await invite(api, account, ['ada', 'grace']);
      const body = { login: 'emmy', display_name: 'Emmy Noether' };
      (await api.post(`/api/v1/accounts/${account.id}/users`, body)).expect(201);
      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/accounts/${account.id}/users?status=pending`);
      await page.getByRole('link', { name: 'Send welcome emails to all that match…' }).click();

      const main = page.getByRole('main');
      await expect(main).toContainText('No email address');
      const options = main.locator('summary', { hasText: 'Change template, pace and limits' });
      await options.click();
      await page.getByLabel('So many go first, alone').fill('many');
      await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();
      await expect(main.getByRole('alert')).toContainText('So many go first, alone: Choose a number from 0 to 1,000.');
      await page.getByLabel('So many go first, alone').fill('0');
      await page.getByRole('button', { name: 'Count again' }).click();
      await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();
      await smtp.mailTo('ada@example.test');
      await smtp.mailTo('grace@example.test');
      await expect(main).toContainText('Done', { timeout: 30_000 });
      await expect(main.getByRole('row', { name: /Emmy Noether/ })).toContainText('No email address');

      await page.getByRole('navigation').getByRole('link', { name: 'Bulk sends' }).first().click();
      await expect(main.getByRole('row').filter({ hasText: 'Done' })).toHaveCount(1);
      if (javaScriptEnabled) await expectAccessible(page);
    });

    test('a run that its pace holds back is paused, resumed and called off', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      await invite(api, account, ['ada', 'grace', 'emmy']);
      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/accounts/${account.id}/users?status=pending`);
      await page.getByRole('link', { name: 'Send welcome emails to all that match…' }).click();
      await page.locator('summary', { hasText: 'Change template, pace and limits' }).click();
      await page.getByLabel('At most so many a minute').fill('1');
      await page.getByRole('button', { name: 'Send 3 welcome emails' }).click();

      const main = page.getByRole('main');
      await expect(main).toContainText('1 of 3', { timeout: 30_000 });
      await main.getByRole('button', { name: 'Pause' }).click();
      await expect(main).toContainText('Somebody paused it.');
      if (javaScriptEnabled) await expectAccessible(page);
      await main.getByRole('button', { name: 'Resume' }).click();
      await expect(main).toContainText('Running');

      // It asks once.
      await main.getByText('Call off', { exact: true }).click();
      await main.getByRole('button', { name: 'Call off the rest' }).click();
      await expect(main.locator('#bulk-state')).toContainText('Called off');
      await expect(main.getByRole('button', { name: 'Pause' })).toHaveCount(0);
      expect(smtp.mails.length).toBeLessThan(3);
    });

    test('a run that most mailboxes refuse pauses by itself, says why, and is sent again', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      await invite(api, account, ['ada', 'grace', 'emmy', 'mary']);
      smtp.misbehave({ at: 'rcpt', reply: { code: 550, text: '5.1.1 no such mailbox here' } });
      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/accounts/${account.id}/users`);
      await page.getByRole('link', { name: 'Send welcome emails to all users…' }).click();

      // The owner is among all users, and needs no welcome.
      const main = page.getByRole('main');
      await expect(main).toContainText('1 of them has a password already');
      await main.getByRole('link', { name: 'Leave them out' }).click();
      await page.locator('summary', { hasText: 'Change template, pace and limits' }).click();
      await page.getByLabel('So many go first, alone').fill('2');
      await page.getByRole('button', { name: 'Send 4 welcome emails' }).click();

      await expect(main).toContainText('2 of the first 2 emails failed.', { timeout: 30_000 });
      await expect(page).toHaveTitle(/^Paused · /);
      await expect(main).toContainText('550 5.1.1 no such mailbox here');
      await expect(main).toContainText('it goes on with the 2 other users');
      if (javaScriptEnabled) await expectAccessible(page);
      await page.goto(`${usher.url}/admin`);
      await page.getByRole('link', { name: 'Show bulk send' }).click();

      smtp.misbehave();
      await main.getByRole('button', { name: 'Resume' }).click();
      await expect(main.locator('#bulk-state')).toContainText('Done, 2 failed', { timeout: 30_000 });
      await main.getByRole('link', { name: 'Send again to all whose email failed…' }).click();
      await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();
      await expect(main.locator('#bulk-state')).toHaveText('Done', { timeout: 30_000 });
      await smtp.recipientsReached(4);
      if (javaScriptEnabled) await expectAccessible(page);
    });
  });
}
