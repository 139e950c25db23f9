import type { Figure } from './figure.ts';
import type { ToolCost } from './measure-tools.ts';
import type { PartCost } from './measure-profile.ts';
import type { Comparison } from './peer/comparison.ts';

/** Content of docs/performance.json: the latest run of each part. */
export interface Performance {
  /** ISO 8601 day of the latest run. */
  readonly measured: string;
  /** Processor, number of cores and versions. */
  readonly machine: string;
  readonly figures: readonly Figure[];
  readonly tools: readonly ToolCost[];
  /** Calls and tokens of the questions in test/questions. */
  readonly questions?: readonly {
    readonly question: string;
    readonly calls: number;
    readonly tokens: number;
  }[];
  /** CPU profile of a search. */
  readonly profile: readonly PartCost[];
  /** The connector beside another server. */
  readonly comparison?: Comparison;
}
