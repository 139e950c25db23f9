import { z } from 'zod';
import { mailboxOwner } from '../graph/path.ts';
import { findBestTimes, findLongestGap, meetingWindow } from '../m365/availability/find-times.ts';
import {
  availabilityNotes,
  gapNote,
  meetingTimeItem,
  personItem,
  toMeetingTimeItem,
  toPersonItem,
} from '../m365/availability/item.ts';
import { getOwnAddress, resolveParticipants } from '../m365/availability/people.ts';
import { readSchedules } from '../m365/availability/schedules.ts';
import { formatWithWeekday } from '../time/time-zone.ts';
import { defineTool } from './define-tool.ts';
import { searchResult } from './result-notes.ts';
import { name, resolveSearch, timeSpan, validationMessage } from './params.ts';

const maxPeople = 20;

const input = z
  .strictObject({
    participants: z
      .array(name)
      .min(1)
      .max(maxPeople - 1)
      .describe('Names, addresses, rooms, my manager, my team.'),
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
      const addresses = entries.filter((entry) => entry.includes('@'));
      const message = validationMessage(() => addresses.map((entry) => mailboxOwner(entry, argument)));
      if (message !== undefined) context.addIssue({ code: 'custom', path: [argument], message });
    }
  });

/** Finds times at which people can meet, computed here from the free/busy data of each calendar. */
export const findMeetingAvailability = defineTool({
  name: 'find_meeting_availability',
  title: 'Find meeting times',
  description:
    'Finds times when the user and others are free, with who is tentative or busy and the local time elsewhere; its people show time zone, working hours and days out of office. It books nothing. For events use outlook_calendar_search.',
  areas: ['calendar'],
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
    const [search, { people, unclear, notes: nameNotes }] = await Promise.all([
      resolveSearch(input, context, 'future'),
      resolveParticipants(
        [
          ...input.participants.map((text) => ({ text, isOptional: false })),
          ...input.optionalParticipants.map((text) => ({ text, isOptional: true })),
        ],
        context,
      ),
    ]);
    const { nowMs, dates } = search;
    const zone = await search.userZone;
    const { fromMs, toMs, isCut } = meetingWindow(dates, nowMs, input.duration);
    const text = `from ${formatWithWeekday(fromMs, zone)} before ${formatWithWeekday(toMs, zone)}`;
    if (unclear.length > 0) {
      const isUnknown = unclear.some(({ candidates }) => candidates.length === 0);
      const notes = [
        'No calendar was read. Repeat with an address for each name in unclear.',
        isUnknown &&
          'The directory has nobody for those without candidates: people outside the organization and rooms may need an address.',
      ];
      return { ...searchResult<never>({ items: [], dates: text, notes }), unclear };
    }
    const self = { address: await getOwnAddress(context), name: context.caller.name, isOptional: false };
    const everybody = new Map([self, ...people].map((person) => [person.address.toLowerCase(), person]));
    everybody.set(self.address.toLowerCase(), self);
    const schedules = await readSchedules([...everybody.values()], { fromMs, toMs }, context.graph);
    const requirements = {
      fromMs,
      toMs,
      durationMinutes: input.duration,
      minPercent: input.minimumAttendeePercentage,
      isWithinWorkingHours: input.workingHours,
    };
    const { times, more, note } = findBestTimes(schedules, requirements, input.maxCandidates);
    const gap = note === undefined ? undefined : findLongestGap(schedules, requirements);
    const result = searchResult<never>({
      items: times.map((time) => toMeetingTimeItem(time, schedules, input.duration * 60_000, zone)),
      more,
      dates: text,
      notes: [
        note,
        gap && gap.endMs - gap.startMs < input.duration * 60_000 && gapNote(gap, input.workingHours, zone),
        ...nameNotes,
        ...availabilityNotes(schedules),
        isCut && 'Only the first 31 days were searched.',
      ],
    });
    return { ...result, people: schedules.map((schedule) => toPersonItem(schedule, fromMs, zone)) };
  },
});
