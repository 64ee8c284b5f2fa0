// Arriving from webmail: another site, a browser that takes no cookies at all.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { GOOD_PASSWORD } from '../support/stage.mjs';
import { expect, setPassword, test } from './world.mjs';

/** A site of its own (`localhost` is not the site of `127.0.0.1`) that shows one link. */
async function webmail(link) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Mail</title><a href="${link}">Choose your password</a>`);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return { url: `http://localhost:${server.address().port}/`, close: () => server.close() };
}

/** A profile of Chromium that blocks every cookie. */
function profileWithoutCookies() {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-profile-'));
  mkdirSync(path.join(folder, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return folder;
}

test('a link followed from webmail with cookies blocked shows the form and sets the password', async ({
  playwright,
  launchOptions,
  settled,
}) => {
  const { api, account, linkTo } = settled;
  const user = await api.createUser(account.id, { email: 'ada@example.test' });
  await api.sendWelcomeEmail(user.id);
  const mailbox = await webmail(await linkTo('ada@example.test'));
  const profile = profileWithoutCookies();
  const context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.goto(mailbox.url);
    await page.getByRole('link').click();
    await setPassword(page, GOOD_PASSWORD);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/password is set/i);
    expect(await context.cookies()).toEqual([]);
    expect((await api.signIn('ada@example.test', GOOD_PASSWORD)).status).toBeLessThan(300);
  } finally {
    await context.close();
    mailbox.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
