import { formatNumber } from '../figure-table.ts';
import type { RatioBar } from '../goal-chart.ts';

/** Servers of the comparison, in the order of its columns. */
export const serverNames = {
  connector: 'Connector',
  peer: 'Peer, same permissions',
  peerMail: 'Peer, two mail tools',
} as const;

/** A server of the comparison: the connector, or the peer with one of two tool sets. */
export type ServerName = keyof typeof serverNames;

/** One figure of all servers. */
export interface ComparisonRow {
  readonly title: string;
  readonly unit: 'ms' | 'calls/s' | 'tokens';
  /** Median of the blocks of each server. */
  readonly values: Readonly<Record<ServerName, number>>;
  /** The connector relative to the peer: the median of the ratios of neighboring blocks. */
  readonly ratios: Readonly<Record<Exclude<ServerName, 'connector'>, number>>;
}

/** A run of the comparison. */
export interface Comparison {
  /** Package and version of the peer. */
  readonly peer: string;
  /** Number of tools of each server. */
  readonly tools: Readonly<Record<ServerName, number>>;
  /** ISO 8601 day. */
  readonly measured: string;
  readonly rows: readonly ComparisonRow[];
}

/** Measured values of each server, one for each block. */
export type Blocks = Readonly<Record<ServerName, readonly number[]>>;

/** Summarizes blocks that were measured in turn, so that other load of the machine affects all servers. */
export function compareBlocks(title: string, unit: ComparisonRow['unit'], blocks: Blocks): ComparisonRow {
  const { connector, peer, peerMail } = blocks;
  return {
    title,
    unit,
    values: { connector: median(connector), peer: median(peer), peerMail: median(peerMail) },
    ratios: { peer: median(ratios(connector, peer)), peerMail: median(ratios(connector, peerMail)) },
  };
}

/** @throws RangeError when the lists differ in length or a divisor is not positive */
export function ratios(values: readonly number[], divisors: readonly number[]): readonly number[] {
  if (values.length !== divisors.length) throw new RangeError('Each block needs its neighbor.');
  return values.map((value, index) => {
    const divisor = divisors[index] ?? 0;
    if (divisor <= 0) throw new RangeError('A ratio needs a positive divisor.');
    return value / divisor;
  });
}

/** The middle value, or the mean of the two in the middle. @throws RangeError without a value */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('A median needs a value.');
  return (lower + upper) / 2;
}

/** Rows of the table, the header first. */
export function comparisonTable(rows: readonly ComparisonRow[]): readonly (readonly string[])[] {
  const { connector, peer, peerMail } = serverNames;
  return [
    ['Figure', connector, peer, 'Ratio', peerMail, 'Ratio'],
    ...rows.map(({ title, unit, values, ratios: { peer: ratio, peerMail: mailRatio } }) => [
      title,
      `${formatNumber(values.connector)} ${unit}`,
      `${formatNumber(values.peer)} ${unit}`,
      formatNumber(ratio),
      `${formatNumber(values.peerMail)} ${unit}`,
      formatNumber(mailRatio),
    ]),
  ];
}

/** Two bars for each figure, one for each tool set of the peer. Of rates, the inverse is drawn. */
export function comparisonBars(rows: readonly ComparisonRow[]): readonly RatioBar[] {
  return rows.flatMap(({ title, unit, values, ratios: relative }) =>
    (['peer', 'peerMail'] as const).map((name) => {
      const share = unit === 'calls/s' ? 1 / relative[name] : relative[name];
      return {
        title: `${title} (${name === 'peer' ? 'same permissions' : 'two mail tools'})`,
        share,
        isGood: share <= 1,
        text: `${formatNumber(values.connector)} / ${formatNumber(values[name])} ${unit}`,
      };
    }),
  );
}
