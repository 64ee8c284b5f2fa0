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

/** One installation, or one node of it: a data folder and, while it runs, one process. */
export class Usher {
  #child;

  /**
   * @param {object} options
   * @param {number} options.port
   * @param {Record<string, string>} [options.env]
   * @param {'serve' | 'worker'} [options.command]
   * @param {string[]} [options.through] a command that starts the binary in its own stead
   */
  constructor({ port, env = {}, command = 'serve', through = [] }) {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} does not exist; run \`make build\``);
    this.port = port;
    this.command = command;
    this.through = through;
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
   * @param {{ env?: Record<string, string>, command?: 'serve' | 'worker', through?: string[] }} [options]
   */
  static async start(options) {
    const usher = new Usher({ port: await freePort(), ...options });
    try {
      await usher.start();
    } catch (error) {
      usher.remove();
      throw error;
    }
    return usher;
  }

  /** Starts the process on the same data folder and port, and waits until it is at work. */
  async start() {
    const before = this.log().length;
    const log = openSync(this.logFile, 'a');
    const [program, ...args] = [...this.through, BINARY, this.command];
    const child = spawn(program, args, {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    let failure;
    child.once('error', (error) => (failure = error));
    child.once('exit', (code, signal) => (failure ??= new Error(`usher ended: ${signal ?? code}`)));
    let atWork = false;
    await eventually(`usher ${this.command} is at work`, async () => {
      if (failure) return true;
      atWork = await this.#isAtWork(before);
      return atWork;
    });
    if (!atWork) throw new Error(`${failure?.message}\n${this.log().slice(-4_000)}`);
  }

  /** Whether the process answers; a worker, which answers nobody, says so in its log. */
  async #isAtWork(logBefore) {
    if (this.command === 'worker') return this.log().slice(logBefore).includes('Usher delivers mail');
    return (await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  }

  /** The process' id, while it runs. */
  get pid() {
    return this.#child?.pid;
  }

  /** Sends the process a signal, such as SIGSTOP, and waits for nothing; it may be about to end. */
  signal(name) {
    this.#child?.kill(name);
  }

  /** Asks the process to end, as a service manager does, waits for it and returns its exit status. */
  stop() {
    return this.#end('SIGTERM');
  }

  /** Kills the process with no chance to tidy up. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    // One that a test has stopped hears of it only then.
    child.kill('SIGCONT');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const [status] = await ended;
    clearTimeout(late);
    if (this.#child === child) this.#child = undefined;
    return status;
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
      const [program, ...words] = [...this.through, BINARY, ...args];
      const child = execFile(program, words, options, (error, stdout, stderr) => {
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
