import type { Zone } from '../../time/time-zone.ts';

/** What is asked for, resolved: words to instants. */
export interface CalendarQuery {
  readonly owner: string | undefined;
  readonly text: string | undefined;
  readonly attendee: string | undefined;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly zone: Zone;
  /** `nearest` to a moment: what comes next and what has just been. */
  readonly order: 'oldest' | 'newest' | { readonly nearestToMs: number };
  readonly limit: number;
  readonly offset: number;
}
