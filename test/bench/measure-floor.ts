import { bundle } from '../../scripts/lib/bundle.ts';
import { runUserLoad } from './run-user-load.ts';
import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
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
const connectionsOfMany = 2;

/**
 * Cost of the measured search in a Worker without any checks: by itself, through the protocol layer, and for so many users
 * that the runtime closes the object of each before its next call.
 */
export async function measureFloor({ calls, people }: FloorOptions): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(await bundle('test/bench/floor/worker.ts'));
  const load = async (path: string, bearers: readonly string[], requests: number, connections?: number) => {
    const plan = { url: new URL(path, url), pid: worker.pid, question: mailSearch, bearers, requests };
    return (await runUserLoad({ ...plan, ...(connections !== undefined && { connections }) })).cpuMs;
  };
  const warmly = async (path: string, bearers: readonly string[]) => {
    await load(path, bearers, warmCalls);
    return await load(path, bearers, calls);
  };
  try {
    const tokens = await replay.tokens(0, people);
    const one = tokens.slice(0, 1);
    const figures: Figure[] = [
      { id: 'floor-cpu', title: 'Bare Worker: CPU time', unit: 'ms', value: await warmly('/mcp', one) },
      {
        id: 'floor-protocol-cpu',
        title: 'Bare Worker, through the MCP SDK and agents: CPU time',
        unit: 'ms',
        value: await warmly('/protocol', one),
      },
    ];
    await load('/mcp', tokens, people, connectionsOfMany);
    figures.push({
      id: 'floor-cpu-all',
      title: `Bare Worker, ${people.toLocaleString('en-US')} users in turn: CPU time`,
      unit: 'ms',
      value: await load('/mcp', tokens, people, connectionsOfMany),
    });
    return figures;
  } finally {
    await stop();
  }
}
