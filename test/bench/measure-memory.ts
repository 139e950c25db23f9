import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { largeFileLinks } from './large-files.ts';
import { mailSearch } from './mail-search.ts';
import { isResult, mcpRequest } from './mcp-request.ts';
import { saysWhen } from './measure-faults.ts';
import { runSteadily, type SteadyAnswer } from './run-steadily.ts';
import { type BenchConnector, startConnector } from './start-connector.ts';

const concurrencies = [1, 2, 3, 5, 20];
const searchers = 20;
const searchesPerSecond = 20;
const maxMb = 60;
const maxSlowdown = 2;
const warmUpSearches = 500;
const maxWarmUpRounds = 12;
/** Rounds after the first, whose searches are measured: a p99 of some hundred searches, not the slowest of eighty. */
const warmRounds = 4;

interface MemoryOptions {
  readonly bundle: string;
  /** Receives progress messages. */
  readonly say: (line: string) => void;
}

/**
 * Reads large files at once, each for another user, while others search. Each number of files has a Worker of its own:
 * memory that an earlier run has left would count as base. Linux only.
 */
export async function measureMemory({ bundle, say }: MemoryOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of concurrencies) {
    const connector = await startConnector(bundle, { hasLargeFiles: true });
    try {
      figures.push(...(await measureReads(connector, count, say)));
    } finally {
      await connector.stop();
    }
  }
  return figures;
}

async function measureReads(
  { url, replay, worker }: BenchConnector,
  count: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const tokens = await replay.tokens(0, searchers + count);
  const send = (index: number, question: typeof mailSearch) =>
    mcpRequest(question, { authorization: `Bearer ${tokens[index] ?? ''}` });
  const search = (index: number) => send(index % searchers, mailSearch);
  await warmUp(worker.pid, async (index) => {
    await sendOne(url, send(index % tokens.length, mailSearch));
  });
  const quietMs: number[] = [];
  const steadily = { url, perSecond: searchesPerSecond, next: search };
  await runSteadily({ ...steadily, seconds: 3, take: ({ ms }) => quietMs.push(ms) });

  const base = memoryMb(worker.pid).resident;
  const ends = { answered: 0, saidWhen: 0, otherwise: 0, failedSearches: 0 };
  const firstMs: number[] = [];
  const busyMs: number[] = [];
  const peaks: string[] = [];
  let peak = 0;
  const kinds = Object.keys(largeFileLinks);
  // Twenty files are of all kinds; fewer are of the same kind, one kind after the other.
  const rounds = count >= 20 ? [kinds] : kinds.map((kind) => [kind]);
  const readRound = async (round: readonly string[], searchMs: number[]): Promise<void> => {
    const reading = new AbortController();
    const reads = Array.from({ length: count }, (_, index) =>
      sendOne(
        url,
        send(searchers + index, readResource(largeFileLinks[round[index % round.length] ?? ''] ?? '')),
      ),
    );
    const searching = (async () => {
      while (!reading.signal.aborted) {
        await runSteadily({
          ...steadily,
          seconds: 1,
          take: ({ ms, status, body }) => {
            searchMs.push(ms);
            if (!isResult(status, body)) ends.failedSearches += 1;
          },
        });
      }
    })();
    for (const read of reads) {
      const answer = await read;
      if (isResult(answer.status, answer.body)) ends.answered += 1;
      else if (saysWhen(answer)) ends.saidWhen += 1;
      else if ((ends.otherwise += 1) === 1)
        say(`Ended otherwise: ${answer.status} ${answer.body.slice(0, 300)}`);
    }
    reading.abort();
    await searching;
  };
  for (const round of rounds) {
    resetPeak(worker.pid);
    await readRound(round, firstMs);
    const above = memoryMb(worker.pid).peak - base;
    peaks.push(`${round.length > 1 ? 'all kinds' : round[0]} ${above}`);
    peak = Math.max(peak, above);
    await sleep(300);
  }
  // The first document of a kind loads and compiles its reader, once in the life of an isolate.
  for (let pass = 0; pass < warmRounds; pass += 1) {
    for (const round of rounds) await readRound(round, busyMs);
  }
  say(
    `${count} at once: ${peaks.join(', ')} MB above ${base}; ${ends.answered} answered, ${ends.saidWhen} told when to come back, ${ends.otherwise} otherwise; searches p99 ${p99(quietMs)} ms quiet, ${p99(busyMs)} ms meanwhile (${busyMs.length}), slowest ${Math.round(Math.max(...firstMs))} ms beside the first of each kind`,
  );
  const title = `${count} large ${count === 1 ? 'file' : 'files'} at once`;
  return [
    {
      id: `memory-${count}`,
      title: `${title}: peak above base`,
      unit: 'MB',
      value: peak,
      goal: { atMost: maxMb },
    },
    {
      id: `memory-${count}-otherwise`,
      title: `${title}: calls without result and without retryAfterSeconds`,
      unit: '',
      value: ends.otherwise + ends.failedSearches,
      goal: { atMost: 0 },
    },
    {
      id: `memory-${count}-searches`,
      title: `${title}: p99 of searches by others, relative to an idle machine`,
      unit: '×',
      value: p99(busyMs) / p99(quietMs),
      goal: { atMost: maxSlowdown },
    },
    {
      id: `memory-${count}-first`,
      title: `${title}, the first of each kind in an isolate: slowest search by others`,
      unit: 'ms',
      value: Math.round(Math.max(...firstMs)),
    },
  ];
}

/**
 * Searches until the memory of the process is steady: V8 lets the heap of a new isolate grow by more than 100 MB with its
 * first thousands of requests, which would count as memory of the files. Exchanges the tokens of all users as well.
 */
async function warmUp(pid: number, search: (index: number) => Promise<void>): Promise<void> {
  let before = 0;
  for (let round = 0; round < maxWarmUpRounds; round += 1) {
    const { resident } = memoryMb(pid);
    if (round > 2 && resident - before <= 2) return;
    before = resident;
    for (let index = 0; index < warmUpSearches; index += 1) await search(index);
  }
}

function readResource(uri: string): typeof mailSearch {
  return { method: 'tools/call', params: { name: 'read_resource', arguments: { uri } } };
}

function sendOne(url: URL, { headers, body }: ReturnType<typeof mcpRequest>): Promise<SteadyAnswer> {
  const beganMs = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, retryAfter: string | undefined, text: string) =>
      resolve({ status, retryAfter, body: text, ms: performance.now() - beganMs });
    const outgoing = request(url, { method: 'POST', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        end(incoming.statusCode ?? 0, incoming.headers['retry-after'], Buffer.concat(chunks).toString()),
      );
    });
    outgoing.once('error', (error) => end(0, undefined, error.message));
    outgoing.end(body);
  });
}

/** Resident memory of a process, now and at most since the last reset. */
function memoryMb(pid: number): { readonly resident: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  return { resident: read('VmRSS'), peak: read('VmHWM') };
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html */
function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0);
}
