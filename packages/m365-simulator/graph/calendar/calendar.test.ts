import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');
const warsaw = { prefer: 'outlook.timezone="Europe/Warsaw"' };

interface Event {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly seriesMasterId: string | null;
  readonly start: { readonly dateTime: string; readonly timeZone: string };
  readonly end: { readonly dateTime: string };
  readonly isAllDay: boolean;
  readonly sensitivity: string;
}

async function view(
  who: ReturnType<typeof createGraphClient>,
  path: string,
  from: string,
  to: string,
  headers = warsaw,
): Promise<readonly Event[]> {
  const query = `startDateTime=${encodeURIComponent(from)}&endDateTime=${encodeURIComponent(to)}&$top=1000&$orderby=start/dateTime`;
  const response = await who.get(`${path}/calendarView?${query}`, headers);
  expect(response.status).toBe(200);
  return response.body.value;
}
const mine = (from: string, to: string, headers = warsaw) => view(megan, '/me', from, to, headers);

describe('calendar', () => {
  it('expands a series, with the moved occurrence moved and the cancelled one gone', async () => {
    const events = await mine('2026-11-23T00:00:00+01:00', '2026-12-21T00:00:00+01:00');
    const weekly = events.filter((event) => event.subject.startsWith('Halo weekly'));
    expect(weekly.map(({ subject, type, start }) => [subject, type, start.dateTime.slice(0, 16)])).toEqual([
      ['Halo weekly', 'occurrence', '2026-11-24T17:00'],
      ['Halo weekly (moved)', 'exception', '2026-12-02T14:00'],
      ['Halo weekly', 'occurrence', '2026-12-15T17:00'],
    ]);
    const master = await megan.get(`/me/events/${weekly[0]?.seriesMasterId}`, warsaw);
    expect(master.body).toMatchObject({
      type: 'seriesMaster',
      recurrence: { pattern: { type: 'weekly', daysOfWeek: ['tuesday'] } },
    });
  });

  it('keeps the hour of a series in its own zone when summer time ends', async () => {
    const starts = async (from: string, to: string, subject: string) =>
      (await mine(from, to))
        .filter((event) => event.subject === subject)
        .map((event) => event.start.dateTime.slice(0, 16));
    expect(await starts('2026-10-19T00:00:00Z', '2026-11-02T00:00:00Z', 'Halo weekly')).toEqual([
      '2026-10-20T17:00',
      '2026-10-27T17:00',
    ]);
  });

  it('moves a series of another zone where only one of the two has left summer time', async () => {
    const events = await view(
      createGraphClient(graph, 'adele'),
      '/me',
      '2026-10-23T00:00:00Z',
      '2026-11-03T00:00:00Z',
    );
    const hours = events
      .filter((event) => event.subject === 'Product stand-up')
      .map((event) => event.start.dateTime.slice(5, 16));
    // Half past eight in Los Angeles.
    expect(hours).toEqual(['10-23T17:30', '10-26T16:30', '10-28T16:30', '10-30T16:30', '11-02T17:30']);
  });

  it.each([
    ['UTC without a header', {}, 'UTC', '2026-11-24T16:00:00.0000000'],
    [
      'a Windows name',
      { prefer: 'outlook.timezone="Pacific Standard Time"' },
      'Pacific Standard Time',
      '2026-11-24T08:00:00.0000000',
    ],
    [
      'an IANA name',
      { prefer: 'outlook.timezone="Asia/Kolkata"' },
      'Asia/Kolkata',
      '2026-11-24T21:30:00.0000000',
    ],
  ])('writes times in %s', async (_name, headers, timeZone, dateTime) => {
    const [event] = (
      await mine('2026-11-24T15:00:00Z', '2026-11-24T17:00:00Z', headers as typeof warsaw)
    ).filter(({ subject }) => subject === 'Halo weekly');
    expect(event?.start).toEqual({ dateTime, timeZone });
  });

  it('leaves the dates of an all-day event alone', async () => {
    for (const zone of ['UTC', 'America/Los_Angeles', 'Asia/Tokyo']) {
      const events = await mine('2026-12-07T00:00:00Z', '2026-12-14T00:00:00Z', {
        prefer: `outlook.timezone="${zone}"`,
      });
      const [conference] = events.filter((event) => event.isAllDay);
      expect([conference?.start.dateTime, conference?.end.dateTime]).toEqual([
        '2026-12-08T00:00:00.0000000',
        '2026-12-11T00:00:00.0000000',
      ]);
    }
  });

  it('of a user who shares it opens, private events blank', async () => {
    const events = await view(
      megan,
      '/users/patti@contoso.example',
      '2026-11-23T00:00:00Z',
      '2026-11-30T00:00:00Z',
    );
    const blank = events.filter((event) => event.sensitivity === 'private');
    expect(blank.map(({ subject }) => subject)).toEqual(['']);
    const own = await view(
      createGraphClient(graph, 'patti'),
      '/me',
      '2026-11-23T00:00:00Z',
      '2026-11-30T00:00:00Z',
    );
    expect(own.map(({ subject }) => subject)).toContain('Lawyer about the house');
  });

  it('lists masters and single events, and the instances of a series', async () => {
    const { body } = await megan.get('/me/events?$top=100&$select=subject,type');
    expect(new Set(body.value.map((event: Event) => event.type))).toEqual(
      new Set(['seriesMaster', 'singleInstance']),
    );
    const master = body.value.find((event: Event) => event.subject === 'Halo weekly');
    const instances = await megan.get(
      `/me/events/${master.id}/instances?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z&$top=50&$select=subject,type`,
    );
    expect(instances.body.value.length).toBe(8);
    const single = body.value.find((event: Event) => event.type === 'singleInstance');
    expect(
      (
        await megan.get(
          `/me/events/${single.id}/instances?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z`,
        )
      ).status,
    ).toBe(400);
  });

  it('pages, and has a file on an event', async () => {
    const first = await megan.get(
      '/me/calendarView?startDateTime=2026-06-01T00:00:00Z&endDateTime=2027-06-01T00:00:00Z&$select=id',
    );
    expect([first.body.value.length, typeof first.body['@odata.nextLink']]).toEqual([10, 'string']);
    const review = (await mine('2026-12-01T00:00:00Z', '2026-12-05T00:00:00Z')).find(
      ({ subject }) => subject === 'Budget review with Patti',
    );
    const files = await megan.get(`/me/events/${review?.id}/attachments?$select=id,name,size`);
    expect(files.body.value[0].name).toBe('Halo Retail Deck.pptx');
  });

  it.each([
    ['no window', '/me/calendarView', {}, 400, 'ErrorInvalidParameter'],
    [
      'a plus sign that was not encoded',
      '/me/calendarView?startDateTime=2026-11-01T00:00:00+01:00&endDateTime=2026-12-01T00:00:00Z',
      {},
      400,
      'ErrorInvalidParameter',
    ],
    [
      'a window of six years',
      '/me/calendarView?startDateTime=2020-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z',
      {},
      400,
      'ErrorCalendarViewRangeTooBig',
    ],
    [
      'an unknown zone',
      '/me/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z',
      { prefer: 'outlook.timezone="Nowhere"' },
      400,
      'TimeZoneNotSupportedException',
    ],
    ['$search', '/me/events?$search="halo"', {}, 400, 'ErrorInvalidUrlQuery'],
    ['an unknown property', '/me/events?$select=joinWebLink', {}, 400, 'RequestBroker--ParseUri'],
    [
      'the calendar of a colleague',
      '/users/adele@contoso.example/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z',
      {},
      403,
      'ErrorAccessDenied',
    ],
    ['a malformed id', '/me/events/abc', {}, 400, 'ErrorInvalidIdMalformed'],
  ])('rejects %s', async (_name, path, headers, status, code) => {
    const response = await megan.get(path, headers);
    expect([response.status, response.body.error?.code]).toEqual([status, code]);
  });

  it('of others needs Calendars.Read.Shared', async () => {
    const path =
      '/users/patti@contoso.example/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z';
    expect((await createGraphClient(graph, 'megan', ['Calendars.Read']).get(path)).status).toBe(403);
  });
});

describe('search of events', () => {
  it('finds masters of the own calendar', async () => {
    const response = await megan.post('/search/query', {
      requests: [{ entityTypes: ['event'], query: { queryString: 'halo' }, from: 0, size: 25 }],
    });
    const { hits } = response.body.value[0].hitsContainers[0];
    expect(hits.map((hit: { resource: Event }) => [hit.resource.subject, hit.resource.type])).toEqual([
      ['Halo weekly', 'seriesMaster'],
    ]);
  });
});
