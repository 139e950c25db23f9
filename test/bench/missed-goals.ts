import { formatNumber } from './figure-table.ts';
import { type Figure, meetsGoal } from './figure.ts';

/** The value of another figure with its unit: `0.77 ms`. */
type ShowFigure = (id: string) => string;

const latency: (show: ShowFigure) => string = (show) =>
  `Load generator, upstream and \`workerd\` share two cores, and eight connections wait for one thread, which garbage collection stops for up to ${show('pause-longest')}. One connection has a p50 of ${show('search-p50-alone')} and a p99 of ${show('search-p99-alone')}. With eight connections, the bare Worker has a p99 of ${show('floor-p99')}, and of ${show('floor-protocol-p99')} through the MCP SDK and \`agents\`.`;

const search: (show: ShowFigure) => string = (show) =>
  `A bare Worker needs ${show('floor-protocol-cpu')} to do this through the MCP SDK and \`agents\`. The rest is validation, decryption, policy, sanitizing and audit, in the many small parts of the profile below.`;

const finishedReads = (): string =>
  'At most 56 MB of content are in memory at once. The rest is memory of finished reads that V8 has not returned yet.';

const fewSearches = (): string =>
  'Readers of documents and searches share one thread. The p99 of this row is that of 160 searches, so two slow ones decide it, and the p99 of the idle machine beside it differs by a factor of two from run to run.';

/** Reasons by the id of the figure. */
const reasons: Readonly<Record<string, (show: ShowFigure) => string>> = {
  'search-cpu-1': search,
  'search-cpu-1000': () => 'As with one user.',
  'search-cpu-all': (show) =>
    `The bare Worker needs ${show('floor-cpu-all')} with as many users, because \`workerd\` evicts a Durable Object after ten seconds without a request and then opens its database again. What is added to it is the same as with one user.`,
  'search-p99-1': latency,
  'search-p99-1000': () => 'As with one user.',
  'list-cpu': () =>
    'The result is kept as bytes. What is left is the check of token, policy and revocation in the vault of the user, and the audit, for each call.',
  'memory-all': (show) =>
    `\`workerd\` holds native memory for each Durable Object and its database: a bare Worker with one object and one table for each user has ${show('floor-memory-all')} after the same users.`,
  'start-up': () =>
    'Most of it creates schemas: those of the MCP SDK, which creates them at start-up so that no request waits for it, and those of tools and Graph responses.',
  'text-hostile-memory': () =>
    'The figure is the peak of the process, which includes copies of long texts that V8 has not collected. An isolate has 128 MB.',
  'trips-teams': () =>
    'A message has the id of its chat or channel, Graph returns its name only by this id, and the connector keeps no names.',
  'memory-5-searches': fewSearches,
  'memory-20-searches': fewSearches,
  'memory-5': finishedReads,
  'memory-20': finishedReads,
};

/** One line for each missed goal: value, goal and reason. */
export function missedGoals(figures: readonly Figure[]): readonly string[] {
  const show: ShowFigure = (id) => {
    const figure = figures.find((candidate) => candidate.id === id);
    return figure ? `${formatNumber(figure.value)} ${figure.unit}` : '(not measured yet)';
  };
  return figures.flatMap((figure) => {
    const { id, title, value, unit, goal } = figure;
    if (!goal || meetsGoal(figure)) return [];
    const wanted = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;
    const reason = reasons[id]?.(show) ?? 'The reason is not known yet.';
    return [`**${title}**: ${formatNumber(value)} ${unit}, goal ${wanted}. ${reason}`];
  });
}
