// The list of users, as administrators use it all day: with JavaScript and without.

import { OWNER } from '../support/stage.mjs';
import { alive, expect, openUsers, rowOf, signIn, test } from './world.mjs';

/** People enough for a second page. */
async function invite(api, account, count) {
  for (let number = 1; number <= count; number++) {
    const name = `Person ${String(number).padStart(3, '0')}`;
    await api.createUser(account.id, { email: `person${number}@example.test`, name });
  }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a welcome email goes out from the row, and from the user’s page', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      for (const name of ['ada', 'grace']) await api.createUser(account.id, { email: `${name}@example.test`, name });
      await signIn(page, usher, OWNER);
      await openUsers(page);

      if (javaScriptEnabled) await alive(page);
      const row = rowOf(page, 'ada@example.test');
      await row.getByRole('button', { name: /send welcome email/i }).click();
      await smtp.mailTo('ada@example.test');
      if (javaScriptEnabled) {
        // In place, without a reload: the page that is there is the page that was.
        await expect(row).toContainText('Sent');
        expect(new URL(page.url()).search).toBe('');
      } else {
        await expect(async () => {
          await page.reload();
          await expect(row).toContainText('Sent', { timeout: 500 });
        }).toPass();
      }

      await rowOf(page, 'grace@example.test').getByRole('link', { name: 'grace' }).click();
      await page.getByRole('main').getByRole('button', { name: /send welcome email/i }).click();
      await smtp.mailTo('grace@example.test');
      await expect(async () => {
        await page.reload();
        await expect(page.getByRole('main')).toContainText('Accepted by the mail server', { timeout: 500 });
      }).toPass();
    });

    test('searching, filtering and paging make addresses that the back button returns to', async ({ page, settled }) => {
      const { usher, api, account } = settled;
      await invite(api, account, 60);
      await signIn(page, usher, OWNER);
      await openUsers(page);
      await expect(page.getByRole('link', { name: 'Person 001' })).toBeVisible();
      await page.getByRole('link', { name: /next/i }).click();
      await expect(page.getByRole('link', { name: 'Person 001' })).toHaveCount(0);
      await page.goBack();
      await expect(page.getByRole('link', { name: 'Person 001' })).toBeVisible();

      const search = page.getByRole('searchbox');
      await search.fill('person57@');
      if (!javaScriptEnabled) await search.press('Enter');
      await expect(page.getByRole('link', { name: 'Person 057' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Person 001' })).toHaveCount(0);
      await expect(page).toHaveURL(/search=person57/);

      await page.getByRole('link', { name: 'Person 057' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Person 057');
      await page.goBack();
      await expect(search).toHaveValue('person57@');
      await expect(page.getByRole('link', { name: 'Person 057' })).toBeVisible();

      // A shared address shows the same to whoever opens it.
      await page.goto(`${usher.url}/admin/accounts/${account.id}/users?status=active`);
      await expect(rowOf(page, OWNER.email)).toBeVisible();
      await expect(page.getByRole('link', { name: 'Person 001' })).toHaveCount(0);
      await page.goto(`${usher.url}/admin/accounts/${account.id}/users?welcome=sent`);
      await expect(page.getByRole('main')).toContainText(/nobody|no user/i);
    });

    test('several people are selected and welcomed at once', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      for (const name of ['ada', 'grace', 'emmy']) {
        await api.createUser(account.id, { email: `${name}@example.test`, name });
      }
      await signIn(page, usher, OWNER);
      await openUsers(page);
      for (const name of ['ada', 'grace']) await rowOf(page, `${name}@example.test`).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Send welcome emails…' }).click();
      await page.getByRole('button', { name: 'Send 2 welcome emails' }).click();
      await smtp.mailTo('ada@example.test');
      await smtp.mailTo('grace@example.test');
      expect(smtp.mailsTo('emmy@example.test')).toEqual([]);
    });

    test('a failed message is tried again from the user’s page', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      const user = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada' });
      smtp.misbehave({ at: 'rcpt', reply: { code: 554, text: '5.7.1 not taken today' } });
      const failed = await api.sendWelcomeEmail(user.id);
      await api.welcomeEmailWith(failed.id, ['failed']);
      smtp.misbehave();

      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/users/${user.id}`);
      await expect(page.getByRole('main')).toContainText('not taken today');
      await page.getByRole('button', { name: /try again/i }).click();
      await smtp.mailTo('ada@example.test');
    });

    test('where there is no such mailbox, the address is what to correct', async ({ page, settled }) => {
      const { usher, api, account, smtp } = settled;
      const user = await api.createUser(account.id, { email: 'adda@example.test', name: 'Ada' });
      smtp.misbehave({ at: 'rcpt', recipient: 'adda@example.test', reply: { code: 550, text: '5.1.1 no such mailbox' } });
      const failed = await api.sendWelcomeEmail(user.id);
      await api.welcomeEmailWith(failed.id, ['failed']);

      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/users/${user.id}`);
      await expect(page.getByRole('main')).toContainText('There is no mailbox with this address');
      await page.getByRole('link', { name: 'Correct the address' }).first().click();
      await page.getByLabel('Email').fill('ada@example.test');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('button', { name: /send (again|welcome email)/i }).first().click();
      await smtp.mailTo('ada@example.test');
    });

    test('a link is shown after the password is asked again, and revoked', async ({ page, settled }) => {
      const { usher, api, account, linkTo } = settled;
      const user = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada' });
      const email = await api.sendWelcomeEmail(user.id);
      const mailed = await linkTo('ada@example.test');
      await api.welcomeEmailWith(email.id, ['sent']);

      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/admin/users/${user.id}`);
      await page.getByRole('link', { name: /(show|reveal).*link/i }).click();
      await page.getByLabel(/password/i).first().fill(OWNER.password);
      await page.getByRole('main').getByRole('button', { name: /show the link|reveal/i }).click();
      await expect(page.getByRole('main').locator('input[readonly]').first()).toHaveValue(mailed);

      await page.goto(`${usher.url}/admin/users/${user.id}`);
      const revoke = page.locator('details', { hasText: /revoke/i });
      if (await revoke.count()) await revoke.first().locator('summary').click();
      await page.getByRole('button', { name: /revoke/i }).first().click();
      await expect(page.getByRole('status').first()).toBeVisible();
      expect((await api.inspectLink(mailed.split('/').at(-1))).expect(200).json.state).toBe('void');
    });
  });
}
