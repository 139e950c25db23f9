import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Figure } from './figure.ts';
import { freePort } from '../../scripts/lib/simulation.ts';
import { runUserLoad } from './run-user-load.ts';
import { mailSearch } from './mail-search.ts';
import { startConnector } from './start-connector.ts';

/** Share of one part of the connector in a warm search. */
export interface PartCost {
  readonly part: string;
  /** Percentage of the CPU time of the JavaScript thread. */
  readonly percent: number;
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

const warmCalls = 4000;
const calls = 4000;
const runtime = 'workerd: HTTP, streams, storage, promises';

/** Parts by source file. The first match counts. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/node_modules\/(?:@modelcontextprotocol|agents)\//, 'MCP SDK and agents'],
  [/node_modules\/zod\//, 'zod'],
  [/node_modules\/jose\/|src\/entra\//, 'token validation, with jose'],
  [/node_modules\/hono\/|src\/http\//, 'HTTP: Hono, middleware, body'],
  [/src\/(?:vault|crypto)\//, 'vault and encryption'],
  [/src\/graph\/|src\/lib\/outbound-fetch/, 'requests to Graph and their responses'],
  [/src\/audit\//, 'audit'],
  [
    /packages\/document-text\/|src\/(?:m365|tools|time)\/|src\/mcp\/compact/,
    'results: sanitizing, dates, addresses',
  ],
];

/**
 * CPU time of a warm search by part: a V8 profile, grouped by the source of each function. Time in the runtime counts for
 * the function that called it.
 */
export async function measureProfile(bundle: string): Promise<{ parts: PartCost[]; figures: Figure[] }> {
  const port = await freePort();
  const { url, replay, worker, stop } = await startConnector(bundle, { inspectorPort: port });
  try {
    const bearers = await replay.tokens(0, 1);
    const load = async (requests: number) =>
      runUserLoad({ url, pid: worker.pid, question: mailSearch, bearers, requests });
    await load(warmCalls);
    const inspector = await connect(port);
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: 200 });
    await inspector.send('Profiler.start');
    await load(calls);
    const { profile } = (await inspector.send('Profiler.stop')) as { profile: CpuProfile };
    inspector.close();
    return { parts: costs(profile, sourceFinder(`${bundle}/index.js.map`)), figures: pauseFigures(profile) };
  } finally {
    await stop();
  }
}

/** Time of each part in descending order, without idle time. */
function costs(
  { nodes, samples, timeDeltas }: CpuProfile,
  sourceOf: (node: ProfileNode) => string,
): PartCost[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const sums = new Map<string, number>();
  const visit = (id: number, caller: string): void => {
    const node = byId.get(id);
    if (!node) return;
    const part = partOf(node, sourceOf(node)) ?? caller;
    sums.set(part, (sums.get(part) ?? 0) + (times.get(id) ?? 0));
    for (const child of node.children ?? []) visit(child, part);
  };
  visit(nodes[0]?.id ?? 0, runtime);
  sums.delete('(idle)');
  const total = [...sums.values()].reduce((sum, time) => sum + time, 0);
  return [...sums]
    .map(([part, time]) => ({ part, percent: (time / total) * 100 }))
    .toSorted((a, b) => b.percent - a.percent);
}

const collector = '(garbage collector)';
const longPauseMs = 10;

/** Pauses of the JavaScript thread for garbage collection. */
function pauseFigures({ nodes, samples, timeDeltas }: CpuProfile): Figure[] {
  const collecting = new Set(
    nodes.filter(({ callFrame }) => callFrame.functionName === collector).map(({ id }) => id),
  );
  const pausesMs: number[] = [];
  let pauseMs = 0;
  for (const [index, id] of samples.entries()) {
    if (collecting.has(id)) {
      pauseMs += (timeDeltas[index + 1] ?? 0) / 1000;
    } else if (pauseMs > 0) {
      pausesMs.push(pauseMs);
      pauseMs = 0;
    }
  }
  const during = `in ${calls.toLocaleString('en-US')} searches`;
  return [
    {
      id: 'pause-longest',
      title: `Longest pause for garbage collection ${during}`,
      unit: 'ms',
      value: Math.max(0, ...pausesMs),
    },
    {
      id: 'pauses-long',
      title: `Pauses of more than ${longPauseMs} ms for garbage collection ${during}`,
      unit: '',
      value: pausesMs.filter((ms) => ms > longPauseMs).length,
    },
  ];
}

/** Undefined for runtime functions and small helpers, which count as their caller. */
function partOf({ callFrame }: ProfileNode, source: string): string | undefined {
  if (callFrame.functionName === '(idle)') return '(idle)';
  if (callFrame.functionName === collector) return 'garbage collection';
  if (source === '') return undefined;
  return parts.find(([pattern]) => pattern.test(source))?.[1] ?? 'session, arguments, result';
}

function sourceFinder(mapFile: string): (node: ProfileNode) => string {
  const map = new SourceMap(JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMapPayload);
  return ({ callFrame: { url, lineNumber, columnNumber } }) => {
    if (!url.endsWith('index.js')) return '';
    const entry = map.findEntry(lineNumber, columnNumber);
    return 'originalSource' in entry ? entry.originalSource : '';
  };
}

/** @see https://chromedevtools.github.io/devtools-protocol/ */
async function connect(port: number) {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let last = 0;
  return {
    send: async (method: string, params: object = {}): Promise<unknown> =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}
