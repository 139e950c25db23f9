import { bundle } from '../../scripts/lib/bundle.ts';
import { runUserLoad } from './run-user-load.ts';
import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import { processUsage } from './process-usage.ts';
import { startConnector } from './start-connector.ts';

/** Options of the measurement. */
export interface FloorOptions {
  /** Calls of each measurement with one user. */
  readonly calls: number;
  /** Maximum number of users that take turns. */
  readonly people: number;
}

const warmCalls = 4000;
/** Upper limit, because each open object uses file descriptors. */
const connectionsOfMany = 1;

/**
 * Cost of the measured search in a Worker without any checks: by itself, through the protocol layer, and for so many users
 * that the runtime closes the object of each before its next call.
 */
export async function measureFloor({ calls, people }: FloorOptions): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(await bundle('test/bench/floor/worker.ts'));
  const load = async (path: string, bearers: readonly string[], requests: number, connections?: number) => {
    const plan = { url: new URL(path, url), pid: worker.pid, question: mailSearch, bearers, requests };
    return await runUserLoad({ ...plan, ...(connections !== undefined && { connections }) });
  };
  const warmly = async (path: string, bearers: readonly string[]) => {
    await load(path, bearers, warmCalls);
    return await load(path, bearers, calls);
  };
  try {
    const tokens = await replay.tokens(0, people);
    const one = tokens.slice(0, 1);
    const bare = await warmly('/mcp', one);
    const protocol = await warmly('/protocol', one);
    await load('/mcp', tokens, people, connectionsOfMany);
    const all = await load('/mcp', tokens, people, connectionsOfMany);
    const users = people.toLocaleString('en-US');
    const { residentMb } = processUsage(worker.pid);
    const through = 'Bare Worker, through the MCP SDK and agents';
    return [
      { id: 'floor-cpu', title: 'Bare Worker: CPU time', unit: 'ms', value: bare.cpuMs },
      { id: 'floor-p99', title: 'Bare Worker: p99 at 8 connections', unit: 'ms', value: bare.p99Ms },
      { id: 'floor-protocol-cpu', title: `${through}: CPU time`, unit: 'ms', value: protocol.cpuMs },
      {
        id: 'floor-protocol-p99',
        title: `${through}: p99 at 8 connections`,
        unit: 'ms',
        value: protocol.p99Ms,
      },
      {
        id: 'floor-cpu-all',
        title: `Bare Worker, ${users} users in turn: CPU time`,
        unit: 'ms',
        value: all.cpuMs,
      },
      {
        id: 'floor-memory-all',
        title: `Bare Worker: memory after ${users} users`,
        unit: 'MB',
        value: residentMb,
      },
    ];
  } finally {
    await stop();
  }
}
