import { describe, expect, it } from 'vitest';
import { findMeetingAvailability } from '../../../src/tools/find-meeting-availability.ts';
import type { FakeResponse } from './fake-graph.ts';
import { nowMs, toolContext } from './tool-context.ts';

const quarterMs = 15 * 60_000;
const granted = ['Calendars.Read', 'User.ReadBasic.All'];

function run(args: Record<string, unknown>, answer: FakeResponse, scopes: readonly string[] = granted) {
  const context = toolContext(answer, scopes);
  return {
    context,
    result: findMeetingAvailability.run(findMeetingAvailability.input.parse(args), context, undefined),
  };
}

/** Schedule of a user: UTC spans with their availability digit. */
type Plan = readonly (readonly [from: string, to: string, digit: string])[];

function hours(zone: string, startTime = '09:00:00', endTime = '17:00:00'): object {
  return {
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime,
    endTime,
    timeZone: { name: zone },
  };
}

interface Mailbox {
  readonly plan?: Plan;
  readonly hours?: object | undefined;
  readonly error?: object;
}

/** Answers `getSchedule` as Graph does, and the directory by the list given. */
function tenant(mailboxes: Record<string, Mailbox>, users: readonly object[] = []): FakeResponse {
  return ({ path, body }) => {
    if (path === '/users') return { value: users };
    const { schedules, startTime, endTime } = body as {
      schedules: string[];
      startTime: { dateTime: string };
      endTime: { dateTime: string };
    };
    const [from, to] = [Date.parse(`${startTime.dateTime}Z`), Date.parse(`${endTime.dateTime}Z`)];
    return {
      value: schedules.map((scheduleId) => {
        const {
          plan = [],
          error,
          ...mailbox
        } = mailboxes[scheduleId] ?? { error: { responseCode: 'ErrorMailRecipientNotFound' } };
        if (error) return { scheduleId, availabilityView: '', error };
        const slots = Array.from({ length: (to - from) / quarterMs }, (_, slot) => {
          const at = from + slot * quarterMs;
          return (
            plan.find(([start, end]) => Date.parse(start) < at + quarterMs && Date.parse(end) > at)?.[2] ??
            '0'
          );
        });
        return {
          scheduleId,
          availabilityView: slots.join(''),
          workingHours: 'hours' in mailbox ? mailbox.hours : hours('Central European Standard Time'),
        };
      }),
    };
  };
}

const megan = 'megan@contoso.example';
const patti = 'patti@contoso.example';
const alex = 'alex@contoso.example';
const today = { afterDateTime: '2026-11-24', beforeDateTime: '2026-11-25' };

