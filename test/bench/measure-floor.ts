import { bundle } from '../../scripts/bundle.ts';
import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import { isResult, mcpRequest } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { runLoad } from './run-load.ts';
import { startConnector } from './start-connector.ts';

/** How much is measured. */
export interface FloorOptions {
  /** Calls of each measurement by one person. */
  readonly calls: number;
  /** The largest number of people who take turns. */
  readonly people: number;
}

const warmCalls = 4000;
const connections = 8;
/** Fewer, or more objects are open at a time than a process may have files. */
const connectionsOfMany = 2;

/**
 * What the search that is measured costs a Worker that does nothing but what cannot be left out: by itself, through the
 * protocol layer, and for so many people that the runtime has closed the object of each before the next call of its own.
 */
export async function measureFloor({ calls, people }: FloorOptions): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(await bundle('test/bench/floor/worker.ts'));
  const load = async (
    path: string,
    bearers: readonly string[],
    requests: number,
    plan = { connections },
  ): Promise<number> => {
    const before = processUsage(worker.pid).cpuMs;
    const { failed, firstFailure } = await runLoad({
      url: new URL(path, url),
      ...plan,
      isGood: isResult,
      requests,
      next: (index) =>
        mcpRequest(mailSearch, { authorization: `Bearer ${bearers[index % bearers.length] ?? ''}` }),
    });
    if (failed > 0) throw new Error(`${failed} calls failed: ${firstFailure}`);
    return (processUsage(worker.pid).cpuMs - before) / requests;
  };
  const warmly = async (path: string, bearers: readonly string[]): Promise<number> => {
    await load(path, bearers, warmCalls);
    return await load(path, bearers, calls);
  };
  try {
    const tokens = await replay.tokens(0, people);
    const one = tokens.slice(0, 1);
    const figures: Figure[] = [
      { id: 'floor-cpu', title: 'Bare Worker: processor', unit: 'ms', value: await warmly('/mcp', one) },
      {
        id: 'floor-protocol-cpu',
        title: 'Bare Worker, through the MCP SDK and agents: processor',
        unit: 'ms',
        value: await warmly('/protocol', one),
      },
    ];
    const many = { connections: connectionsOfMany };
    await load('/mcp', tokens, people, many);
    figures.push({
      id: 'floor-cpu-all',
      title: `Bare Worker, ${people} people in turn: processor`,
      unit: 'ms',
      value: await load('/mcp', tokens, people, many),
    });
    return figures;
  } finally {
    await stop();
  }
}
