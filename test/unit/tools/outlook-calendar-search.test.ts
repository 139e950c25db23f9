import { describe, expect, it } from 'vitest';
import { outlookCalendarSearch } from '../../../src/tools/outlook-calendar-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { nowMs, toolContext } from './tool-context.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes: readonly string[] = ['Calendars.Read', 'Calendars.Read.Shared'],
  resume?: unknown,
  atMs = nowMs,
) {
  const context = { ...toolContext(answer, scopes), clock: { nowMs: () => atMs } };
  const result = outlookCalendarSearch.run(outlookCalendarSearch.input.parse(args), context, resume as never);
  return { context, result };
}

const utc = (timeMs: number) => ({
  dateTime: `${new Date(timeMs).toISOString().slice(0, 19)}.0000000`,
  timeZone: 'UTC',
});

function event(startMs: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAY${startMs}`,
    subject: `Event ${startMs}`,
    start: utc(startMs),
    end: utc(startMs + hourMs),
    organizer: { emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } },
    type: 'singleInstance',
    showAs: 'busy',
    ...more,
  };
}

function wholeDay(startMs: number): Record<string, unknown> {
  return event(startMs, {
    subject: `day of ${new Date(startMs).toISOString().slice(0, 10)}`,
    end: utc(startMs + dayMs),
    isAllDay: true,
  });
}

/** A calendar that answers as Graph does: by window, sorted, page by page. */
function calendar(events: readonly Record<string, unknown>[]): FakeResponse {
  return ({ query }) => {
    const [from, to] = [
      Date.parse(String(query?.['startDateTime'])),
      Date.parse(String(query?.['endDateTime'])),
    ];
    const timeOf = (time: unknown) => Date.parse(`${(time as { dateTime: string }).dateTime}Z`);
    const startOf = (item: Record<string, unknown>) => timeOf(item['start']);
    const found = events.filter((item) => startOf(item) < to && timeOf(item['end']) > from);
    found.sort((a, b) => startOf(a) - startOf(b));
    if (String(query?.['$orderby']).endsWith('desc')) found.reverse();
    const skip = Number(query?.['$skip'] ?? 0);
    const end = skip + Number(query?.['$top']);
    return {
      value: found.slice(skip, end),
      ...(end < found.length
        ? { '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/calendarView?$skip=${end}` }
        : {}),
    };
  };
}

const subjects = (items: readonly unknown[] | undefined) =>
  (items ?? []).map((item) => (item as { subject: string }).subject);

