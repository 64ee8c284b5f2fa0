// Someone opens an older mail: the page explains itself and mails again.

import { eventually } from '../support/eventually.mjs';
import { GOOD_PASSWORD } from '../support/stage.mjs';
import { expect, expectAccessible, setPassword, test } from './world.mjs';

test('a link from an older mail offers a fresh mail, and that one works', async ({ page, settled }) => {
  test.setTimeout(120_000);
  const { usher, api, account, smtp, linkTo } = settled;
  const user = await api.createUser(account.id, { email: 'ada@example.test' });

  const first = await api.sendWelcomeEmail(user.id);
  const older = await linkTo('ada@example.test');
  await api.welcomeEmailWith(first.id, ['sent']);
  // Within half a minute asking again answers with the message that is already there.
  const second = await eventually(
    'a second welcome email is made',
    async () => {
      const email = await api.sendWelcomeEmail(user.id);
      return email.id !== first.id && email;
    },
    { withinMs: 60_000, everyMs: 1_000 },
  );
  const newer = await linkTo('ada@example.test', 2);
  await api.welcomeEmailWith(second.id, ['sent']);
  expect(newer).not.toBe(older);

  await page.goto(older);
  await expect(page.locator('input[type=password]')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: /(send|mail|email).*(new|again|fresh)|new (link|email|mail)/i }).click();
  await smtp.mailTo('ada@example.test', { count: 3 });
  const fresh = await linkTo('ada@example.test', 3);
  expect(fresh, 'an open link is sent again rather than replaced').toBe(newer);

  await page.goto(fresh);
  await setPassword(page, GOOD_PASSWORD);
  await expect(page.locator('input[type=password]')).toHaveCount(0);
  expect((await api.signIn('ada@example.test', GOOD_PASSWORD)).status).toBeLessThan(300);
});
