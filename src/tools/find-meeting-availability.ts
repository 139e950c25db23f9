import { z } from 'zod';
import { mailboxOwner } from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import { type MeetingNeeds, type MeetingTime, findTimes } from '../m365/availability/find-times.ts';
import {
  label,
  meetingTimeItem,
  personItem,
  toMeetingTimeItem,
  toPersonItem,
} from '../m365/availability/item.ts';
import { ownAddress, resolvePeople } from '../m365/availability/people.ts';
import { type Schedule, readSchedules, slotMinutes } from '../m365/availability/schedules.ts';
import { type DateRange, resolveDateRange } from '../time/date-range.ts';
import { formatWithWeekday } from '../time/time-zone.ts';
import { defineTool } from './define-tool.ts';
import { faultOf, name, timeSpan, resolveTimeZone } from './params.ts';

const maxPeople = 20;

const input = z
  .strictObject({
    participants: z
      .array(name)
      .min(1)
      .max(maxPeople - 1)
      .describe('Names or addresses, rooms too, without the person.'),
    optionalParticipants: z
      .array(name)
      .max(maxPeople - 1)
      .default([]),
    ...timeSpan,
    duration: z.int().min(5).max(480).default(30).describe('Minutes.'),
    minimumAttendeePercentage: z.int().min(1).max(100).default(100).describe('Of participants.'),
    workingHours: z.boolean().default(true).describe('Only within everybody’s.'),
    maxCandidates: z.int().min(1).max(50).default(5),
  })
  .superRefine(({ participants, optionalParticipants }, context) => {
    if (participants.length + optionalParticipants.length >= maxPeople) {
      const message = `at most ${maxPeople - 1} people together with optionalParticipants`;
      context.addIssue({ code: 'custom', path: ['participants'], message });
    }
    for (const [argument, entries] of Object.entries({ participants, optionalParticipants })) {
      const fault = faultOf(() =>
        entries.filter((entry) => entry.includes('@')).map((entry) => mailboxOwner(entry, argument)),
      );
      if (fault !== undefined) context.addIssue({ code: 'custom', path: [argument], message: fault });
    }
  });

/** Search of times at which people can meet, reckoned here from what each calendar says of free and busy. */
export const findMeetingAvailability = defineTool({
  name: 'find_meeting_availability',
  title: 'Find meeting times',
  description:
    'Finds times when the person and others are free, with who is tentative or busy and the local time elsewhere. It books nothing. For events themselves use outlook_calendar_search.',
  permissions: ['Calendars.Read', 'Calendars.Read.Shared'],
  input,
  item: meetingTimeItem,
  extra: {
    dates: z.string().optional(),
    people: z.array(personItem).optional(),
    unclear: z
      .array(z.object({ name: z.string(), candidates: z.array(z.string()) }))
      .optional()
      .describe('Ask who is meant.'),
  },
  async run(input, context) {
    const zone = await resolveTimeZone(input.timeZone, context);
    const nowMs = context.clock.nowMs();
    const { fromMs, toMs, isCut } = windowOf(resolveDateRange(input, { zone, nowMs }), nowMs, input.duration);
    const dates = `from ${formatWithWeekday(fromMs, zone)} before ${formatWithWeekday(toMs, zone)}`;
    const { people, unclear } = await resolvePeople(
      [
        ...input.participants.map((text) => ({ text, isOptional: false })),
        ...input.optionalParticipants.map((text) => ({ text, isOptional: true })),
      ],
      context,
    );
    if (unclear.length > 0) {
      const note = 'Nothing was looked up: give an address for each name that is unclear.';
      return { dates, unclear, items: [], page: { note } };
    }
    const self = { address: await ownAddress(context), name: context.caller.name, isOptional: false };
    const everybody = new Map([self, ...people].map((person) => [person.address.toLowerCase(), person]));
    everybody.set(self.address.toLowerCase(), self);
    const schedules = await readSchedules([...everybody.values()], { fromMs, toMs }, context.graph);
    const needs: MeetingNeeds = {
      fromMs,
      toMs,
      durationMinutes: input.duration,
      leastPercent: input.minimumAttendeePercentage,
      isWithinWorkingHours: input.workingHours,
    };
    const found = findTimes(schedules, needs);
    const nearest = found.length > 0 ? undefined : nearestTimes(schedules, needs);
    const times = nearest?.times ?? found;
    const shown = times.slice(0, nearest ? Math.min(maxNearest, input.maxCandidates) : input.maxCandidates);
    return {
      dates,
      people: schedules.map(toPersonItem),
      items: shown.map((time) => toMeetingTimeItem(time, schedules, input.duration * 60_000, zone)),
      page: { more: times.length > shown.length, note: noteOf(schedules, nearest?.note, isCut) },
    };
  },
});

const maxNearest = 3;
const dayMs = 86_400_000;
const maxDays = 31;
const slotMs = slotMinutes * 60_000;

/** From the next quarter on, a week where no end is given. What is over is left out. */
function windowOf(
  { after, before }: DateRange,
  nowMs: number,
  durationMinutes: number,
): { readonly fromMs: number; readonly toMs: number; readonly isCut: boolean } {
  const fromMs = Math.ceil(Math.max(after?.instantMs ?? nowMs, nowMs) / slotMs) * slotMs;
  const wantedMs = before?.instantMs ?? fromMs + 7 * dayMs;
  if (wantedMs - fromMs < durationMinutes * 60_000) {
    throw new AppError(
      'invalid_argument',
      `beforeDateTime leaves no room for ${durationMinutes} minutes from now or from afterDateTime on.`,
      { argument: 'beforeDateTime' },
    );
  }
  const toMs = Math.min(wantedMs, fromMs + maxDays * dayMs);
  return { fromMs, toMs, isCut: toMs < wantedMs };
}

/** What comes nearest where nothing fits: times outside of working hours, or else without some of the people. */
function nearestTimes(
  schedules: readonly Schedule[],
  needs: MeetingNeeds,
): { readonly times: readonly MeetingTime[]; readonly note: string } {
  const outside = needs.isWithinWorkingHours
    ? findTimes(schedules, { ...needs, isWithinWorkingHours: false })
    : [];
  if (outside.length > 0) {
    return {
      times: outside,
      note: 'No time suits everybody’s working hours: these are outside of those of some.',
    };
  }
  const without = findTimes(schedules, { ...needs, isWithinWorkingHours: false, leastPercent: 0 });
  const note =
    without.length > 0
      ? 'No time suits as many as were asked for: these come nearest.'
      : 'The person has no free time of this length in these days.';
  return { times: without, note };
}

function noteOf(schedules: readonly Schedule[], nearest: string | undefined, isCut: boolean): string {
  const unknown = schedules.filter(({ view }) => view === undefined).map(label);
  const withoutHours = schedules.filter(({ view, week }) => view !== undefined && !week).map(label);
  return [
    nearest,
    unknown.length > 0 &&
      `Not known when these are free, their calendars cannot be read: ${unknown.join(', ')}.`,
    withoutHours.length > 0 && `Working hours not known: ${withoutHours.join(', ')}.`,
    isCut && `Only the first ${maxDays} days were looked at.`,
  ]
    .filter(Boolean)
    .join(' ');
}
