/** One measured number. */
export interface Figure {
  /** Stable: what a run is compared by. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  /** ISO 8601 day, where it was published. */
  readonly measured?: string;
  /** What it has to keep to, where it has. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Whether a figure keeps to its goal. */
export function keepsGoal({ value, goal }: Figure): boolean {
  if (!goal) return true;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
