// What a process and its children cost, as Linux counts it in /proc.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The fields of /proc/PID/stat behind the command's name, which may hold anything. */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The process and everything that it started, directly or not. */
function tree(root) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(stat(name)[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended in the meantime.
    }
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Milliseconds of CPU that the process tree has used so far, in user and system mode. */
export function cpuMs(root) {
  let ticks = 0;
  for (const pid of tree(root)) {
    try {
      const fields = stat(pid);
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended in the meantime.
    }
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}

function statusKiB(pid, name) {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return line ? Number(line[1]) : 0;
}

/** Resident memory of one process in MiB: now, and the most it ever had. */
export function memoryMiB(pid) {
  const inMiB = (name) => Math.round((statusKiB(pid, name) / 1024) * 10) / 10;
  return { now: inMiB('VmRSS'), peak: inMiB('VmHWM') };
}
