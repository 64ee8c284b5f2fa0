// Someone comes too late: the page says so and mails again, with and without JavaScript.

import { expireLinks } from '../support/database.mjs';
import { GOOD_PASSWORD } from '../support/stage.mjs';
import { expect, expectAccessible, setPassword, test } from './world.mjs';

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('an expired link is renewed with one press, and the new one works', async ({ page, settled }) => {
      const { usher, api, account, smtp, linkTo } = settled;
      const user = await api.createUser(account.id, { email: 'ada@example.test' });
      const sent = await api.sendWelcomeEmail(user.id);
      const expired = await linkTo('ada@example.test');
      await api.welcomeEmailWith(sent.id, ['sent']);
      await expireLinks(usher);

      await page.goto(expired);
      await expect(page.locator('input[type=password]')).toHaveCount(0);
      await expect(page.getByRole('main')).toContainText(/expired|no longer works/i);
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('main').getByRole('button').click();
      await expect(page.getByRole('main')).toContainText(/on its way|mailbox|inbox/i);

      await smtp.mailTo('ada@example.test', { count: 2 });
      await page.goto(await linkTo('ada@example.test', 2));
      await setPassword(page, GOOD_PASSWORD);
      await expect(page.locator('input[type=password]')).toHaveCount(0);
      expect((await api.signIn('ada@example.test', GOOD_PASSWORD)).status).toBeLessThan(300);
    });
  });
}
