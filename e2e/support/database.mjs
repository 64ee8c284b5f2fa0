// The database of a stopped Usher, changed by hand: what would otherwise need days to come about.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import initSqlJs from 'sql.js';

/**
 * Stops Usher, runs one statement on its SQLite file and starts it again.
 *
 * @param {import('./usher.mjs').Usher} usher
 * @param {string} statement
 */
export async function withDatabaseChanged(usher, statement) {
  // A clean end folds the write-ahead log into the one file that is read here.
  await usher.stop();
  const file = path.join(usher.dataDir, 'usher.db');
  const { Database } = await initSqlJs();
  const database = new Database(readFileSync(file));
  try {
    database.run(statement);
    writeFileSync(file, database.export());
  } finally {
    database.close();
  }
  await usher.start();
}

/** Lets every link that was sent so far run out. */
export async function expireLinks(usher) {
  const past = (Date.now() - 60_000) * 1000;
  await withDatabaseChanged(usher, `UPDATE password_links SET expires_at = ${past} WHERE consumed_at IS NULL`);
}
