// The time as Usher sees it: a preloaded library (libfaketime) adds what a file says, and the test
// writes the file. So an hour passes in no time, stands still, or is taken back.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from './eventually.mjs';

const FIND = fileURLToPath(new URL('../../scripts/find-faketime.sh', import.meta.url));

function library() {
  try {
    return execFileSync('sh', [FIND], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error('libfaketime is missing; `sh scripts/setup.sh test` installs it');
  }
}

/** A clock for one installation; `env` makes its processes go by it. */
export class SteeredClock {
  #folder = mkdtempSync(path.join(tmpdir(), 'usher-clock-'));
  #file = path.join(this.#folder, 'now');
  #offsetSeconds = 0;
  /** When it stands still: the instant, in milliseconds. */
  #stoppedAt;

  /** @param {{ timers?: boolean }} [options] `timers`: waits and timeouts follow its jumps, too */
  constructor({ timers = false } = {}) {
    this.#write();
    const preload = process.platform === 'darwin' ? 'DYLD_INSERT_LIBRARIES' : 'LD_PRELOAD';
    this.env = {
      [preload]: library(),
      TZ: 'UTC',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: timers ? '0' : '1',
    };
  }

  /** The present instant, in milliseconds. */
  now() {
    return this.#stoppedAt ?? Date.now() + this.#offsetSeconds * 1000;
  }

  /** Moves the clock forward, or back by a negative number. */
  jump(seconds) {
    if (this.#stoppedAt === undefined) this.#offsetSeconds += seconds;
    else this.#stoppedAt += seconds * 1000;
    this.#write();
  }

  /**
   * Lets time pass in steps until something holds. After each step Usher, which looks around once a
   * second, gets the time to notice; so a lease that is kept up outlives steps shorter than itself.
   */
  passUntil(what, holds, { stepSeconds, withinMs = 60_000 }) {
    const step = async () => {
      if (await holds()) return true;
      this.jump(stepSeconds);
      return false;
    };
    return eventually(what, step, { withinMs, everyMs: 1_200 });
  }

  /** Stops the clock at the next full second. Whatever comes due later never does. */
  stop() {
    this.#stoppedAt = Math.ceil(this.now() / 1000) * 1000;
    this.#write();
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write() {
    const offset = `${this.#offsetSeconds < 0 ? '' : '+'}${this.#offsetSeconds}`;
    const stopped = this.#stoppedAt && new Date(this.#stoppedAt).toISOString().slice(0, 19).replace('T', ' ');
    // Renamed into place, so that nobody ever reads half of it.
    writeFileSync(`${this.#file}.next`, `${stopped ?? offset}\n`);
    renameSync(`${this.#file}.next`, this.#file);
  }
}
