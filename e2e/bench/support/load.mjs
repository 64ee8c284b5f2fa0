// The load: Debian's wrk, one thread of C, so that little of the machine goes to those who ask.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('requests.lua', import.meta.url));
const LONGEST_SECONDS = 600;

/**
 * A closed loop over kept connections. With `seconds` the requests are asked over and over for that
 * long; without, each is asked once and it ends with the last. `answered` counts complete answers:
 * those to at most `concurrency` last requests are not waited for. A refusal among them ends the
 * measurement: refusing is cheap, and would look like speed.
 *
 * @param {{ url: string, requests: string[], concurrency: number, headers?: string[], seconds?: number }} options
 */
export async function load({ url, requests, concurrency, headers = [], seconds }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-load-'));
  const file = path.join(folder, 'requests');
  writeFileSync(file, `${requests.join('\n')}\n`);
  const duration = seconds === undefined ? LONGEST_SECONDS : Math.max(1, Math.round(seconds));
  const args = ['-t1', `-c${concurrency}`, `-d${duration}s`, '--timeout', '60s', '-s', SCRIPT, url];
  const env = { ...process.env, REQUESTS: file, HEADERS: headers.join('\n') };
  if (seconds !== undefined) env.REPEAT = '1';
  try {
    const run = promisify(execFile)('wrk', args, { env, maxBuffer: 1 << 24, timeout: (duration + 60) * 1000 });
    const { stdout } = await run;
    const told = /^RESULT (.*)$/m.exec(stdout);
    if (!told) throw new Error(`wrk told nothing:\n${stdout}`);
    const figures = JSON.parse(told[1]);
    if (figures.refused || figures.failed) throw new Error(`not all were answered well: ${told[1]}`);
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