describe('find_meeting_availability', () => {
  it('requests all schedules at once, from the next quarter hour, the user first', async () => {
    const { context, result } = run(
      { participants: [patti, 'Megan@contoso.example', patti] },
      tenant({ [megan]: {}, [patti]: {} }),
    );
    const { dates } = await result;
    expect(context.graph.requests).toHaveLength(1);
    expect(context.graph.requests[0]).toMatchObject({
      path: '/me/calendar/getSchedule',
      body: {
        schedules: [megan, patti],
        startTime: { dateTime: '2026-11-24T09:00:00', timeZone: 'UTC' },
        endTime: { dateTime: '2026-12-01T09:00:00', timeZone: 'UTC' },
        availabilityViewInterval: 15,
      },
    });
    expect(dates).toBe('from Tue 2026-11-24T10:00+01:00 before Tue 2026-12-01T10:00+01:00');
  });

  it('finds times when everybody is free within working hours', async () => {
    const { items, page, people } = await run(
      { participants: [patti], duration: 60, ...today },
      tenant({
        [megan]: { plan: [['2026-11-24T10:30:00Z', '2026-11-24T11:00:00Z', '2']] },
        [patti]: {
          plan: [
            ['2026-11-24T12:00:00Z', '2026-11-24T12:20:00Z', '3'],
            ['2026-11-24T14:00:00Z', '2026-11-24T15:00:00Z', '4'],
          ],
        },
      }),
    ).result;
    expect(items).toEqual([
      {
        start: '2026-11-24T10:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T11:00+01:00',
        until: '2026-11-24T11:30+01:00',
        free: 'everybody',
      },
      { start: '2026-11-24T12:00+01:00', weekday: 'Tue', end: '2026-11-24T13:00+01:00', free: 'everybody' },
      {
        start: '2026-11-24T13:30+01:00',
        weekday: 'Tue',
        end: '2026-11-24T14:30+01:00',
        until: '2026-11-24T15:00+01:00',
        free: 'everybody',
      },
      {
        start: '2026-11-24T14:15+01:00',
        weekday: 'Tue',
        end: '2026-11-24T15:15+01:00',
        until: '2026-11-24T16:45+01:00',
        free: 'everybody',
        elsewhere: [patti],
      },
      { start: '2026-11-24T16:00+01:00', weekday: 'Tue', end: '2026-11-24T17:00+01:00', free: 'everybody' },
    ]);
    expect(page).toEqual({ more: false, note: '' });
    expect(people).toEqual([
      { who: 'Megan Bowen <megan@contoso.example>', zone: 'Europe/Warsaw', hours: '09:00–17:00' },
      { who: patti, zone: 'Europe/Warsaw', hours: '09:00–17:00' },
    ]);
  });

  it('lists tentative people, and sorts such times last', async () => {
    const { items } = await run(
      { participants: [patti], ...today, maxCandidates: 2 },
      tenant({ [megan]: {}, [patti]: { plan: [['2026-11-24T09:00:00Z', '2026-11-24T12:00:00Z', '1']] } }),
    ).result;
    expect(items).toMatchObject([
      { start: '2026-11-24T13:00+01:00', weekday: 'Tue', free: 'everybody' },
      { start: '2026-11-24T10:00+01:00', weekday: 'Tue', free: ['Megan Bowen'], tentative: [patti] },
    ]);
  });

  it('accepts fewer participants by percentage, but never without the user', async () => {
    const mailboxes = {
      [megan]: { plan: [['2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z', '2']] as Plan },
      [patti]: { plan: [['2026-11-24T00:00:00Z', '2026-11-24T23:00:00Z', '2']] as Plan },
      [alex]: {},
    };
    const args = { participants: [patti, alex], ...today };
    const { items } = await run({ ...args, minimumAttendeePercentage: 60 }, tenant(mailboxes)).result;
    expect(items).toEqual([
      {
        start: '2026-11-24T11:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T11:30+01:00',
        until: '2026-11-24T17:00+01:00',
        free: ['Megan Bowen', alex],
        busy: [patti],
      },
    ]);
    const none = await run(args, tenant(mailboxes)).result;
    expect(none.page?.note).toContain('come closest');
    for (const item of none.items ?? [])
      expect(item).not.toMatchObject({ busy: expect.arrayContaining(['Megan Bowen']) });
  });

  it('prefers times with optional participants', async () => {
    const { items, people } = await run(
      { participants: [patti], optionalParticipants: [alex], ...today, maxCandidates: 1 },
      tenant({
        [megan]: {},
        [patti]: {},
        [alex]: { plan: [['2026-11-24T09:00:00Z', '2026-11-24T11:00:00Z', '2']] },
      }),
    ).result;
    expect(items).toMatchObject([{ start: '2026-11-24T12:00+01:00', weekday: 'Tue', free: 'everybody' }]);
    expect(people).toContainEqual(expect.objectContaining({ who: alex, optional: true }));
  });

  it('names people with unreadable calendars, and does not count them as free', async () => {
    const { items, page, people } = await run(
      { participants: [patti, 'nobody@contoso.example'], ...today },
      tenant({ [megan]: {}, [patti]: {} }),
    ).result;
    expect(items).toMatchObject([{ free: ['Megan Bowen', patti] }]);
    expect(page?.note).toContain('cannot be read: nobody@contoso.example');
    expect(people).toContainEqual({ who: 'nobody@contoso.example', unknown: true });
  });

  it('respects working hours in each time zone, before and after a clock change', async () => {
    // Warsaw changes its clocks on 31 October, Los Angeles on 7 November: for a week they are eight hours apart.
    const { items } = await run(
      {
        participants: [patti],
        afterDateTime: '2027-10-25',
        beforeDateTime: '2027-11-13',
        maxCandidates: 20,
      },
      tenant({
        [megan]: { hours: hours('Central European Standard Time', '09:00:00', '17:30:00') },
        [patti]: { hours: hours('Pacific Standard Time', '08:00:00') },
      }),
    ).result;
    const days = (month: string, from: number, time: string) =>
      ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].map((weekday, index) => ({
        start: `2027-${month}-${String(from + index).padStart(2, '0')}T${time}`,
        weekday,
      }));
    expect(items).toMatchObject([
      ...days('10', 25, '17:00+02:00'),
      ...days('11', 1, '16:00+01:00'),
      ...days('11', 8, '17:00+01:00'),
    ]);
    expect(items?.[5]).toMatchObject({
      end: '2027-11-01T16:30+01:00',
      until: '2027-11-01T17:30+01:00',
      local: { 'America/Los_Angeles': '2027-11-01T08:00-07:00' },
    });
  });

  it('searches outside working hours on request, nearest to them first, and returns local times', async () => {
    const { items } = await run(
      { participants: [patti], ...today, workingHours: false, maxCandidates: 3 },
      tenant({ [megan]: {}, [patti]: { hours: hours('Pacific Standard Time') } }),
    ).result;
    expect(items).toEqual([
      {
        start: '2026-11-24T18:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T18:30+01:00',
        until: '2026-11-25T00:00+01:00',
        free: 'everybody',
        outsideHours: ['Megan Bowen'],
        local: { 'America/Los_Angeles': '2026-11-24T09:00-08:00' },
      },
      {
        start: '2026-11-24T10:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T10:30+01:00',
        until: '2026-11-24T17:00+01:00',
        free: 'everybody',
        outsideHours: [patti],
        local: { 'America/Los_Angeles': '2026-11-24T01:00-08:00' },
      },
      {
        start: '2026-11-24T16:45+01:00',
        weekday: 'Tue',
        end: '2026-11-24T17:15+01:00',
        until: '2026-11-24T18:15+01:00',
        free: 'everybody',
        outsideHours: ['Megan Bowen', patti],
        local: { 'America/Los_Angeles': '2026-11-24T07:45-08:00' },
      },
    ]);
  });

  it('returns the closest times with a note when nothing matches', async () => {
    const outside = await run(
      { participants: [patti], ...today },
      tenant({ [megan]: {}, [patti]: { hours: hours('Pacific Standard Time') } }),
    ).result;
    expect(outside.items).toMatchObject([
      { start: '2026-11-24T18:00+01:00', weekday: 'Tue', free: 'everybody', outsideHours: ['Megan Bowen'] },
      { start: '2026-11-24T10:00+01:00', weekday: 'Tue', free: 'everybody', outsideHours: [patti] },
      { outsideHours: ['Megan Bowen', patti] },
    ]);
    expect(outside.page?.note).toContain('outside the working hours of some');
    const without = await run(
      { participants: [patti, alex], ...today },
      tenant({
        [megan]: {},
        [patti]: { plan: [['2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', '2']] },
        [alex]: {},
      }),
    ).result;
    expect(without.items?.[0]).toMatchObject({ free: ['Megan Bowen', alex], busy: [patti] });
    expect(without.page?.note).toContain('come closest');
  });

  it('returns no times when no calendar can be read', async () => {
    const { items, page } = await run({ participants: ['nobody@contoso.example'] }, tenant({})).result;
    expect(items).toEqual([]);
    expect(page?.note).toContain('Megan Bowen, nobody@contoso.example');
  });

  it('states that there is no free time, and whose working hours are unknown', async () => {
    const { items, page } = await run(
      { participants: [patti], ...today },
      tenant({
        [megan]: { plan: [['2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', '2']] },
        [patti]: { hours: undefined },
      }),
    ).result;
    expect(items).toEqual([]);
    expect(page?.note).toContain('no free time of this length');
    expect(page?.note).toContain(`Working hours unknown: ${patti}`);
  });

  it('counts missing slots of a schedule as busy', async () => {
    const { items } = await run({ participants: [patti], ...today }, () => ({
      value: [megan, patti].map((scheduleId) => ({
        scheduleId,
        availabilityView: '0000',
        workingHours: hours('UTC'),
      })),
    })).result;
    expect(items).toEqual([
      {
        start: '2026-11-24T10:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T10:30+01:00',
        until: '2026-11-24T11:00+01:00',
        free: 'everybody',
        local: { UTC: '2026-11-24T09:00+00:00' },
      },
    ]);
  });

  it('searches at most 31 days, with a note', async () => {
    const { context, result } = run(
      { participants: [patti], beforeDateTime: '2027-06-01' },
      tenant({ [megan]: {}, [patti]: {} }),
    );
    expect((await result).page?.note).toContain('first 31 days');
    expect(context.graph.requests[0]?.body).toMatchObject({ endTime: { dateTime: '2026-12-25T09:00:00' } });
  });

  it('rejects dates in the past before a request is sent', async () => {
    const { context, result } = run({ participants: [patti], beforeDateTime: 'today' }, tenant({}));
    await expect(result).rejects.toMatchObject({
      code: 'invalid_argument',
      details: { argument: 'beforeDateTime' },
    });
    expect(context.graph.roundTrips).toBe(0);
    expect(nowMs).toBeLessThan(Date.parse('2026-11-25'));
  });

  describe('names of participants', () => {
    const users = [
      {
        id: 'a1000000-0000-4000-8000-0000000000a1',
        displayName: 'Adele Vance',
        mail: 'adele@contoso.example',
        userPrincipalName: 'av@contoso.example',
      },
      {
        id: 'a1000000-0000-4000-8000-0000000000a2',
        displayName: 'Adele Wilkins',
        mail: null,
        userPrincipalName: 'adele.wilkins@contoso.example',
      },
    ];

    it('are resolved in the directory with one round trip', async () => {
      const { context, result } = run(
        { participants: ['Adele Vance'], optionalParticipants: ['adele vance'] },
        tenant({ [megan]: {}, 'adele@contoso.example': {} }, users),
      );
      expect((await result)['people']).toContainEqual(
        expect.objectContaining({ who: 'Adele Vance <adele@contoso.example>' }),
      );
      expect(context.graph.roundTrips).toBe(2);
      expect(context.graph.requests[0]).toMatchObject({
        path: '/users',
        query: {
          $search: '"displayName:Adele Vance" OR "mail:Adele Vance" OR "userPrincipalName:Adele Vance"',
        },
        headers: { ConsistencyLevel: 'eventual' },
      });
    });

    it('with several or no matches are returned as unclear', async () => {
      const { context, result } = run({ participants: ['Adele', patti] }, tenant({}, users));
      expect(await result).toMatchObject({
        unclear: [
          {
            name: 'Adele',
            candidates: [
              'Adele Vance <adele@contoso.example>',
              'Adele Wilkins <adele.wilkins@contoso.example>',
            ],
          },
        ],
        items: [],
      });
      expect(context.graph.roundTrips).toBe(1);
      expect((await run({ participants: ['Zoe'] }, tenant({}, [])).result)['unclear']).toEqual([
        { name: 'Zoe', candidates: [] },
      ]);
    });

    it('require User.ReadBasic.All', async () => {
      const { context, result } = run({ participants: ['Adele'] }, tenant({}, users), ['Calendars.Read']);
      await expect(result).rejects.toMatchObject({
        code: 'permission_missing',
        details: { permissions: ['User.ReadBasic.All'] },
      });
      expect(context.graph.roundTrips).toBe(0);
    });
  });

  it.each([
    [{}, 'invalid_type', ['participants']],
    [{ participants: [] }, 'too_small', ['participants']],
    [{ participants: ['()'] }, 'custom', ['participants', 0]],
    [{ participants: ['../x@y.example'] }, 'custom', ['participants']],
    [{ participants: Array(20).fill('a@b.example') }, 'too_big', ['participants']],
    [
      { participants: Array(10).fill('a@b.example'), optionalParticipants: Array(10).fill('c@d.example') },
      'custom',
      ['participants'],
    ],
    [{ participants: [patti], duration: 4 }, 'too_small', ['duration']],
    [{ participants: [patti], duration: 481 }, 'too_big', ['duration']],
    [{ participants: [patti], maxCandidates: 51 }, 'too_big', ['maxCandidates']],
    [{ participants: [patti], minimumAttendeePercentage: 0 }, 'too_small', ['minimumAttendeePercentage']],
    [{ participants: [patti], cursor: 'x' }, 'unrecognized_keys', []],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(findMeetingAvailability.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});

describe('find_meeting_availability beyond the usual', () => {
  it('says the longest time when everybody is free, if the meeting is longer', async () => {
    const busy: Plan = [
      ['2026-11-24T09:00:00Z', '2026-11-24T12:00:00Z', '2'],
      ['2026-11-24T12:45:00Z', '2026-11-25T00:00:00Z', '2'],
    ];
    const { page } = await run(
      { participants: [patti], duration: 60, ...today },
      tenant({ [megan]: {}, [patti]: { plan: busy } }),
    ).result;
    expect(page?.note).toContain(
      'The longest time within working hours at which everybody is free is 45 minutes, from Tue 2026-11-24T13:00+01:00.',
    );
  });

  it('lists days out of office', async () => {
    const { people } = await run(
      { participants: [patti], afterDateTime: '2026-11-24', beforeDateTime: '2026-11-28' },
      tenant({ [megan]: {}, [patti]: { plan: [['2026-11-24T23:00:00Z', '2026-11-26T23:00:00Z', '3']] } }),
    ).result;
    expect(people).toContainEqual(
      expect.objectContaining({ who: patti, away: ['Wed 2026-11-25 to Thu 2026-11-26'] }),
    );
  });

  it('accepts the user among the participants', async () => {
    const { context, result } = run({ participants: ['me'] }, tenant({ [megan]: {} }));
    expect((await result)['people']).toHaveLength(1);
    expect(context.graph.requests[0]?.body).toMatchObject({ schedules: [megan] });
  });

  it('takes the colleagues under the same manager for the team of a user without reports', async () => {
    const person = (number: number, displayName: string, mail: string) => ({
      id: `a0000000-0000-4000-8000-00000000000${number}`,
      displayName,
      mail,
    });
    const boss = person(2, 'Patti', patti);
    const schedules = tenant({ [megan]: {}, [patti]: {}, [alex]: {} });
    const { result } = run(
      { participants: ['my team'] },
      (request) => {
        if (request.path === '/me/directReports') return { value: [] };
        if (request.path === '/me/manager') return boss;
        if (request.path === `/users/${boss.id}/directReports`) {
          return { value: [person(1, 'Megan Bowen', megan), person(3, 'Alex', alex)] };
        }
        return schedules(request);
      },
      ['Calendars.Read', 'User.Read', 'User.Read.All'],
    );
    expect((await result)['people']).toMatchObject([
      { who: expect.stringContaining(megan) },
      { who: `Patti <${patti}>` },
      { who: `Alex <${alex}>` },
    ]);
  });
});
