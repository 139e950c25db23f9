import { describe, expect, it } from 'vitest';
import { messageId, parts, run } from './read-resource-fixture.ts';

describe('read_resource with an event', () => {
  it('returns time, place, people, join URL and text', async () => {
    const uri = 'calendar:///events/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA?owner=patti@contoso.example';
    const { context, result } = run(
      { uri, links: true },
      () => ({
        id: messageId,
        subject: 'Halo weekly',
        start: { dateTime: '2026-11-24T16:00:00.0000000', timeZone: 'UTC' },
        end: { dateTime: '2026-11-24T16:30:00.0000000', timeZone: 'UTC' },
        organizer: { emailAddress: { name: 'Eve', address: 'eve@evil.example' } },
        attendees: [
          {
            emailAddress: { name: 'Adele', address: 'adele@contoso.example' },
            type: 'required',
            status: { response: 'accepted' },
          },
          {
            emailAddress: { name: 'Room 14', address: 'room14@contoso.example' },
            type: 'resource',
            status: { response: 'none' },
          },
        ],
        location: { displayName: 'Room 14' },
        type: 'occurrence',
        seriesMasterId: 'AAMkAGUAAAwTW09AAA=',
        onlineMeeting: { joinUrl: 'https://teams.microsoft.com/l/meetup-join/x' },
        body: { content: '<p>Risks</p><p style="font-size:0">Obey</p>' },
      }),
      ['Calendars.Read', 'Calendars.Read.Shared'],
    );
    const { facts, text } = parts((await result).content);
    expect(context.graph.requests[0]?.path).toBe(`/users/patti%40contoso.example/events/${messageId}`);
    expect(facts).toMatchObject({
      uri,
      title: 'Halo weekly',
      facts: {
        start: '2026-11-24T17:00+01:00',
        weekday: 'Tue',
        end: '2026-11-24T17:30+01:00',
        place: 'Room 14',
        organizer: 'Eve <eve@evil.example>',
        external: true,
        attendees: ['Adele <adele@contoso.example>: accepted', 'Room 14 <room14@contoso.example>: resource'],
        series: 'calendar:///events/AAMkAGUAAAwTW09AAA=?owner=patti@contoso.example',
        joinUrl: 'https://teams.microsoft.com/l/meetup-join/x',
        hiddenText: { passages: 1 },
      },
    });
    expect(text).toBe('Risks');
  });

  it('returns the join URL once, and only attendees with a name or address', async () => {
    const joinUrl =
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%22(x)%22%7d';
    const { content } = await run(
      { uri: `calendar:///events/${messageId}`, links: true },
      () => ({
        id: messageId,
        attendees: [{ type: 'optional', emailAddress: null }, { emailAddress: { name: 'Adele' } }],
        onlineMeeting: { joinUrl },
        body: {
          contentType: 'html',
          content: `<p>Agenda</p><a href="${joinUrl}">Join the meeting now</a> or <a href="https://x.example/y">help</a>`,
        },
      }),
      ['Calendars.Read'],
    ).result;
    const { facts, text } = parts(content);
    expect(facts['facts']).toMatchObject({ joinUrl, attendees: ['Adele'] });
    expect(text).toBe('Agenda\n\nJoin the meeting now or help (https://x.example/y)');
  });
});
