/**
 * `npm run bench`: measures the connector and compares it with the committed figures, or, with `--url`, any MCP server.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { figureTable, formatNumber } from '../test/bench/figure-table.ts';
import { type Figure, meetsGoal } from '../test/bench/figure.ts';
import { goalChart, ratioChart } from '../test/bench/goal-chart.ts';
import { measureTools } from '../test/bench/measure-tools.ts';
import { measureBundle } from '../test/bench/measure-bundle.ts';
import { measureFaults } from '../test/bench/measure-faults.ts';
import { measureFloor } from '../test/bench/measure-floor.ts';
import { measureMemory } from '../test/bench/measure-memory.ts';
import { measureLoad } from '../test/bench/measure-load.ts';
import { measureProfile } from '../test/bench/measure-profile.ts';
import { measureSoak } from '../test/bench/measure-soak.ts';
import { measureTrips, tripFigures } from '../test/bench/measure-trips.ts';
import { measureText } from '../test/bench/measure-text.ts';
import { comparisonBars, comparisonTable } from '../test/bench/peer/comparison.ts';
import { measureComparison } from '../test/bench/peer/measure-comparison.ts';
import { findPeer, type PeerInstallation, peerPackage } from '../test/bench/peer/start-peer.ts';
import { performancePage } from '../test/bench/performance-page.ts';
import type { Performance } from '../test/bench/performance.ts';
import { benchPeer } from './bench/bench-peer.ts';
import { printTable } from './bench/print-table.ts';
import { bundle, root } from './lib/bundle.ts';
import { OperatorError, oneOf, readOptions, runCommand, wholeNumber } from './lib/command-line.ts';

const partNames = [
  'load',
  'floor',
  'soak',
  'faults',
  'profile',
  'trips',
  'answers',
  'text',
  'bundle',
  'memory',
  'peer',
] as const;

const usage = `npm run bench -- [options]

  --only A,B         parts: ${partNames.join(', ')}; default: all
  --people N         users who take turns at most; default: 10000
  --calls N          calls per measurement; default: 5000
  --soak N           seconds of the soak test; default: 120
  --faults N         seconds of the fault test; default: 120
  --peer FOLDER      folder in which ${peerPackage} is installed, for the part peer; default: this one. Without it,
                     the part is skipped
  --write            write docs/performance.json, .svg, -peer.svg and .md; parts that were not measured keep their figures

npm run bench -- --url URL [options]

  --tool NAME        tool to call; default: tools/list
  --args JSON        its arguments
  --header 'N: V'    HTTP header (may be repeated)
  --connections N    concurrent connections; default: 8
  --duration N       seconds; default: 10
  --pid N            process on this machine whose CPU time is measured`;

await runCommand(usage, async () => {
  const values = readValues();
  await (values.url === undefined ? measureConnector(values) : benchPeer(values.url, values));
});

type Values = ReturnType<typeof readValues>;

function readValues() {
  return readOptions({
    options: {
      only: { type: 'string' },
      peer: { type: 'string', default: root },
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
  }).values;
}

async function measureConnector(values: Values): Promise<void> {
  const parts = new Set(values.only?.split(',').map((part) => oneOf('--only', part, partNames)) ?? partNames);
  const peer = parts.has('peer') ? findRequestedPeer(values) : undefined;
  const people = wholeNumber('--people', values.people, 1, 10_000_000);
  const calls = wholeNumber('--calls', values.calls, 1, 10_000_000);
  const soakSeconds = wholeNumber('--soak', values.soak, 1, 86_400);
  const faultSeconds = wholeNumber('--faults', values.faults, 1, 86_400);
  const folder = await bundle();
  const figures: Figure[] = [];
  const earlier = readEarlier();
  let { tools, questions, profile, comparison } = earlier;
  if (parts.has('bundle')) figures.push(...(await measureBundle(folder)));
  if (parts.has('text')) figures.push(...(await measureText()));
  if (parts.has('answers')) {
    const answers = await measureTools(folder);
    figures.push(...answers.figures);
    ({ tools, questions } = answers);
  }
  if (parts.has('faults')) {
    figures.unshift(
      ...(await measureFaults({
        bundle: folder,
        seconds: faultSeconds,
        say: (line) => console.error(line),
      })),
    );
  }
  if (parts.has('memory')) {
    figures.push(...(await measureMemory({ bundle: folder, say: (line) => console.error(line) })));
  }
  if (parts.has('soak')) {
    console.error(`soak of ${soakSeconds} seconds …`);
    figures.unshift(...(await measureSoak(folder, soakSeconds)));
  }
  if (parts.has('trips')) figures.push(...tripFigures(await measureTrips(folder)));
  if (parts.has('profile')) {
    const measured = await measureProfile(folder);
    profile = measured.parts;
    figures.push(...measured.figures);
  }
  if (parts.has('floor')) {
    console.error('the floor …');
    figures.push(...(await measureFloor({ calls, people })));
  }
  if (parts.has('load')) {
    figures.unshift(
      ...(await measureLoad({
        bundle: folder,
        calls,
        people,
        say: (line) => console.error(line),
      })),
    );
  }
  if (peer) {
    comparison = await measureComparison({ bundle: folder, peer, say: (line) => console.error(line) });
  }
  if (figures.length > 0) printTable(figureTable(figures, earlier.figures));
  if (parts.has('answers')) {
    printTable([
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
  if (parts.has('answers')) {
    printTable([
      ['Question', 'Calls', 'Tokens'],
      ...(questions ?? []).map(({ question, calls, tokens }) => [question, String(calls), String(tokens)]),
    ]);
  }
  if (parts.has('profile')) {
    printTable([['Of a search', '%'], ...profile.map(({ part, percent }) => [part, formatNumber(percent)])]);
  }
  if (peer && comparison) {
    console.log(`Beside ${comparison.peer}:`);
    printTable(comparisonTable(comparison.rows));
  }
  const today = new Date().toISOString().slice(0, 10);
  if (figures.length > 0) {
    const missed = figures.filter((figure) => !meetsGoal(figure)).length;
    console.log(missed === 0 ? 'Every goal is kept.' : `${missed} goals are missed.`);
  }
  if (values.write)
    write({
      measured: today,
      machine: machine(),
      figures: together(earlier, figures, today),
      tools,
      ...(questions && { questions }),
      profile,
      ...(comparison && { comparison }),
    });
}

/** @throws OperatorError when the part was requested by name and the peer is not installed */
function findRequestedPeer({ only, peer: folder }: Values): PeerInstallation | undefined {
  const peer = findPeer(folder);
  if (peer) return peer;
  const message = `${peerPackage} is not installed in ${folder}. Install it outside of this project (npm install --prefix FOLDER ${peerPackage}) and run with --peer FOLDER.`;
  if (only !== undefined) throw new OperatorError(message);
  console.error(`The part peer is skipped: ${message}`);
  return undefined;
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
    .map(({ title, value, unit }) => `${title}: ${formatNumber(value)} ${unit}`)
    .join('; ');
  writeFileSync(`${root}docs/performance.json`, `${JSON.stringify(performance, null, 2)}\n`);
  writeFileSync(`${root}docs/performance.svg`, goalChart(performance.figures, caption));
  const { comparison } = performance;
  if (comparison) {
    const chart = ratioChart(
      comparisonBars(comparison.rows),
      'peer',
      `The connector relative to ${comparison.peer}`,
    );
    writeFileSync(`${root}docs/performance-peer.svg`, chart);
  }
  writeFileSync(`${root}docs/performance.md`, performancePage(performance));
}

function machine(): string {
  const processors = cpus();
  return `${processors.length} cores of ${processors[0]?.model.trim() ?? 'an unknown processor'}, Node ${process.versions.node}`;
}
