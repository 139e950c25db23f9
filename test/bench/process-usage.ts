import { readFileSync } from 'node:fs';

/** Clock ticks per second of /proc. */
const tickMs = 10;

/** Resource usage of a process. */
export interface ProcessUsage {
  /** CPU time of all threads, in user and kernel mode. */
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Reads /proc. Linux only. */
export function processUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name may contain any character and ends at the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const residentKb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    residentMb: Math.round(Number(residentKb) / 1024),
  };
}
