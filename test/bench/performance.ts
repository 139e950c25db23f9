import type { Figure } from './figure.ts';
import type { ToolCost } from './measure-tools.ts';
import type { PartCost } from './measure-profile.ts';

/** What docs/performance.json holds: the latest run of each part. */
export interface Performance {
  /** ISO 8601 day of the latest. */
  readonly measured: string;
  /** Where: processor, number of cores, versions. */
  readonly machine: string;
  readonly figures: readonly Figure[];
  readonly tools: readonly ToolCost[];
  /** Where the time of a search goes. */
  readonly profile: readonly PartCost[];
}
