import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/lib/bundle.ts';
import type { Figure } from './figure.ts';

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const startUps = 3;

/** Measures the bundle size and the start-up time by `wrangler check startup`, best of three. */
export async function measureBundle(folder: string): Promise<Figure[]> {
  const atStart = modulesAtStart(folder, 'index.js');
  const sizes = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({
      isEntry: atStart.has(name),
      kb: gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length / 1024,
    }));
  const sum = (parts: typeof sizes) => parts.reduce((total, { kb }) => total + kb, 0);
  const busyMs: number[] = [];
  for (let run = 0; run < startUps; run += 1) busyMs.push(await startUpMs());
  return [
    {
      id: 'bundle-entry',
      title: 'Modules that start-up parses, gzipped',
      unit: 'KB',
      value: sum(sizes.filter((size) => size.isEntry)),
      goal: { atMost: 700 },
    },
    {
      id: 'bundle-rest',
      title: 'Modules loaded when they are needed, gzipped',
      unit: 'KB',
      value: sum(sizes.filter((size) => !size.isEntry)),
    },
    {
      id: 'start-up',
      title: 'Start-up: CPU time',
      unit: 'ms',
      value: Math.min(...busyMs),
      goal: { atMost: 50 },
    },
  ];
}

/** The entry and its transitive static imports. */
function modulesAtStart(folder: string, name: string, found = new Set<string>()): ReadonlySet<string> {
  found.add(name);
  const code = readFileSync(`${folder}/${name}`, 'utf8');
  for (const [, imported = ''] of code.matchAll(/\b(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    if (!found.has(imported)) modulesAtStart(folder, imported, found);
  }
  return found;
}

async function startUpMs(): Promise<number> {
  const folder = mkdtempSync(`${tmpdir()}/m365-startup-`);
  try {
    const outfile = `${folder}/startup.cpuprofile`;
    await promisify(execFile)(
      process.execPath,
      [`${root}node_modules/wrangler/bin/wrangler.js`, 'check', 'startup', '--outfile', outfile],
      { cwd: root, env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' } },
    );
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(outfile, 'utf8')) as CpuProfile;
    const idle = new Set(
      nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id),
    );
    const microseconds = samples.reduce(
      (total, id, index) => total + (idle.has(id) ? 0 : (timeDeltas[index] ?? 0)),
      0,
    );
    return microseconds / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
