// The built binary as a process: its own data folder, a free port, its log in a file.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from './eventually.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target');

/** The binary under test; `USHER_BIN` names another one. */
export const BINARY = path.resolve(process.env.USHER_BIN ?? path.join(TARGET, 'release/usher'));

/** A port that was free a moment ago. */
export async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/** One installation: a data folder and, while it runs, one `usher serve`. */
export class Usher {
  #child;

  /** @param {{ port: number, env?: Record<string, string> }} options */
  constructor({ port, env = {} }) {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} does not exist; run \`make build\``);
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.folder = mkdtempSync(path.join(tmpdir(), 'usher-e2e-'));
    this.dataDir = path.join(this.folder, 'data');
    this.logFile = path.join(this.folder, 'usher.log');
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('USHER__'));
    this.env = {
      ...Object.fromEntries(inherited),
      USHER__DATA_DIR: this.dataDir,
      USHER__HTTP__LISTEN: `127.0.0.1:${port}`,
      USHER__HTTP__PUBLIC_URL: this.url,
      ...env,
    };
  }

  /**
   * Makes an installation and starts it.
   *
   * @param {{ env?: Record<string, string> }} [options]
   */
  static async start({ env } = {}) {
    const usher = new Usher({ port: await freePort(), env });
    try {
      await usher.start();
    } catch (error) {
      usher.remove();
      throw error;
    }
    return usher;
  }

  /** Starts `usher serve` on the same data folder and port, and waits until it answers. */
  async start() {
    const log = openSync(this.logFile, 'a');
    const child = spawn(BINARY, ['serve'], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    let failure;
    child.once('error', (error) => (failure = error));
    child.once('exit', (code, signal) => (failure ??= new Error(`usher ended: ${signal ?? code}`)));
    let answered = false;
    await eventually('usher answers /healthz', async () => {
      if (failure) return true;
      const answer = await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(2_000) });
      answered = answer.ok;
      return answered;
    });
    if (!answered) throw new Error(`${failure?.message}\n${this.log().slice(-4_000)}`);
  }

  /** Asks the process to end, as a service manager does, and waits for it. */
  async stop() {
    await this.#end('SIGTERM');
  }

  /** Kills the process with no chance to tidy up. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(late);
  }

  /** Stops the process and removes what it left behind. */
  async close() {
    await this.stop();
    this.remove();
  }

  /** Removes the folder; `USHER_E2E_KEEP=1` keeps it for a look at log and database. */
  remove() {
    if (process.env.USHER_E2E_KEEP) console.error(`kept: ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true });
  }

  /** Everything the process has written to standard output and standard error. */
  log() {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** The link on which the first owner is made. */
  async setupLink() {
    const file = path.join(this.dataDir, 'setup-link');
    return eventually('the setup link is written', () => readFileSync(file, 'utf8').trim());
  }

  /**
   * Runs another command of the binary on the same installation and returns its standard output.
   *
   * @param {string[]} args
   * @param {{ input?: string }} [options] what it reads on standard input
   */
  async cli(args, { input = '' } = {}) {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.folder, env: this.env, timeout: 60_000 };
      const child = execFile(BINARY, args, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`usher ${args.join(' ')}: ${error.message}\n${stderr}`));
        else resolve(stdout);
      });
      // A command that reads nothing may be over before this is written; its exit status tells all.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  /** Makes an owner with a password, and the first account if it is not there. */
  async createOwner({ email, password, account }) {
    const args = ['admin', 'create', '--email', email, '--account', account, '--password-stdin'];
    await this.cli(args, { input: `${password}\n` });
  }

  /** Makes an API token of the installation and returns it. */
  async createToken({ name, role = 'owner' }) {
    return (await this.cli(['token', 'create', '--name', name, '--role', role])).trim();
  }

  /** Makes an access key of the installation and returns both halves. */
  async createAccessKey({ name, role = 'owner' }) {
    const [ak, sk] = (await this.cli(['access-key', 'create', '--name', name, '--role', role])).trim().split(' ');
    return { ak, sk };
  }
}
