// The floor: a server of the same job with nothing of a product around it, to measure beside ours. It is
// not part of this project: FLOOR names a folder with its built binary, or its Cargo project.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { eventually } from '../../support/eventually.mjs';
import { freePort } from '../../support/usher.mjs';

const NAMES = ['limits', 'floor'];
const SMTP_CONNECTIONS = '8';

/** The binary in the folder; a Cargo project is built first. Nothing when FLOOR is not set. */
export function floorBinary(folder = process.env.FLOOR) {
  if (!folder) return undefined;
  const places = [folder, path.join(folder, 'release'), path.join(folder, 'target/release')];
  const find = () => places.flatMap((place) => NAMES.map((name) => path.join(place, name))).find(existsSync);
  if (!find() && existsSync(path.join(folder, 'Cargo.toml'))) {
    const env = { ...process.env, CARGO_TARGET_DIR: path.join(folder, 'target') };
    execFileSync('cargo', ['build', '--release'], { cwd: folder, env, stdio: 'inherit' });
  }
  const found = find();
  if (!found) throw new Error(`FLOOR=${folder} holds neither ${NAMES.join(' nor ')} nor a Cargo project`);
  return path.resolve(found);
}

/** A running floor; it loses mail when its connections are dropped, so each round has one of its own. */
export class Floor {
  #child;

  static async start(binary, sinkPort) {
    const floor = new Floor();
    floor.folder = mkdtempSync(path.join(tmpdir(), 'usher-floor-'));
    const port = await freePort();
    floor.url = `http://127.0.0.1:${port}`;
    const args = ['floor', String(port), String(sinkPort), floor.folder, 'FULL', SMTP_CONNECTIONS];
    floor.#child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually('the floor answers', () => fetch(floor.url).then(() => true));
    return floor;
  }

  get pid() {
    return this.#child.pid;
  }

  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** As many requests as ours, in the floor's words. */
export function floorRequests(count) {
  return Array.from({ length: count }, (_, n) => `POST /welcome/${n}`);
}
