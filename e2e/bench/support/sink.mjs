// Debian's smtp-sink: a mail server in C that takes everything and counts it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from '../../support/eventually.mjs';
import { freePort } from '../../support/usher.mjs';

const ROOT = process.env.SMTP_SINK_ROOT ?? fileURLToPath(new URL('../../../target/tools/postfix', import.meta.url));

/** How long no mail may arrive before nothing more is expected; more than the longest pause between two tries. */
const QUIET_MS = 15_000;

export class Sink {
  #child;
  #counter;

  /** Makes one for a port that is free; it does not run yet. */
  static async make() {
    const sink = new Sink();
    sink.port = await freePort();
    sink.folder = mkdtempSync(path.join(tmpdir(), 'usher-sink-'));
    sink.file = path.join(sink.folder, 'counter');
    return sink;
  }

  /** Makes one and starts it. */
  static async start() {
    const sink = await Sink.make();
    await sink.start();
    return sink;
  }

  async start() {
    const counter = openSync(this.file, 'w');
    const args = ['-4', '-c', '-m', '1024', `127.0.0.1:${this.port}`, '1024'];
    // Whoever is root must name somebody with fewer rights.
    if (process.getuid() === 0) args.unshift('-u', 'nobody');
    this.#child = spawn(path.join(ROOT, 'usr/sbin/smtp-sink'), args, {
      stdio: ['ignore', counter, 'inherit'],
      env: { ...process.env, LD_LIBRARY_PATH: path.join(ROOT, 'usr/lib/postfix') },
    });
    closeSync(counter);
    this.#counter = openSync(this.file, 'r');
    await eventually('smtp-sink listens', () => new Promise((resolve, reject) => {
      if (this.#child.exitCode !== null) throw new Error(`smtp-sink ended: ${this.#child.exitCode}`);
      const probe = connect(this.port, '127.0.0.1', () => resolve(probe.end()));
      probe.on('error', reject);
      probe.on('close', () => resolve(true));
    }));
  }

  get url() {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** How many mails have arrived since it was started. */
  count() {
    const { size } = fstatSync(this.#counter);
    const tail = Buffer.alloc(Math.min(size, 200));
    readSync(this.#counter, tail, 0, tail.length, size - tail.length);
    const last = /mesg=(\d+)\r(?!.*mesg=\d+\r)/s.exec(tail.toString('latin1'));
    return last ? Number(last[1]) : 0;
  }

  /**
   * Waits until `expected` mails have arrived, and a moment longer for those that nobody waited for; it
   * throws when they stay away. Returns how many there are, when (Unix milliseconds) the first was seen and when the last arrived:
   * that is when the counter was last written.
   */
  async drained(expected, { before, atMost = expected, patienceMs = QUIET_MS }) {
    let [seen, firstAt, lastAt, changedAt] = [before, undefined, undefined, Date.now()];
    for (;;) {
      const count = this.count();
      const now = Date.now();
      if (count !== seen) {
        [seen, lastAt, changedAt] = [count, fstatSync(this.#counter).mtimeMs, now];
        firstAt ??= now;
      }
      const arrived = seen - before;
      const enough = arrived >= atMost || (arrived >= expected && now - changedAt > 300);
      if (enough) return { arrived, firstAt, lastAt };
      if (now - changedAt > patienceMs) throw new Error(`${expected} were accepted, ${arrived} have arrived`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop() {
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await ended;
    }
    if (this.#counter !== undefined) closeSync(this.#counter);
    this.#counter = undefined;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
