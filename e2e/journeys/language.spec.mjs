// The language: the reader's choice, her own setting, and signing out.

import { OWNER } from '../support/stage.mjs';
import { expect, expectAccessible, signIn, test } from './world.mjs';

/** The language and direction that the page declares. */
function spoken(page) {
  return page.locator('html').evaluate((html) => `${html.lang} ${html.dir}`);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a public page is read in four languages, and the choice stays', async ({ page, settled }) => {
      const { usher, api, account, linkTo } = settled;
      const user = await api.createUser(account.id, { email: 'ada@example.test', name: 'Ada' });
      await api.sendWelcomeEmail(user.id);
      await page.goto(await linkTo('ada@example.test'));
      expect(await spoken(page)).toBe('en ltr');
      for (const [name, language, heading] of [
        ['Deutsch', 'de ltr', /Willkommen/],
        ['Português', 'pt ltr', /vind/],
        ['العربية', 'ar rtl', /[\u0600-\u06ff]/],
      ]) {
        await page.getByRole('link', { name, exact: true }).click();
        expect(await spoken(page)).toBe(language);
        await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
        if (javaScriptEnabled) await expectAccessible(page);
      }
      await page.goto(`${usher.url}/sign-in`);
      expect(await spoken(page)).toBe('ar rtl');
    });

    test('the administration speaks the language that its user sets, until she signs out', async ({ page, settled }) => {
      const { usher } = settled;
      await signIn(page, usher, OWNER);
      await page.goto(`${usher.url}/account`);
      await page.locator('select[name=locale]').selectOption('de');
      await page.locator('form', { has: page.locator('select[name=locale]') }).getByRole('button').click();
      expect(await spoken(page)).toBe('de ltr');
      await page.goto(`${usher.url}/admin`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Willkommen bei Usher');
      if (javaScriptEnabled) await expectAccessible(page);

      const signOut = page.getByRole('button', { name: 'Abmelden' });
      await page.locator('details').filter({ hasText: 'Abmelden' }).first().locator('summary').click();
      await signOut.click();
      await expect(page).toHaveURL(/\/sign-in/);
      await page.goto(`${usher.url}/admin`);
      await expect(page).toHaveURL(/\/sign-in/);
    });
  });
}
