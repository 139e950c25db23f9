import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLength, formatSpan } from '../../../src/views/meeting-times/dates.ts';
import { type MeetingTimes, readToolResult } from '../../../src/views/meeting-times/result.ts';
import { createWeekGrid } from '../../../src/views/meeting-times/week-grid.ts';

/** Result with these members of the structured content. */
function read(structuredContent: Record<string, unknown>): MeetingTimes {
  const content = readToolResult({ content: [], structuredContent });
  if (!content.ok) throw new Error(content.text);
  return content.value;
}

function timeOf(start: string, end: string, members: Record<string, unknown> = {}): object {
  return { start: `${start}+01:00`, end: `${end}+01:00`, free: 'everybody', ...members };
}

const wall = (text: string): number => Date.parse(`${text}Z`);

describe('readToolResult', () => {
  it('reads times in wall-clock time, in their order, with the latest end', () => {
    const { times } = read({
      items: [
        timeOf('2026-12-02T09:00', '2026-12-02T09:30', { until: '2026-12-02T12:00+01:00' }),
        timeOf('2026-12-01T09:00', '2026-12-01T09:30'),
      ],
    });
    expect(times.map(({ startMs, endMs, lengthMs }) => [startMs, endMs, lengthMs])).toEqual([
      [wall('2026-12-01T09:00'), wall('2026-12-01T09:30'), 1_800_000],
      [wall('2026-12-02T09:00'), wall('2026-12-02T12:00'), 1_800_000],
    ]);
  });

  it('regards a time as suitable only if everybody is free within working hours', () => {
    const people = [{ who: 'Room 1 <room@contoso.example>', unknown: true }];
    const { times } = read({
      people,
      items: [
        timeOf('2026-12-01T09:00', '2026-12-01T09:30'),
        timeOf('2026-12-01T10:00', '2026-12-01T10:30', { outsideHours: ['Alex'] }),
        timeOf('2026-12-01T11:00', '2026-12-01T11:30', {
          free: ['Megan'],
          tentative: ['Alex'],
          busy: ['Lee'],
        }),
        timeOf('2026-12-01T12:00', '2026-12-01T12:30', { free: ['Megan'] }),
      ],
    });
    expect(times.map(({ suitsEverybody, limits }) => [suitsEverybody, limits])).toEqual([
      [true, []],
      [false, [{ label: 'outside working hours', names: ['Alex'] }]],
      [
        false,
        [
          { label: 'busy', names: ['Lee'] },
          { label: 'tentative', names: ['Alex'] },
          { label: 'calendar unknown', names: ['Room 1 <room@contoso.example>'] },
        ],
      ],
      [false, [{ label: 'calendar unknown', names: ['Room 1 <room@contoso.example>'] }]],
    ]);
  });

  it('names the time zone that no time lists as another one', () => {
    const local = { 'America/New_York': '2026-12-01T03:00-05:00' };
    const items = [timeOf('2026-12-01T09:00', '2026-12-01T09:30', { local })];
    const newYork = { who: 'Lee', zone: 'America/New_York' };
    expect(read({ items, people: [newYork, { who: 'Megan', zone: 'Europe/Warsaw' }] }).zone).toBe(
      'Europe/Warsaw',
    );
    expect(read({ items, people: [newYork] }).zone).toBeUndefined();
  });

  it('reads the searched dates', () => {
    const dates = 'from Mon 2026-11-30T06:30+01:00 before Mon 2026-12-07T06:30+01:00';
    expect(read({ items: [], dates }).range).toEqual({
      fromMs: wall('2026-11-30T06:30'),
      toMs: wall('2026-12-07T06:30'),
    });
    expect(read({ items: [], dates: 'tomorrow' }).range).toBeUndefined();
  });

  it('leaves out times that are malformed or end before they start', () => {
    const items = [
      timeOf('2026-12-01T09:30', '2026-12-01T09:30'),
      timeOf('2026-13-01T09:30', '2026-13-01T10:30'),
      timeOf('next week', 'later'),
      { start: '2026-12-01T09:30Z', end: '2026-12-01T10:30Z' },
      'x',
      null,
    ];
    expect(read({ items }).times).toEqual([]);
  });

  it('cuts long lists and texts after whole code points', () => {
    const items = Array.from({ length: 100 }, () =>
      timeOf('2026-12-01T09:00', '2026-12-01T09:30', {
        busy: Array.from({ length: 100 }, () => '😀'.repeat(99)),
      }),
    );
    const { times } = read({ items, page: { note: 'n'.repeat(5000) } });
    expect(times).toHaveLength(50);
    const [name = ''] = times[0]?.limits[0]?.names ?? [];
    expect(name).toBe(`${'😀'.repeat(39)}…`);
    expect(name.isWellFormed()).toBe(true);
  });

  it('removes controls of direction, with which a name reads as another one', () => {
    const items = [
      timeOf('2026-12-01T09:00', '2026-12-01T09:30', { busy: ['\u202Egnp.exe\u2069', 'עברית'] }),
    ];
    expect(read({ items }).times[0]?.limits[0]?.names).toEqual(['gnp.exe', 'עברית']);
  });

  it('shows the text of an error, and a message where there is none', () => {
    const content = [{ type: 'text', text: 'throttled: Try again.' }, { type: 'image' }, 1];
    expect(readToolResult({ isError: true, content })).toEqual({ ok: false, text: 'throttled: Try again.' });
    expect(readToolResult({ isError: true })).toEqual({ ok: false, text: 'The search failed.' });
    expect(readToolResult({})).toMatchObject({ ok: false });
  });

  it('reads any JSON value without an exception, into a bounded grid', () => {
    const date = fc.constantFrom('0000-01-01', '1969-12-28', '2026-03-29', '2026-12-05', '9999-12-31');
    const time = fc.tuple(
      date,
      fc.constantFrom('00:00', '09:07', '23:45'),
      fc.constantFrom('+00:00', '+14:00'),
    );
    const text = fc.oneof(
      time.map(([day, clock, offset]) => `${day}T${clock}${offset}`),
      fc.jsonValue(),
    );
    const item = fc.record({
      start: text,
      end: text,
      until: text,
      free: text,
      busy: fc.jsonValue(),
      local: fc.jsonValue(),
    });
    const result = fc.record({
      items: fc.array(item),
      people: fc.jsonValue(),
      dates: text,
      page: fc.jsonValue(),
    });
    fc.assert(
      fc.property(result, (structuredContent) => {
        const { weeks } = createWeekGrid(read(structuredContent));
        const cells = weeks.flatMap(({ hours }) => hours.flat());
        return cells.length <= 6 * 7 * 24;
      }),
    );
  });
});

