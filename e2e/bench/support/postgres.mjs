// A database of its own on the throw-away cluster of e2e/postgres/cluster.sh.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

let made = 0;

/** Creates a database; the environment with which Usher uses it. It goes with the cluster. */
export async function createDatabase() {
  const admin = new URL(process.env.USHER_TEST_POSTGRES_URL);
  const name = `usher_bench_${process.pid}_${(made += 1)}`;
  const inFolder = path.join(process.env.PG_BIN ?? '', 'psql');
  const psql = process.env.PG_BIN && existsSync(inFolder) ? inFolder : 'psql';
  await promisify(execFile)(psql, ['-q', '-c', `CREATE DATABASE ${name}`, admin.href]);
  admin.pathname = `/${name}`;
  return { env: { USHER__DATABASE__URL: admin.href } };
}
