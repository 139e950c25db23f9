import { readFileSync } from 'node:fs';

/** The kernel counts processor time of a process in hundredths of a second. */
const tickMs = 10;

/** What a process has used so far. */
export interface ProcessUsage {
  /** Processor time of all its threads, in user and in kernel mode. */
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Reads it from /proc, so on Linux alone. */
export function processUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the command may hold anything but ends at the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const residentKb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    residentMb: Math.round(Number(residentKb) / 1024),
  };
}
