import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { resolveDateRange } from '../time/date-range-part.ts';
import { createZone } from '../time/time-zone.ts';

const span = z.object({
  afterDateTime: z.string().optional(),
  beforeDateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

/** The most western and most eastern clocks that there are, and one between: between them they show every day there is now. */
const everywhere = ['Etc/GMT+12', 'UTC', 'Etc/GMT-14'];

/**
 * What is wrong with dates of which none can lie between, wherever the person is: what the person's zone decides is
 * judged when it is known. Undefined where nothing is.
 */
export function emptySpan(input: Readonly<Record<string, unknown>>, nowMs: number): AppError | undefined {
  const { data } = span.safeParse(input);
  if (data?.afterDateTime === undefined || data.beforeDateTime === undefined) return undefined;
  const zones = data.timeZone === undefined ? everywhere : [data.timeZone];
  const faults = zones.flatMap((name) => faultOf(data, name, nowMs) ?? []);
  return faults.length === zones.length ? faults.at(Math.floor(zones.length / 2)) : undefined;
}

function faultOf(range: z.output<typeof span>, zone: string, nowMs: number): AppError | undefined {
  try {
    resolveDateRange(range, { zone: createZone(zone), nowMs });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
