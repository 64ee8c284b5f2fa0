// How the browser journeys run: the machine's Chromium, one Usher per journey, no second chances.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { defineConfig } from '@playwright/test';

import { BROWSER_ARGS } from './support/browser.mjs';

const executablePath = execFileSync(
  'sh',
  [fileURLToPath(new URL('../scripts/find-chromium.sh', import.meta.url))],
  { encoding: 'utf8' },
).trim();

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'test-results/journeys',
  // A journey that only passes the second time has found something.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    actionTimeout: 10_000,
    launchOptions: { executablePath, args: BROWSER_ARGS },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
  },
});
