// Lighthouse on the pages that count: accessibility and best practices must be 100, performance 98.
//
// A measurement of this machine, so not a test: `make lighthouse` prints the table and fails below
// the marks. The session's cookie is sent along as a header.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

import { Api } from '../support/api.mjs';
import { BROWSER_ARGS } from '../support/browser.mjs';
import { Showcase } from '../support/showcase.mjs';
import { OWNER } from '../support/stage.mjs';

const FIND_CHROMIUM = fileURLToPath(new URL('../../scripts/find-chromium.sh', import.meta.url));
const MARKS = { performance: 98, accessibility: 100, 'best-practices': 100 };

/** The cookie of a new session. */
async function cookieOf(usher) {
  const answer = await new Api(usher.url).signIn(OWNER.email, OWNER.password);
  return answer.expect(201).headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

/** The scores of one page, 0 to 100, and what cost points. */
async function measure(url, { port, cookie, config }) {
  const flags = {
    port,
    logLevel: 'error',
    onlyCategories: Object.keys(MARKS),
    extraHeaders: cookie ? { Cookie: cookie } : undefined,
  };
  const { lhr } = await lighthouse(url, flags, config);
  const scores = Object.fromEntries(Object.keys(MARKS).map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
  const lost = Object.values(lhr.audits)
    .filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative')
    .map((audit) => audit.id);
  const figures = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
    .map((id) => lhr.audits[id].displayValue);
  return { scores, lost, figures };
}

const showcase = await Showcase.open();
const chrome = await launch({
  chromePath: execFileSync('sh', [FIND_CHROMIUM], { encoding: 'utf8' }).trim(),
  chromeFlags: ['--headless=new', ...BROWSER_ARGS],
});
let missed = 0;
try {
  const { usher, account, people, invited } = showcase;
  const cookie = await cookieOf(usher);
  const pages = [
    ['overview', `${usher.url}/admin`, cookie],
    ['users', `${usher.url}/admin/accounts/${account.id}/users`, cookie],
    ['user', `${usher.url}/admin/users/${people[0].id}`, cookie],
    ['set password', invited.link, undefined],
  ];
  console.log('page'.padEnd(24), ...Object.keys(MARKS).map((name) => name.padEnd(15)), 'FCP, LCP, TBT, CLS');
  for (const [device, config] of [['phone', undefined], ['desk', desktopConfig]]) {
    for (const [name, url, session] of pages) {
      const { scores, lost, figures } = await measure(url, { port: chrome.port, cookie: session, config });
      const below = Object.entries(MARKS).filter(([category, mark]) => scores[category] < mark);
      missed += below.length;
      console.log(`${name}, ${device}`.padEnd(24), ...Object.values(scores).map((score) => String(score).padEnd(15)), figures.join(', '));
      if (lost.length > 0) console.log(`  lost points: ${lost.join(', ')}`);
    }
  }
} finally {
  chrome.kill();
  await showcase.close();
}
if (missed > 0) {
  console.error(`${missed} marks missed`);
  process.exitCode = 1;
}
