// What becomes of figures: their middle, rounded, as a JSON line each on standard output and in the
// results folder.

import { appendFileSync, mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { BACKEND, SCALE } from './settings.mjs';

export const RESULTS = process.env.BENCH_RESULTS ?? fileURLToPath(new URL('../results', import.meta.url));

/** Tells one figure or a group of them that were measured together. */
export function tell(measure, figures) {
  const line = JSON.stringify({ measure, backend: BACKEND, scale: SCALE, ...figures, load: Math.round(loadavg()[0] * 10) / 10 });
  console.log(line);
  mkdirSync(RESULTS, { recursive: true });
  appendFileSync(path.join(RESULTS, 'lines.jsonl'), `${line}\n`);
}

/** Rounded to so many places, so that nobody reads more into a figure than there is. */
export function round(value, places = 2) {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor;
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
