/**
 * `npm run bench`: what the connector costs, as one table, compared with the committed one.
 *
 *   --only load,floor,soak,faults,profile,answers,text,bundle   parts of it
 *   --people 10000               how many people take turns at most
 *   --calls 5000                 calls of each measurement
 *   --soak 120, --faults 120     seconds
 *   --write                      writes docs/performance.json, .svg and .md; parts that were not measured stay as they were
 *
 * With `--url` it measures any MCP server instead: `--tool`, `--args`, `--header` (repeated), `--connections`,
 * `--duration` in seconds, `--pid` for the processor time of a process on this machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figure, keepsGoal } from '../test/bench/figure.ts';
import { figureTable, written } from '../test/bench/figure-table.ts';
import { goalChart } from '../test/bench/goal-chart.ts';
import { measureAnswers } from '../test/bench/measure-answers.ts';
import { measureBundle } from '../test/bench/measure-bundle.ts';
import { measureFaults } from '../test/bench/measure-faults.ts';
import { measureFloor } from '../test/bench/measure-floor.ts';
import { measureLoad } from '../test/bench/measure-load.ts';
import { measurePeer } from '../test/bench/measure-peer.ts';
import { measureProfile } from '../test/bench/measure-profile.ts';
import { measureSoak } from '../test/bench/measure-soak.ts';
import { measureText } from '../test/bench/measure-text.ts';
import { performancePage } from '../test/bench/performance-page.ts';
import type { Performance } from '../test/bench/performance.ts';
import { bundle, root } from './bundle.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'load,floor,soak,faults,profile,answers,text,bundle' },
    people: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '5000' },
    soak: { type: 'string', default: '120' },
    faults: { type: 'string', default: '120' },
    write: { type: 'boolean', default: false },
    url: { type: 'string' },
    tool: { type: 'string' },
    args: { type: 'string', default: '{}' },
    header: { type: 'string', multiple: true, default: [] },
    connections: { type: 'string', default: '8' },
    duration: { type: 'string', default: '10' },
    pid: { type: 'string' },
  },
});

if (values.url === undefined) await measureConnector();
else await measureOther(new URL(values.url));

async function measureConnector(): Promise<void> {
  const parts = new Set(values.only.split(','));
  const folder = await bundle();
  const figures: Figure[] = [];
  const earlier = readEarlier();
  let { tools, profile } = earlier;
  if (parts.has('bundle')) figures.push(...(await measureBundle(folder)));
  if (parts.has('text')) figures.push(...(await measureText()));
  if (parts.has('answers')) {
    const answers = await measureAnswers(folder);
    figures.push(...answers.figures);
    ({ tools } = answers);
  }
  if (parts.has('faults')) {
    const seconds = Number(values.faults);
    figures.unshift(
      ...(await measureFaults({ bundle: folder, seconds, say: (line) => console.error(line) })),
    );
  }
  if (parts.has('soak')) {
    const seconds = Number(values.soak);
    console.error(`soak of ${seconds} seconds …`);
    figures.unshift(...(await measureSoak(folder, seconds)));
  }
  if (parts.has('profile')) profile = await measureProfile(folder);
  if (parts.has('floor')) {
    console.error('the floor …');
    figures.push(...(await measureFloor({ calls: Number(values.calls), people: Number(values.people) })));
  }
  if (parts.has('load')) {
    figures.unshift(
      ...(await measureLoad({
        bundle: folder,
        calls: Number(values.calls),
        people: Number(values.people),
        say: (line) => console.error(line),
      })),
    );
  }
  print(figureTable(figures, earlier.figures));
  if (parts.has('answers')) {
    print([
      ['Tool', 'Question', 'Items', 'Tokens', 'Graph + Entra', 'First'],
      ...tools.map(({ tool, question, items, tokens, first, warm }) => [
        tool,
        question,
        String(items),
        String(tokens),
        `${warm.graph} + ${warm.entra}`,
        `${first.graph} + ${first.entra}`,
      ]),
    ]);
  }
  if (parts.has('profile')) {
    print([['Of a search', '%'], ...profile.map(({ part, percent }) => [part, written(percent)])]);
  }
  const today = new Date().toISOString().slice(0, 10);
  const missed = figures.filter((figure) => !keepsGoal(figure)).length;
  console.log(missed === 0 ? 'Every goal is kept.' : `${missed} goals are missed.`);
  if (values.write)
    write({
      measured: today,
      machine: machine(),
      figures: together(earlier, figures, today),
      tools,
      profile,
    });
}

async function measureOther(url: URL): Promise<void> {
  const result = await measurePeer({
    url,
    tool: values.tool,
    args: JSON.parse(values.args) as Record<string, unknown>,
    headers: Object.fromEntries(
      values.header.map((header) => [
        header.slice(0, header.indexOf(':')).trim().toLowerCase(),
        header.slice(header.indexOf(':') + 1).trim(),
      ]),
    ),
    connections: Number(values.connections),
    seconds: Number(values.duration),
    pid: values.pid === undefined ? undefined : Number(values.pid),
  });
  print([
    ['Figure', 'Value'],
    ['Calls', String(result.calls)],
    ['Failed', String(result.failed)],
    ['Rate', `${written(result.perSecond)} calls/s`],
    ['p50', `${written(result.p50Ms)} ms`],
    ['p99', `${written(result.p99Ms)} ms`],
    ...(result.cpuMs === undefined ? [] : [['Processor', `${written(result.cpuMs)} ms a call`]]),
  ]);
  if (result.firstFailure !== undefined) console.log(`First failure: ${result.firstFailure}`);
}

/** The figures of earlier runs, each replaced where it was measured again; new ones come last. */
function together(
  { measured, figures: earlier }: Performance,
  latest: readonly Figure[],
  today: string,
): Figure[] {
  const all = new Map(earlier.map((figure) => [figure.id, { measured, ...figure }]));
  for (const figure of latest) all.set(figure.id, { ...figure, measured: today });
  return [...all.values()];
}

function readEarlier(): Performance {
  try {
    return JSON.parse(readFileSync(`${root}docs/performance.json`, 'utf8')) as Performance;
  } catch {
    return { measured: '', machine: '', figures: [], tools: [], profile: [] };
  }
}

function write(performance: Performance): void {
  const caption = performance.figures
    .map(({ title, value, unit }) => `${title}: ${written(value)} ${unit}`)
    .join('; ');
  writeFileSync(`${root}docs/performance.json`, `${JSON.stringify(performance, null, 2)}\n`);
  writeFileSync(`${root}docs/performance.svg`, goalChart(performance.figures, caption));
  writeFileSync(`${root}docs/performance.md`, performancePage(performance));
}

function machine(): string {
  const processors = cpus();
  return `${processors.length} cores of ${processors[0]?.model.trim() ?? 'an unknown processor'}, Node ${process.versions.node}`;
}

function print(rows: readonly (readonly string[])[]): void {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
  console.log();
}
