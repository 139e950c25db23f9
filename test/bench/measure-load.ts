import { runUserLoad } from './run-user-load.ts';
import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import type { McpRequest } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { startConnector } from './start-connector.ts';

/** Options of the measurement. */
export interface LoadOptions {
  readonly bundle: string;
  /** Calls of each measurement. */
  readonly calls: number;
  /** Maximum number of users that take turns. */
  readonly people: number;
  /** Receives progress messages. */
  readonly say: (line: string) => void;
}

/** Warm-up calls, until V8 has optimized the hot functions. */
const warmCalls = 4000;
const toolsList: McpRequest = { method: 'tools/list', params: {} };

/**
 * Puts load on the production bundle on raw workerd, before an upstream without delay. Everything is on: verification,
 * policy, vault, shaping, audit. CPU time is that of workerd alone.
 */
export async function measureLoad({ bundle, calls, people, say }: LoadOptions): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(bundle);
  const tokens: string[] = [];

  const load = async (question: McpRequest, bearers: readonly string[], requests: number, connections = 8) =>
    runUserLoad({ url, pid: worker.pid, question, bearers, requests, connections });

  /** First calls of new users. */
  const meet = async (count: number) => {
    const newcomers = await replay.tokens(tokens.length, count);
    tokens.push(...newcomers);
    return await load(mailSearch, newcomers, count);
  };

  try {
    say('1 user …');
    await meet(1);
    await load(mailSearch, tokens, warmCalls);
    const one = await load(mailSearch, tokens, calls);
    const alone = await load(mailSearch, tokens, calls, 1);
    const list = await load(toolsList, tokens, calls);
    say('1,000 users …');
    const cold = await meet(Math.min(1000, people) - 1);
    const many = await load(mailSearch, tokens, Math.max(calls, 10_000));
    const { residentMb } = processUsage(worker.pid);
    const figures: Figure[] = [
      {
        id: 'search-cpu-1',
        title: 'Search of 25 mails, 1 user: CPU time',
        unit: 'ms',
        value: one.cpuMs,
        goal: { atMost: 1.3 },
      },
      {
        id: 'search-rate-1',
        title: 'Search of 25 mails, 1 user',
        unit: 'calls/s',
        value: one.perSecond,
      },
      { id: 'search-p50-1', title: 'p50 at 8 connections', unit: 'ms', value: one.p50Ms },
      {
        id: 'search-p99-1',
        title: 'p99 at 8 connections',
        unit: 'ms',
        value: one.p99Ms,
        goal: { atMost: 15 },
      },
      { id: 'search-p50-alone', title: 'p50 at 1 connection', unit: 'ms', value: alone.p50Ms },
      { id: 'search-p99-alone', title: 'p99 at 1 connection', unit: 'ms', value: alone.p99Ms },
      {
        id: 'search-cpu-1000',
        title: 'Search of 25 mails, 1,000 users in turn: CPU time',
        unit: 'ms',
        value: many.cpuMs,
        goal: { atMost: 1.5 },
      },
      {
        id: 'search-p99-1000',
        title: 'p99, 1,000 users in turn',
        unit: 'ms',
        value: many.p99Ms,
        goal: { atMost: 15 },
      },
      {
        id: 'list-cpu',
        title: 'tools/list: CPU time',
        unit: 'ms',
        value: list.cpuMs,
        goal: { atMost: 0.5 },
      },
      {
        id: 'list-rate',
        title: 'tools/list',
        unit: 'calls/s',
        value: list.perSecond,
      },
      {
        id: 'cold-rate',
        title: 'First calls',
        unit: 'users/s',
        value: cold.perSecond,
        goal: { atLeast: 40 },
      },
      { id: 'cold-cpu', title: 'First call of a user: CPU time', unit: 'ms', value: cold.cpuMs },
      {
        id: 'memory-1000',
        title: 'Memory after 10,000 calls by 1,000 users',
        unit: 'MB',
        value: residentMb,
      },
    ];
    if (people > 1000) {
      say(`${people} users …`);
      await meet(people - tokens.length);
      const all = await load(mailSearch, tokens, people);
      figures.push(
        {
          id: 'search-cpu-all',
          title: `Search of 25 mails, ${people.toLocaleString('en-US')} users in turn: CPU time`,
          unit: 'ms',
          value: all.cpuMs,
          goal: { atMost: 2 },
        },
        {
          id: 'search-p99-all',
          title: `p99, ${people.toLocaleString('en-US')} users in turn`,
          unit: 'ms',
          value: all.p99Ms,
        },
        {
          id: 'memory-all',
          title: `Memory after ${people.toLocaleString('en-US')} users`,
          unit: 'MB',
          value: processUsage(worker.pid).residentMb,
          goal: { atMost: 800 },
        },
      );
    }
    return figures;
  } finally {
    await stop();
  }
}
