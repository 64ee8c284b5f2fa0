// Tables and a picture of everything in the results folder.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { plot } from './support/plot.mjs';
import { RESULTS } from './support/results.mjs';

const lines = readFileSync(path.join(RESULTS, 'lines.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

/** The latest line of each kind: what was measured again replaces what was measured before. */
function latest(measure, ...keys) {
  const found = new Map();
  for (const line of lines.filter((one) => one.measure === measure)) {
    found.set(JSON.stringify(['backend', ...keys].map((key) => line[key])), line);
  }
  return [...found.values()];
}

function table(title, rows, columns) {
  if (rows.length === 0) return '';
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, n) => Math.max(...cells.map((row) => row[n].length)));
  const text = cells.map((row) => row.map((cell, n) => cell.padStart(widths[n])).join('  ')).join('\n');
  return `${title}\n${text}\n\n`;
}

const accepted = latest('accepted', 'server', 'concurrency');
const ratios = latest('accepted.ratio', 'concurrency');
const pages = latest('page', 'kind', 'people');
const figures = ['acceptedPerSecond', 'deliveredPerSecond', 'p50', 'p90', 'p99', 'cpuMsPerMail', 'peakMiB'];
const tables = [
  table('Accepted and delivered (medians of the rounds; milliseconds)', accepted, ['backend', 'server', 'concurrency', ...figures]),
  table('Ours divided by the floor', ratios, ['concurrency', ...figures]),
  table('Start (milliseconds from exec) and memory', latest('start'), ['backend', 'healthyMs', 'firstAcceptedMs', 'idleMiB']),
  table('Backlog', latest('backlog'), ['backend', 'mails', 'acceptedPerSecond', 'firstMailAfterSeconds', 'deliveredPerSecond', 'cpuMsPerMail', 'waitingMiB', 'peakMiB']),
  table('Costs by size (milliseconds, one request at a time)', pages, ['backend', 'people', 'kind', 'p50', 'p99', 'cpuMs']),
  table('Seeding', latest('seed', 'people'), ['backend', 'people', 'seconds', 'told']),
  table('A hanging mail server beside one that is well (milliseconds)', latest('hanging', 'what'), ['backend', 'what', 'wellP50', 'hangingP50', 'wellP99', 'hangingP99', 'ratioP50', 'ratioP99']),
].join('');

/** Bars of one figure: a group for each value of `by`, a bar for each value of `series`. */
function bars(title, unit, rows, { by, series, figure }) {
  const distinct = (key) => [...new Set(rows.map(key))];
  const names = distinct(series);
  const groups = distinct(by).map((label) => ({
    label,
    values: names.map((name) => rows.find((row) => by(row) === label && series(row) === name)?.[figure]),
  }));
  return { title, unit, series: names, groups };
}

const server = { by: (row) => `c = ${row.concurrency}`, series: (row) => `${row.server}, ${row.backend}` };
const size = { by: (row) => row.kind, series: (row) => `${row.people.toLocaleString('en')} people` };
const charts = [];
if (accepted.length > 0) {
  charts.push(bars('Accepted', 'welcome emails a second', accepted, { ...server, figure: 'acceptedPerSecond' }));
  charts.push(bars('Delivered', 'mails a second', accepted, { ...server, figure: 'deliveredPerSecond' }));
  charts.push(bars('Latency, 50th percentile', 'ms', accepted, { ...server, figure: 'p50' }));
  charts.push(bars('CPU of the server', 'ms a mail', accepted, { ...server, figure: 'cpuMsPerMail' }));
}
for (const backend of new Set(pages.map((row) => row.backend))) {
  const rows = pages.filter((row) => row.backend === backend);
  charts.push(bars(`Costs by size, ${backend}`, 'ms, median at c = 1', rows, { ...size, figure: 'p50' }));
}
writeFileSync(path.join(RESULTS, 'tables.txt'), tables);
writeFileSync(path.join(RESULTS, 'plot.svg'), plot(charts));
process.stdout.write(`\n${tables}${path.join(RESULTS, 'plot.svg')}\n`);
