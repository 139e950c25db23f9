import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bundle } from '../../scripts/lib/bundle.ts';
import { startWorker } from '../../scripts/lib/worker-process.ts';
import type { Figure } from './figure.ts';
import { hostileDocuments } from '../../packages/document-text/test/samples/hostile-documents.ts';
import { longDocuments, type TextSample } from '../../packages/document-text/test/samples/long-documents.ts';

const pieceBytes = 256 * 1024;
const port = 8797;
/**
 * Maximum size of the young generation, in MB, in the runs that measure what a document needs. By default, up to half of
 * the memory is objects that V8 has not collected yet. With little, some documents leave their garbage in the old
 * generation, others with more: the least peak is the nearest to what the document needs.
 */
const youngGenerationsMb = [1, 2, 1, 2];

/** Cost of the first document in a new process. */
export interface TextCost {
  readonly name: string;
  readonly cpuMs: number;
  /** Peak memory of the process, without that of the idle process and the document. Contains garbage. */
  readonly memoryMb: number;
}

/** CPU time of all threads in milliseconds. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => {
    const [running = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(running);
  });
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1_000_000;
}

function memoryMb(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

interface CostOptions {
  /** The readers are loaded before the document is read. */
  readonly isLoaded?: boolean;
  readonly v8Flags?: readonly string[];
}

async function costOf(
  folder: string,
  sample: TextSample,
  { isLoaded = false, v8Flags = [] }: CostOptions,
): Promise<TextCost> {
  const bytes = sample.make();
  const dataFolder = mkdtempSync(`${tmpdir()}/m365-text-`);
  const worker = await startWorker({
    bundle: folder,
    port,
    env: {},
    dataFolder,
    keepLog: false,
    v8Flags,
  });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const taken = await fetch(`${worker.url}/?size=${bytes.length}&at=${at}`, {
        method: 'POST',
        body: bytes.slice(at, at + pieceBytes),
      });
      await taken.text();
    }
    if (isLoaded) await (await fetch(`${worker.url}/?load`)).text();
    // Resets the peak.
    writeFileSync(`/proc/${worker.pid}/clear_refs`, '5');
    const before = { cpu: cpuMs(worker.pid), memory: memoryMb(worker.pid, 'VmRSS') };
    const answer = await fetch(`${worker.url}/?name=${sample.file}`);
    await answer.text();
    return {
      name: sample.name,
      cpuMs: cpuMs(worker.pid) - before.cpu,
      memoryMb: memoryMb(worker.pid, 'VmHWM') - before.memory,
    };
  } finally {
    await worker.stop('SIGKILL');
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Median of three runs, because garbage collection affects single runs. */
async function middleCost(folder: string, sample: TextSample, options: CostOptions): Promise<TextCost> {
  const costs: TextCost[] = [];
  while (costs.length < 3) costs.push(await costOf(folder, sample, options));
  const middle = (value: (cost: TextCost) => number) => costs.map(value).toSorted((a, b) => a - b)[1] ?? 0;
  return {
    name: sample.name,
    cpuMs: middle((cost) => cost.cpuMs),
    memoryMb: middle((cost) => cost.memoryMb),
  };
}

/** Cost of a hostile document with the readers loaded. */
interface HostileCost extends TextCost {
  /** The least peak of the runs with a small young generation. */
  readonly neededMb: number;
}

/** Reads each long and each hostile document in its own process. Linux only. */
export async function textCosts(): Promise<{ long: TextCost[]; hostile: HostileCost[] }> {
  const folder = await bundle('test/bench/text/worker.ts');
  const long: TextCost[] = [];
  for (const sample of longDocuments) long.push(await middleCost(folder, sample, {}));
  const hostile: HostileCost[] = [];
  for (const sample of hostileDocuments) {
    const cost = await middleCost(folder, sample, { isLoaded: true });
    let neededMb = cost.memoryMb;
    for (const size of youngGenerationsMb) {
      const v8Flags = [`--max-semi-space-size=${size}`];
      const { memoryMb } = await costOf(folder, sample, { isLoaded: true, v8Flags });
      neededMb = Math.min(neededMb, memoryMb);
    }
    hostile.push({ ...cost, neededMb });
  }
  return { long, hostile };
}

/** Figures of each long document and the maximum of the hostile ones. */
export async function measureText(): Promise<Figure[]> {
  const { long, hostile } = await textCosts();
  const largest = (value: (cost: HostileCost) => number) =>
    hostile.toSorted((first, second) => value(second) - value(first))[0];
  const costliest = largest((cost) => cost.cpuMs);
  const needsMost = largest((cost) => cost.neededMb);
  const peaksMost = largest((cost) => cost.memoryMb);
  const of = (cost: HostileCost | undefined) => `of ${hostile.length} hostile documents (${cost?.name})`;
  return [
    ...long.map(({ name, cpuMs }, index) => ({
      id: `text-${longDocuments[index]?.file.slice(2) ?? index}`,
      title: `${name}: CPU time`,
      unit: 'ms',
      value: cpuMs,
    })),
    {
      id: 'text-hostile-processor',
      title: `Costliest ${of(costliest)}: CPU time`,
      unit: 'ms',
      value: costliest?.cpuMs ?? 0,
      goal: { atMost: 300 },
    },
    {
      id: 'text-hostile-memory',
      title: `Largest ${of(needsMost)}: memory`,
      unit: 'MB',
      value: needsMost?.neededMb ?? 0,
      goal: { atMost: 32 },
    },
    {
      id: 'text-hostile-peak',
      title: `Largest ${of(peaksMost)}: memory with garbage`,
      unit: 'MB',
      value: peaksMost?.memoryMb ?? 0,
    },
  ];
}