describe('outlook_calendar_search', () => {
  it.each([
    [{}, '2026-11-23T23:00:00.000Z', '2027-11-23T23:00:00.000Z', 'start/dateTime'],
    [{ query: '*' }, '2026-11-23T23:00:00.000Z', '2027-11-23T23:00:00.000Z', 'start/dateTime'],
    [
      { afterDateTime: 'yesterday', beforeDateTime: 'tomorrow' },
      '2026-11-22T23:00:00.000Z',
      '2026-11-24T23:00:00.000Z',
      'start/dateTime',
    ],
    [
      { beforeDateTime: 'tomorrow' },
      '2026-11-23T23:00:00.000Z',
      '2026-11-24T23:00:00.000Z',
      'start/dateTime',
    ],
    [
      { beforeDateTime: 'yesterday', order: 'newest' },
      '2025-11-22T23:00:00.000Z',
      '2026-11-22T23:00:00.000Z',
      'start/dateTime desc',
    ],
    [
      { afterDateTime: '2026-11-24', timeZone: 'America/Los_Angeles' },
      '2026-11-24T08:00:00.000Z',
      '2027-11-24T08:00:00.000Z',
      'start/dateTime',
    ],
  ])('requests one window for %j', async (args, startDateTime, endDateTime, $orderby) => {
    const { context, result } = run(args, () => ({ value: [] }));
    const { dates } = await result;
    expect(context.graph.roundTrips).toBe(1);
    expect(context.graph.requests[0]).toMatchObject({
      path: '/me/calendarView',
      query: { startDateTime, endDateTime, $orderby, $top: 10 },
    });
    expect(dates).toMatch(/^from \w{3} 20\d\d-.* before \w{3} 20\d\d-/);
  });

  it('returns an event without usual values', async () => {
    const { items } = await run({}, () => ({
      value: [
        event(nowMs + hourMs, {
          attendees: [{ emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } }],
        }),
        event(nowMs + 2 * hourMs, {
          subject: 'Halo <b>weekly</b>',
          type: 'occurrence',
          isOnlineMeeting: true,
          isCancelled: true,
          sensitivity: 'private',
          showAs: 'tentative',
          location: { displayName: 'Room 14' },
          organizer: { emailAddress: { name: 'Patti Fernandez', address: 'patti@contoso.example' } },
          attendees: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((name) => ({ emailAddress: { name } })),
          responseStatus: { response: 'none' },
          bodyPreview: 'Risks.\r\n________________________________\r\nMicrosoft Teams meeting Join',
        }),
      ],
    })).result;
    expect(items).toEqual([
      {
        uri: `calendar:///events/~iIsqMbYjsT5e-T7KzowPTAAAY${nowMs + hourMs}`,
        start: '2026-11-24T11:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T12:00+01:00',
        subject: `Event ${nowMs + hourMs}`,
      },
      {
        uri: `calendar:///events/~iIsqMbYjsT5e-T7KzowPTAAAY${nowMs + 2 * hourMs}`,
        start: '2026-11-24T12:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T13:00+01:00',
        subject: 'Halo ‹b›weekly‹/b›',
        organizer: 'Patti Fernandez',
        with: 'A, B, C, D, E, F and 2 more',
        place: 'Room 14',
        online: true,
        recurring: true,
        cancelled: true,
        private: true,
        showAs: 'tentative',
        response: 'notResponded',
        preview: 'Risks.',
      },
    ]);
  });

  it.each([
    [{ query: 'budget' }, ['subject', 'preview', 'place', 'person']],
    [{ query: 'subject:"Budget"' }, ['subject', 'preview', 'place', 'person']],
    [{ query: 'budget OR lunch' }, ['subject', 'preview', 'place', 'person', 'Lunch']],
    [{ query: 'budget AND subject' }, ['subject']],
    [{ query: 'budget NOT subject' }, ['preview', 'place', 'person']],
    [{ query: 'budget -subject NOT "budget room"' }, ['preview', 'person']],
    [{ query: 'budget AND NOT subject:subject OR lunch' }, ['preview', 'place', 'person', 'Lunch']],
    [{ query: 'NOT budget' }, ['Lunch']],
    [{ query: 'lunch NOT "…"' }, ['Lunch']],
    [{ query: 'bud' }, ['subject', 'preview', 'place', 'person']],
    [{ attendee: 'zoe@x.example' }, ['person']],
    [{ attendee: 'Zoë' }, ['person']],
    [{ query: 'lunch', attendee: 'zoe' }, []],
  ])('finds for %j: %j', async (args, expected) => {
    const events = [
      event(nowMs + hourMs, { subject: 'Budget, subject' }),
      event(nowMs + 2 * hourMs, { subject: 'preview', bodyPreview: 'about the budget' }),
      event(nowMs + 3 * hourMs, { subject: 'place', location: { displayName: 'Budget room' } }),
      event(nowMs + 4 * hourMs, {
        subject: 'person',
        attendees: [{ emailAddress: { name: 'Zoe Budget', address: 'zoe@x.example' } }],
      }),
      event(nowMs + 5 * hourMs, { subject: 'Lunch' }),
    ];
    const { items } = await run({ ...args, afterDateTime: 'today' }, calendar(events)).result;
    expect(subjects(items)).toEqual(expected.map((name) => (name === 'subject' ? 'Budget, subject' : name)));
  });

  it('sorts by distance from now for words without dates', async () => {
    const at = [-300, -20, -2, 1, 5, 200].map((days) =>
      event(nowMs + days * dayMs, { subject: `weekly ${days}` }),
    );
    const answer = calendar([...at, event(nowMs + yearMs + 2 * dayMs, { subject: 'weekly too late' })]);
    const first = await run({ query: 'weekly', limit: 4 }, answer).result;
    expect(subjects(first.items)).toEqual(['weekly 1', 'weekly -2', 'weekly 5', 'weekly -20']);
    const second = await run({ query: 'weekly', limit: 4 }, answer, undefined, first.page?.next).result;
    expect(subjects(second.items)).toEqual(['weekly 200', 'weekly -300']);
    expect(second.page?.next).toBeUndefined();
  });

  it.each(['oldest', 'newest'] as const)(
    'pages through a window of three years without loss, %s first',
    async (order) => {
      const events = Array.from({ length: 60 }, (_, index) =>
        event(nowMs - index * 18 * dayMs, { subject: `meeting ${index}` }),
      );
      // An event that lies on the border of two years is shown once.
      events.push(event(Date.parse('2024-12-30T22:30:00Z'), { subject: 'meeting on the border' }));
      const args = {
        query: 'meeting',
        order,
        limit: 7,
        afterDateTime: '2024-01-01',
        beforeDateTime: '2026-12-31',
      };
      const seen: string[] = [];
      let resume: unknown;
      for (let guard = 0; guard < 20; guard += 1) {
        const { items, page } = await run(args, calendar(events), undefined, resume).result;
        expect(items?.length).toBeLessThanOrEqual(7);
        seen.push(...subjects(items));
        resume = page?.next;
        if (resume === undefined) break;
      }
      expect(seen).toHaveLength(60);
      expect(new Set(seen).size).toBe(60);
      expect(seen.at(order === 'newest' ? 0 : -1)).toBe('meeting 0');
    },
  );

  it('skips events before the offset', async () => {
    const events = [1, 2, 3, 4].map((hours) => event(nowMs + hours * hourMs, { subject: `at ${hours}` }));
    const { context, result } = run({ offset: 2, limit: 1 }, calendar(events));
    const { items, page } = await result;
    expect(subjects(items)).toEqual(['at 3']);
    expect(context.graph.roundTrips).toBe(1);
    const second = await run({ offset: 2, limit: 1 }, calendar(events), undefined, page?.next).result;
    expect(subjects(second.items)).toEqual(['at 4']);
  });

  describe.each([
    ['oldest first', { order: 'oldest' }],
    ['newest first', { order: 'newest' }],
    ['words, nearest to now', { query: 'meeting' }],
  ])('while the calendar changes between pages, %s', (_, args) => {
    it.each([
      ['hours apart', hourMs],
      ['at the same time', 0],
    ])('shows each event once: %s', async (_name, stepMs) => {
      const id = (number: number) => `AAMkAGI${String(number).padStart(5, '0')}AAA=`;
      const events = Array.from({ length: 23 }, (_unused, index) =>
        event(nowMs + index * stepMs, { id: id(index), subject: `meeting ${index}` }),
      );
      const all = { afterDateTime: '2026-11-20', beforeDateTime: '2026-12-20', limit: 4, ...args };
      const shown: string[] = [];
      let resume: unknown;
      for (let page = 0; page < 20; page += 1) {
        const atMs = nowMs + page * 60_000;
        const result = await run(all, calendar(events), undefined, resume, atMs).result;
        shown.push(...subjects(result.items));
        resume = result.page?.next;
        if (resume === undefined) break;
        // One that was shown is deleted, and one is added where the list begins.
        const index = events.findIndex(({ subject }) => subject === shown[page]);
        if (index !== -1) events.splice(index, 1);
        const startMs = 'order' in args && args.order === 'newest' ? nowMs + 20 * dayMs : nowMs - 3 * dayMs;
        const atStart = 'query' in args ? nowMs : startMs;
        if (page < 4) events.push(event(atStart, { id: id(100 + page), subject: `added ${page}` }));
      }
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.filter((subject) => subject.startsWith('meeting'))).toHaveLength(23);
    });
  });

  it('shortens a window of more than five years, with a note', async () => {
    const { context, result } = run(
      { afterDateTime: '2010-01-01', beforeDateTime: '2026-01-01', order: 'newest' },
      () => ({ value: [] }),
    );
    const { page } = await result;
    expect(page?.note).toContain('five years');
    expect(context.graph.requests[0]?.query).toMatchObject({ endDateTime: '2025-12-31T23:00:00.000Z' });
    expect(context.graph.roundTrips).toBe(5);
  });

  it.each<[Record<string, unknown>, readonly number[]]>([
    [{ query: 'x' }, [2]],
    [{ query: 'x', order: 'newest' }, [2]],
    [{ query: 'x', afterDateTime: '2024-01-01', beforeDateTime: '2026-11-24' }, [2, 1]],
    [{ afterDateTime: '2024-11-25', beforeDateTime: '2026-11-24' }, [1, 1]],
  ])('requests two years at once when words are searched: %j', async (args, expected) => {
    const waiting: (() => void)[] = [];
    const { context, result } = run(args, () => ({ value: [] }));
    const json = context.graph.json.bind(context.graph);
    context.graph.json = async (request) => {
      await new Promise<void>((resolve) => void waiting.push(resolve));
      return await json(request);
    };
    const sizes: number[] = [];
    for (let isDone = false; !isDone;) {
      isDone = await Promise.race([
        result.then(() => true),
        new Promise<boolean>((resolve) => void setTimeout(() => resolve(false), 5)),
      ]);
      if (waiting.length > 0) sizes.push(waiting.length);
      for (const release of waiting.splice(0)) release();
    }
    expect(sizes).toEqual(expected);
  });

  it('fails when the second of two years fails, after the first was read', async () => {
    const answer: FakeResponse = ({ query }) => {
      if (Date.parse(String(query?.['startDateTime'])) > nowMs - dayMs) throw new Error('second year');
      return { value: [] };
    };
    await expect(run({ query: 'x' }, answer).result).rejects.toThrow('second year');
  });

  it('stops at the request limit, with a note', async () => {
    const { context, result } = run({ query: 'nothing', afterDateTime: 'today' }, ({ query }) => {
      const skip = Number(query?.['$skip'] ?? 0);
      return {
        value: Array.from({ length: 250 }, (_, index) =>
          event(nowMs + (skip + index) * 1000, { subject: 'x' }),
        ),
        '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/calendarView?$skip=${skip + 250}`,
      };
    });
    const { page } = await result;
    expect(context.graph.roundTrips).toBe(8);
    expect(page?.note).toContain('Narrow the dates');
    // Continues after the last event that was checked.
    expect(page?.next).toMatchObject({ place: nowMs + 1_999_000 });
  });

  it('does not return all-day events of adjacent days', async () => {
    const day = (date: string, next: string) => ({
      isAllDay: true,
      start: { dateTime: `${date}T00:00:00.0000000`, timeZone: 'UTC' },
      end: { dateTime: `${next}T00:00:00.0000000`, timeZone: 'UTC' },
    });
    const { items } = await run({ afterDateTime: '2026-11-24', beforeDateTime: '2026-11-25' }, () => ({
      value: [
        event(0, { ...day('2026-11-23', '2026-11-24'), subject: 'before' }),
        event(0, { ...day('2026-11-24', '2026-11-25'), subject: 'that day' }),
        event(0, { ...day('2026-11-25', '2026-11-26'), subject: 'after' }),
      ],
    })).result;
    expect(items).toEqual([
      expect.objectContaining({ subject: 'that day', start: '2026-11-24', weekday: 'Tue', allDay: true }),
    ]);
  });

  it.each(['America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'finds each whole day once around any hour of now in %s',
    async (timeZone) => {
      const days = [-1, 0, 1, 2].map((offset) => wholeDay(Date.UTC(2026, 10, 24) + offset * dayMs));
      for (let hour = 0; hour < 24; hour += 1) {
        const { items } = await run(
          { query: 'day', timeZone },
          calendar(days),
          undefined,
          undefined,
          Date.UTC(2026, 10, 24, hour, 30),
        ).result;
        expect(subjects(items).toSorted()).toEqual(subjects(days).toSorted());
      }
    },
  );

  it.each([
    ['America/Los_Angeles', '2026-11-24T20:00', '2026-11-24T21:00'],
    ['Asia/Tokyo', '2026-11-24T07:00', '2026-11-24T08:00'],
    ['Europe/Warsaw', '2026-11-24T00:10', '2026-11-24T00:20'],
  ])('finds the all-day event of an hour in %s', async (timeZone, afterDateTime, beforeDateTime) => {
    const days = [-1, 0, 1].map((offset) => wholeDay(Date.UTC(2026, 10, 24) + offset * dayMs));
    const { items } = await run({ timeZone, afterDateTime, beforeDateTime }, calendar(days)).result;
    expect(subjects(items)).toEqual(['day of 2026-11-24']);
  });

  it('follows the nextLink of an empty page', async () => {
    const link = 'https://graph.microsoft.com/v1.0/me/calendarView?$skiptoken=next';
    const { context, result } = run({}, ({ query }) =>
      query?.['$skiptoken'] === 'next' ? { value: [event(nowMs)] } : { value: [], '@odata.nextLink': link },
    );
    const { items, page } = await result;
    expect(subjects(items)).toEqual([`Event ${nowMs}`]);
    expect(page?.next).toBeUndefined();
    expect(context.graph.roundTrips).toBe(2);
  });

  it('returns an event in an unknown time zone without its time', async () => {
    const odd = { dateTime: '2026-11-24T10:00:00.0000000', timeZone: 'tzone://Microsoft/Custom' };
    const { items } = await run({}, () => ({
      value: [event(nowMs, { subject: 'odd', start: odd, end: odd }), event(nowMs + hourMs)],
    })).result;
    expect(subjects(items)).toEqual(['odd', `Event ${nowMs + hourMs}`]);
    expect(items?.[0]).not.toHaveProperty('start');
  });

  it("reads another user's calendar with Calendars.Read.Shared", async () => {
    const { context, result } = run({ calendarOwnerEmail: 'patti@contoso.example' }, () => ({
      value: [event(nowMs)],
    }));
    expect((await result).items).toMatchObject([
      { uri: expect.stringContaining('?owner=patti@contoso.example') },
    ]);
    expect(context.graph.requests[0]?.path).toBe('/users/patti%40contoso.example/calendarView');
    const refused = run({ calendarOwnerEmail: 'patti@contoso.example' }, () => ({ value: [] }), [
      'Calendars.Read',
    ]);
    await expect(refused.result).rejects.toMatchObject({
      code: 'permission_missing',
      details: { permissions: ['Calendars.Read.Shared'] },
    });
    expect(refused.context.graph.roundTrips).toBe(0);
  });

  it("treats the user's own address as the own calendar", async () => {
    const { context, result } = run({ calendarOwnerEmail: 'MEGAN@contoso.example' }, () => ({ value: [] }), [
      'Calendars.Read',
    ]);
    await result;
    expect(context.graph.requests[0]?.path).toBe('/me/calendarView');
  });

  it.each([
    [{ calendarOwnerEmail: 'patti/x' }, 'custom', ['calendarOwnerEmail']],
    [{ attendee: '"()' }, 'custom', ['attendee']],
    [{ afterDateTime: 'never' }, 'custom', ['afterDateTime']],
    [{ order: 'relevance' }, 'invalid_value', ['order']],
    [{ limit: 26 }, 'too_big', ['limit']],
    [{ mailbox: 'a@b.example' }, 'unrecognized_keys', []],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(outlookCalendarSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
