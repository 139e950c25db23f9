import { readFileSync } from 'node:fs';
import type { Performance } from '../../test/bench/performance.ts';
import { root } from '../bundle.ts';
import { readDeployment } from '../wrangler/deployment.ts';
import { graphRequestsInTenSeconds, objects, observability, usage } from './assumptions.ts';
import { estimate, type Estimate, type MeasuredCost, peopleOfOneOrganisation } from './estimate.ts';

type Row = readonly string[];

/** What docs/capacity.md derives: from the committed figures of `npm run bench`, wrangler.toml and the assumptions. */
export interface CapacityTables {
  readonly basis: readonly Row[];
  readonly load: readonly Row[];
  readonly cost: readonly Row[];
}

const sizes = [1000, 100_000, 10_000_000] as const;

/** @throws Error where the committed figures lack one that the arithmetic stands on */
export function capacityTables(): CapacityTables {
  const cost = measuredCost();
  const source = 'measured: [performance](performance.md)';
  const estimates = sizes.map((people) => estimate(people, cost));
  const row = (name: string, show: (one: Estimate) => string): Row => [name, ...estimates.map(show)];
  return {
    basis: [
      ['Processor time of a warm call', `${cost.warmCpuMs.toFixed(1)} ms`, source],
      ['Processor time of a first call, exchange included', `${cost.coldCpuMs.toFixed(1)} ms`, source],
      ['Calls of a person on a working day', String(usage.callsPerDay), 'assumed'],
      ['Working days a month', String(usage.workingDaysPerMonth), 'assumed'],
      [
        'Exchanges of a person a day',
        round(usage.activeHoursPerDay / usage.accessTokenHours),
        `${usage.activeHoursPerDay} active hours, tokens of ${usage.accessTokenHours} hours`,
      ],
      [
        'Busiest second',
        `${usage.busiestSecondFactor} × average of the busiest hour`,
        `which has ${usage.busiestHourShare * 100} % of a day's calls`,
      ],
      ['Requests to Graph a call', cost.graphRequestsPerCall.toFixed(1), source],
      [
        'A vault is busy',
        `${objects.hitSeconds * 1000} ms, or ${objects.exchangeSeconds * 1000} ms with an exchange`,
        'assumed',
      ],
      [
        'Requests that are traced',
        `${cost.tracedShare * 100} %`,
        `wrangler.toml; ${observability.spansPerCall} spans each, counted on workerd`,
      ],
      [
        'A line of the log, a span',
        `${observability.kbPerLine} KB, ${observability.kbPerSpan} KB`,
        'assumed',
      ],
    ],
    load: [
      row('calls a month', ({ callsPerMonth }) => round(callsPerMonth)),
      row('exchanges a month', ({ exchangesPerMonth }) => round(exchangesPerMonth)),
      row('calls in the busiest second', ({ callsPerSecond }) => round(callsPerSecond)),
      row('requests to Graph in the busiest second', ({ graphPerSecond }) => round(graphPerSecond)),
      row(
        'of what Graph allows one application',
        ({ graphPerSecond }) => `${round((graphPerSecond * 10 * 100) / graphRequestsInTenSeconds)} %`,
      ),
      row('processor cores in the busiest second', ({ cores }) => round(cores)),
      row('processor hours a month', ({ cpuHoursPerMonth }) => round(cpuHoursPerMonth)),
      row('stored', ({ storedGb }) => `${round(storedGb)} GB`),
      row('lines and spans a month', ({ ingestedGb }) => `${round(ingestedGb)} GB`),
      row(
        'largest organisation that one policy object serves',
        () => `${round(peopleOfOneOrganisation())} people`,
      ),
    ],
    cost: [
      row('plan', () => dollars(5)),
      row('requests', (one) => dollars(one.dollars.requests)),
      row('processor time', (one) => dollars(one.dollars.cpu)),
      row('objects: requests', (one) => dollars(one.dollars.objectRequests)),
      row('objects: time', (one) => dollars(one.dollars.objectTime)),
      row('objects: storage', (one) => dollars(one.dollars.storage)),
      row('logs and traces', (one) => dollars(one.dollars.observability)),
      row('**a month**', (one) => `**${dollars(one.dollars.total)}**`),
      row('a person and month', (one) => `$${(one.dollars.total / one.people).toFixed(4)}`),
    ],
  };
}

function measuredCost(): MeasuredCost {
  const text = readFileSync(`${root}docs/performance.json`, 'utf8');
  const { figures, tools } = JSON.parse(text) as Performance;
  const valueOf = (id: string): number => {
    const figure = figures.find((candidate) => candidate.id === id);
    if (!figure)
      throw new Error(`docs/performance.json has no figure ${id}, on which docs/capacity.md stands.`);
    return figure.value;
  };
  return {
    warmCpuMs: valueOf('search-cpu-1000'),
    coldCpuMs: valueOf('cold-cpu'),
    graphRequestsPerCall: tools.reduce((sum, { warm }) => sum + warm.graph, 0) / tools.length,
    tracedShare: readDeployment(`${root}wrangler.toml`).observability.tracedShare,
  };
}

function dollars(amount: number): string {
  return `$${Math.round(amount).toLocaleString('en-US')}`;
}

/** Two significant digits, and thousands where there are many. */
function round(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
