import type { Clock } from '../lib/clock-part.ts';
import type { Trace } from '../lib/trace.ts';
import type { Zones } from '../time/zone-cache.ts';
import type { CursorSealer } from './cursor-sealer.ts';

/** What calls work with, made once by the composition. */
export interface CallServices {
  readonly cursors: CursorSealer;
  readonly clock: Clock;
  readonly zones: Zones;
  readonly trace: Trace;
}
