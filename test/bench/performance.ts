import type { Figure } from './figure.ts';
import type { ToolCost } from './measure-tools.ts';
import type { PartCost } from './measure-profile.ts';

/** Content of docs/performance.json: the latest run of each part. */
export interface Performance {
  /** ISO 8601 day of the latest run. */
  readonly measured: string;
  /** Processor, number of cores and versions. */
  readonly machine: string;
  readonly figures: readonly Figure[];
  readonly tools: readonly ToolCost[];
  /** CPU profile of a search. */
  readonly profile: readonly PartCost[];
}
