import { badArgument, type InputRow } from './input-row.ts';

const tools = [
  'outlook_email_search',
  'outlook_calendar_search',
  'chat_message_search',
  'sharepoint_search',
  'find_meeting_availability',
];

/** Dates and times that do not exist, are out of range or ambiguous. */
const invalidDates = [
  '2026-02-30',
  '2025-02-29',
  '2100-02-29',
  '2026-04-31',
  '2026-00-10',
  '2026-13-01',
  '2026-01-00',
  '2026-1-1',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '-2026-01-01',
  '+2026-01-01',
  '+12026-01-01',
  '20260101',
  '2026-W01',
  '2026-001',
  '2026-11-24T24:00:01Z',
  '2026-11-24T25:00Z',
  '2026-11-24T10:60Z',
  '2026-11-24T10:00:61Z',
  '2026-06-30T23:59:60Z',
  '2026-11-24T10:00+25:00',
  '2026-11-24T10:00+00:99',
  '2026-11-24T10:00Z+01:00',
  '2026-11-24T10:00:00.0000000000Z',
  '05/06/2026',
  '24.11.2026',
  'may',
  'when pigs fly',
  'in -3 days',
  'in 99999 weeks',
  'last fortnight',
  '1764000000',
  '1e3',
  'NaN',
  'Infinity',
  'null',
  '__proto__',
  '',
  ' ',
  '２０２６-01-01',
  '2026‐01‐01',
  '2026-01-01\u0000',
  "2026-01-01' or 1 eq 1",
  '2026-01-01)&$select=body',
  '2026-01-01T00:00:00Z,2026-01-02',
  '2026-01-01\u202e',
  '2026-01-01\u200b',
];

const invalidTimeZones = [
  'Mars/Phobos',
  'Europe',
  'Europe/Atlantis',
  '../../etc/passwd',
  'UTC+25',
  'GMT+99',
  '+25:00',
  '+1',
  'Z+1',
  '',
  ' ',
  'null',
  '__proto__',
  'constructor',
  'Europe/Berlin\u0000',
  'Europe/Berlin; DROP',
  'Ｅurope/Berlin',
  '5',
];

/** Time ranges whose end is not after their start. */
const emptySpans = [
  ['2026-02-02', '2026-02-01'],
  ['2026-02-02', '2026-02-02'],
  ['tomorrow', 'yesterday'],
  ['today', 'today'],
  ['in 2 weeks', 'last month'],
  ['now', '2 hours ago'],
  ['2026-02-02T10:00:00Z', '2026-02-02T10:00:00+02:00'],
  ['2026-02-02T10:00:00.001Z', '2026-02-02T10:00:00Z'],
] as const;

/** Rows with invalid dates, time zones and ranges. */
export const dateRows: readonly InputRow[] = [
  // All tools share the date parser, so one tool gets every date and the others a part.
  ...invalidDates.flatMap((date, index) =>
    tools
      .filter((_, number) => number === 0 || index % tools.length === number)
      .map((tool) =>
        badArgument(tool, index % 2 === 0 ? 'afterDateTime' : 'beforeDateTime', JSON.stringify(date)),
      ),
  ),
  ...['20260101', 'true', '["2026-01-01"]', '{}', 'null'].map((json) =>
    badArgument('outlook_calendar_search', 'afterDateTime', json),
  ),
  ...invalidTimeZones.map((zone, index) =>
    badArgument(tools[index % tools.length]!, 'timeZone', JSON.stringify(zone)),
  ),
  ...emptySpans.flatMap(([afterDateTime, beforeDateTime]) =>
    tools
      .slice(0, 4)
      .map((tool): InputRow => [tool, { query: 'x', afterDateTime, beforeDateTime }, 'beforeDateTime']),
  ),
];
