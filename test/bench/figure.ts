/** One measured number. */
export interface Figure {
  /** Stable id for comparisons between runs. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  /** ISO 8601 day of a published figure. */
  readonly measured?: string;
  /** Goal, if any. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Whether a figure meets its goal. */
export function meetsGoal({ value, goal }: Figure): boolean {
  if (!goal) return true;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
