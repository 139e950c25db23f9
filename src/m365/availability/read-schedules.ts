import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { workingHours, type WorkingWeek, workingWeek } from './schedules.ts';

/** Somebody whose time is looked at. */
export interface Person {
  readonly address: string;
  /** Where it was found by name. */
  readonly name?: string | undefined;
  /** Whether a meeting can do without. */
  readonly isOptional: boolean;
}

/** When somebody is free, in slots of {@link slotMinutes} from the start of the window. */
export interface Schedule extends Person {
  /** A digit a slot: 0 free, 1 tentative, 2 busy, 3 away, 4 working elsewhere. Undefined where it cannot be seen. */
  readonly view: string | undefined;
  readonly week: WorkingWeek | undefined;
}

/** Meetings begin on the quarter. */
export const slotMinutes = 15;

const answer = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string().nullish(),
      availabilityView: z.string().nullish(),
      error: z.unknown().optional(),
      workingHours: workingHours.nullish(),
    }),
  ),
});

/** The times of everybody, in the order given, in one request. */
export async function readSchedules(
  people: readonly Person[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  graph: GraphClient,
): Promise<readonly Schedule[]> {
  const { value } = await graph.json({
    method: 'POST',
    path: graphPath`/me/calendar/getSchedule`,
    body: {
      schedules: people.map(({ address }) => address),
      startTime: utc(fromMs),
      endTime: utc(toMs),
      availabilityViewInterval: slotMinutes,
    },
    schema: answer,
  });
  const found = new Map(value.map((schedule) => [schedule.scheduleId?.toLowerCase(), schedule]));
  return people.map((person) => {
    const schedule = found.get(person.address.toLowerCase());
    const view = schedule?.availabilityView ?? '';
    const isSeen = /^[0-4]+$/.test(view) && !schedule?.error;
    return { ...person, view: isSeen ? view : undefined, week: workingWeek(schedule?.workingHours) };
  });
}

function utc(instantMs: number): { readonly dateTime: string; readonly timeZone: 'UTC' } {
  return { dateTime: new Date(instantMs).toISOString().slice(0, 19), timeZone: 'UTC' };
}
