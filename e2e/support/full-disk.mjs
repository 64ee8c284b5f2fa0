// A disk that is full when a test says so.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether this machine lets an ordinary user mount a file system that only his own processes see. */
export function canMount() {
  try {
    execFileSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A small disk of its own, in memory, which only commands started `through` it see. */
export class SmallDisk {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-disk-'));

  /** @param {number} megabytes */
  static async mount(megabytes) {
    const disk = new SmallDisk();
    const script = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && echo mounted && exec sleep 600`;
    disk.holder = spawn('unshare', ['-Urm', 'sh', '-c', script, disk.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(disk.holder.stdout, 'data');
    disk.through = ['nsenter', '-t', String(disk.holder.pid), '-U', '-m', '--preserve-credentials', '--'];
    return disk;
  }

  /** Leaves not one free block. */
  async fill() {
    const [program, ...args] = this.through;
    await run(program, [...args, 'sh', '-c', 'cat /dev/zero >"$0/filler" 2>/dev/null || true', this.folder]);
  }

  /** Makes room again. */
  async makeRoom() {
    const [program, ...args] = this.through;
    await run(program, [...args, 'rm', path.join(this.folder, 'filler')]);
  }

  unmount() {
    this.holder.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a process is started through that shall survive a write beyond its allowance as an error. */
export const THROUGH_ALLOWANCE = ['sh', '-c', `trap '' XFSZ; exec "$@"`, 'sh'];

/** Limits every file that a running process writes to so many bytes, or lifts the limit again. */
export async function allow(pid, bytes = 'unlimited') {
  await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Whether this machine can limit a running process. */
export function canLimit() {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