describe('createWeekGrid', () => {
  it('lays out working days in hours, with the quarters of each time', () => {
    const { firstHour, weeks } = createWeekGrid(
      read({ items: [timeOf('2026-12-02T10:15', '2026-12-02T11:30')] }),
    );
    const [week, ...others] = weeks;
    expect(others).toEqual([]);
    expect(firstHour).toBe(9);
    expect(week?.hours).toHaveLength(8);
    expect(week?.days.map((day) => new Date(day).toISOString().slice(0, 10))).toEqual([
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-04',
    ]);
    expect(week?.hours[1]?.[2]).toEqual({
      quarters: [undefined, 'everybody', 'everybody', 'everybody'],
      starts: [0],
      isSearched: true,
    });
    expect(week?.hours[2]?.[2]?.quarters).toEqual(['everybody', 'everybody', undefined, undefined]);
    expect(week?.hours[2]?.[3]?.quarters).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('prefers the time that suits everybody where two overlap', () => {
    const items = [
      timeOf('2026-12-02T09:00', '2026-12-02T10:00', { busy: ['Alex'], free: [] }),
      timeOf('2026-12-02T09:30', '2026-12-02T10:00'),
    ];
    const [week] = createWeekGrid(read({ items })).weeks;
    expect(week?.hours[0]?.[2]).toMatchObject({
      quarters: ['some', 'some', 'everybody', 'everybody'],
      starts: [0, 1],
    });
  });

  it('adds the days of a weekend that have a time, and all hours for a time across midnight', () => {
    const items = [timeOf('2026-12-05T22:00', '2026-12-06T01:00')];
    const { firstHour, weeks } = createWeekGrid(read({ items }));
    expect([firstHour, weeks[0]?.hours.length, weeks[0]?.days.length]).toEqual([0, 24, 7]);
    expect(weeks[0]?.hours[23]?.[5]?.quarters).toEqual(['everybody', 'everybody', 'everybody', 'everybody']);
    expect(weeks[0]?.hours[0]?.[6]?.quarters[0]).toBe('everybody');
  });

  it('leaves out days and marks hours that were not searched, and shows only weeks with a time', () => {
    const dates = 'from Tue 2026-12-01T10:00+01:00 before Fri 2026-12-18T10:00+01:00';
    const items = [
      timeOf('2026-12-02T09:00', '2026-12-02T10:00'),
      timeOf('2026-12-17T09:00', '2026-12-17T10:00'),
    ];
    const { weeks } = createWeekGrid(read({ items, dates }));
    expect(weeks.map(({ days }) => days.length)).toEqual([4, 5]);
    expect(weeks[0]?.hours.map(([tuesday]) => tuesday?.isSearched)).toEqual([
      false,
      ...Array<boolean>(7).fill(true),
    ]);
  });
});

describe('formatSpan', () => {
  it.each([
    ['2026-12-01T09:15', '2026-12-01T17:00', '09:15–17:00'],
    ['2026-12-01T16:45', '2026-12-02T09:15', '16:45–Wed 09:15'],
    ['2026-12-01T16:45', '2026-12-02T00:00', '16:45–24:00'],
  ])('formats %s to %s', (start, end, expected) => {
    expect(formatSpan(wall(start), wall(end))).toBe(expected);
  });
});

describe('formatLength', () => {
  it.each([
    [30, '30 min'],
    [60, '1 h'],
    [95, '1 h 35 min'],
  ])('formats %i minutes', (minutes, expected) => {
    expect(formatLength(minutes * 60_000)).toBe(expected);
  });
});
