import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import type { FakeResponse } from './fake-graph.ts';
import { everyPermission, innerText, pathsOf, readWithFakeGraph } from './read-with-fake-graph.ts';

const id = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const short = '~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const transcriptUri = `meeting-transcript:///events/${short}`;
const meetingUri = `meeting:///events/${short}`;
const joinUrl =
  "https://teams.microsoft.com/l/meetup-join/19%3ameeting_OTU%40thread.v2/0?context=%7b%22Tid%22%3a%22x'y%22%7d";
const threadId = '19:meeting_OTU@thread.v2';

const event = {
  id,
  subject: 'Halo weekly',
  start: { dateTime: '2026-11-17T16:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-17T16:30:00.0000000', timeZone: 'UTC' },
  type: 'occurrence',
  seriesMasterId: 'AAMkAGUAAAwTW09AAA=',
  onlineMeeting: { joinUrl },
};
const vtt = (...lines: string[]) => ({
  bytes: new TextEncoder().encode(
    `WEBVTT\n\n${lines.map((line, index) => `0:0:${index}.0 --> 0:0:${index + 1}.0\n${line}\n`).join('\n')}`,
  ),
  contentType: 'text/vtt',
});

interface Tenant {
  readonly event?: object;
  readonly instances?: readonly string[];
  readonly transcripts?: readonly string[];
  readonly content?: (id: string) => unknown;
  readonly more?: FakeResponse;
}

/** A Graph with one meeting. Times are ISO instants. */
function tenant({ event: changed, instances = [], transcripts = [], content, more }: Tenant): FakeResponse {
  return (request) => {
    const { path } = request;
    if (path.endsWith('/instances')) {
      return {
        value: instances.map((start) => ({
          id: `AAMkAG${start.slice(8, 13)}AAA=`.replace('T', 'x'),
          ...at(start),
        })),
      };
    }
    if (path.startsWith('/me/events/') || path.startsWith('/users/')) return { ...event, ...changed };
    if (path === '/me/onlineMeetings') return { value: [{ id: 'MSo1', chatInfo: { threadId } }] };
    if (path.endsWith('/transcripts')) {
      return { value: transcripts.map((createdDateTime, index) => ({ id: `T${index}`, createdDateTime })) };
    }
    if (path.endsWith('/content')) {
      return content?.(/transcripts\/(\w+)\//.exec(path)?.[1] ?? '') ?? vtt('<v Ana>Hello</v>');
    }
    return more?.(request) ?? { value: [] };
  };
}

function at(start: string): object {
  const end = new Date(Date.parse(start) + 1_800_000).toISOString();
  return {
    start: { dateTime: start.replace('Z', '0000'), timeZone: 'UTC' },
    end: { dateTime: end.replace('Z', '0000'), timeZone: 'UTC' },
  };
}

describe('transcripts', () => {
  it('are found by the address to join, exactly as the event has it', async () => {
    const call = readWithFakeGraph(
      { uri: transcriptUri },
      tenant({ transcripts: ['2026-11-17T16:01:35.8037Z'] }),
    );
    const { facts, text } = await call.result;
    expect(pathsOf(call)).toEqual([
      `/me/events/${id}`,
      '/me/onlineMeetings',
      '/me/events/AAMkAGUAAAwTW09AAA=/instances',
      '/me/onlineMeetings/MSo1/transcripts',
      '/copilot/users/a0000000-0000-4000-8000-000000000001/onlineMeetings/MSo1/aiInsights',
      '/me/onlineMeetings/MSo1/transcripts/T0/content',
    ]);
    expect(call.context.graph.requests[1]?.query).toEqual({
      $filter: `JoinWebUrl eq '${joinUrl.replace("'", "''")}'`,
    });
    expect(call.context.graph.requests[5]?.query).toEqual({ $format: 'text/vtt' });
    expect(facts).toMatchObject({
      event: `calendar:///events/${short}`,
      meeting: meetingUri,
      transcribedFrom: [expect.stringContaining('2026-11-17T17:01+01:00')],
    });
    expect(innerText(text)).toBe('[00:00:00] Ana: Hello');
  });

  it.each([transcriptUri, meetingUri])(
    'are withheld by the sensitivity label of the meeting: %s',
    async (uri) => {
      const labelId = '22222222-aaaa-4bbb-8ccc-000000000002';
      const graph = tenant({ transcripts: ['2026-11-17T16:01:35.8037Z'] });
      const labeled: FakeResponse = (request) =>
        request.path === '/me/onlineMeetings'
          ? {
              value: [
                {
                  id: 'MSo1',
                  chatInfo: { threadId },
                  sensitivityLabelAssignment: { sensitivityLabelId: labelId },
                },
              ],
            }
          : graph(request);
      const labels = [{ id: labelId, name: 'Secret', isWithheld: true }];
      const withheld = readWithFakeGraph({ uri }, labeled, undefined, { labels, withholdsOthers: false });
      await expect(withheld.result).rejects.toMatchObject({ code: 'withheld_by_policy' });
      const others = readWithFakeGraph({ uri }, graph, undefined, { labels, withholdsOthers: true });
      await expect(others.result).rejects.toMatchObject({ code: 'withheld_by_policy' });
      const open = await readWithFakeGraph({ uri }, graph, undefined, { labels, withholdsOthers: false })
        .result;
      expect(open['kind']).toBeDefined();
    },
  );

  it.each<[string, string, readonly string[], boolean]>([
    ['a quarter of an hour before', '2026-11-17T15:45:00Z', [], true],
    ['a second earlier', '2026-11-17T15:44:59Z', [], false],
    ['the end', '2026-11-17T16:30:00Z', [], true],
    ['almost four hours after', '2026-11-17T20:29:59Z', [], true],
    ['four hours after', '2026-11-17T20:30:00Z', [], false],
    ['last week', '2026-11-10T16:01:00Z', [], false],
    [
      'shortly before the next meeting of the series',
      '2026-11-17T17:44:00Z',
      ['2026-11-17T18:00:00.000Z'],
      true,
    ],
    ['with the next meeting of the series', '2026-11-17T18:01:00Z', ['2026-11-17T18:00:00.000Z'], false],
    ['late, before one that follows at once', '2026-11-17T16:20:00Z', ['2026-11-17T16:30:00.000Z'], true],
    ['with one that follows at once', '2026-11-17T16:31:00Z', ['2026-11-17T16:30:00.000Z'], false],
    ['while the one before still lasted', '2026-11-17T15:50:00Z', ['2026-11-17T15:25:00.000Z'], false],
    ['right after the one before', '2026-11-17T15:56:00Z', ['2026-11-17T15:25:00.000Z'], true],
  ])('that begin at %s', async (_, began, instances, isOwn) => {
    const { result } = readWithFakeGraph({ uri: transcriptUri }, tenant({ transcripts: [began], instances }));
    if (isOwn) expect(innerText((await result)['text'])).toContain('Hello');
    else
      await expect(result).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('transcripts of other dates') as string,
      });
  });

  it('of a moved exception are those at its own time, of the meeting of its series', async () => {
    const moved = { ...at('2026-11-18T09:00:00.000Z'), type: 'exception', onlineMeeting: undefined };
    const answer = tenant({ transcripts: ['2026-11-17T16:01:00Z', '2026-11-18T09:02:00Z'] });
    const call = readWithFakeGraph({ uri: transcriptUri }, (request) =>
      request.path === `/me/events/${id}` ? { ...event, ...moved } : answer(request),
    );
    const { facts, text } = await call.result;
    expect(facts).toMatchObject({ transcribedFrom: [expect.stringContaining('2026-11-18T10:02+01:00')] });
    expect(innerText(text)).toContain('Hello');
    expect(pathsOf(call)).toContain(`/me/events/${event.seriesMasterId}`);
  });

  it('that were begun again follow each other', async () => {
    const { result } = readWithFakeGraph(
      { uri: transcriptUri },
      tenant({
        transcripts: ['2026-11-17T16:20:00Z', '2026-11-17T16:01:00Z'],
        content: (name) => vtt(`<v Ana>${name}</v>`),
      }),
    );
    expect(innerText((await result)['text']).split('\n')).toEqual([
      'Transcript 1 of 2',
      '',
      '[00:00:00] Ana: T1',
      '',
      'Transcript 2 of 2',
      '',
      '[00:00:00] Ana: T0',
    ]);
  });

  it.each([
    ['nothing', vtt(), 'Microsoft Graph access'],
    ['nobody’s name', vtt('Hello'), 'Include speaker attribution'],
  ])('that hold %s name the switch', async (_, content, switchName) => {
    const { result } = readWithFakeGraph(
      { uri: transcriptUri },
      tenant({ transcripts: ['2026-11-17T16:01:00Z'], content: () => content }),
    );
    expect((await result)['note']).toContain(`Transcript API access, ${switchName}`);
  });

  it('are read without the control characters that they contain', async () => {
    const { result } = readWithFakeGraph(
      { uri: transcriptUri },
      tenant({
        transcripts: ['2026-11-17T16:01:00Z'],
        content: () => vtt('<v Ana>Hel\0lo \u0001there\u001f</v>'),
      }),
    );
    expect((await result)['text']).toContain('Ana: Hello there');
  });

  it('say where there is no meeting, or Teams knows it no longer', async () => {
    await expect(
      readWithFakeGraph({ uri: transcriptUri }, tenant({ event: { onlineMeeting: null } })).result,
    ).rejects.toMatchObject({ code: 'not_found', message: 'This event has no Teams meeting.' });
    const gone = tenant({});
    await expect(
      readWithFakeGraph({ uri: transcriptUri }, (request) =>
        request.path === '/me/onlineMeetings' ? new AppError('not_found', 'x') : gone(request),
      ).result,
    ).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('no longer') as string });
  });

  describe('of a meeting of others', () => {
    const oid = '5e9a0000-0000-4000-8000-000000000002';
    const longUrl = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_OTU%40thread.v2/0?context=${encodeURIComponent(JSON.stringify({ Tid: oid, Oid: oid }))}`;
    const attended = {
      isOrganizer: false,
      organizer: { emailAddress: { name: 'Patti Fernandez', address: 'patti@contoso.example' } },
      onlineMeeting: { joinUrl: longUrl },
    };
    const idPath = `/me/onlineMeetings/${btoa(`1*${oid}*0**${threadId}`).replaceAll('=', '%3D')}`;
    const noLookup = new AppError('access_denied', 'x');

    function answer(changed: object, opens: (path: string, filter: string) => boolean): FakeResponse {
      const base = tenant({ event: { ...attended, ...changed }, transcripts: ['2026-11-17T16:01:00Z'] });
      return (request) => {
        const { path, query } = request;
        const isLookup = path === '/me/onlineMeetings' || /^\/me\/onlineMeetings\/[^/]+$/.test(path);
        if (!isLookup) return base(request);
        if (!opens(path, String(query?.['$filter'] ?? ''))) return noLookup;
        const meeting = { id: 'MSo1', chatInfo: { threadId } };
        return path === '/me/onlineMeetings' ? { value: [meeting] } : meeting;
      };
    }

    it('are found by the id of organizer and thread, without asking for the URL', async () => {
      const call = readWithFakeGraph(
        { uri: transcriptUri },
        answer({}, (path) => path === idPath),
      );
      expect(innerText((await call.result)['text'])).toContain('Hello');
      expect(pathsOf(call)).not.toContain('/me/onlineMeetings');
    });

    it.each([
      ['the long link of the body', (path: string) => path === idPath],
      [
        'the number in the link',
        (_: string, filter: string) => filter === "joinMeetingIdSettings/joinMeetingId eq '234567890123'",
      ],
    ])('with a short link are found by %s', async (_name, opens) => {
      const body = {
        contentType: 'html',
        content: `<a href="${longUrl.replaceAll('&', '&amp;')}">System reference</a>`,
      };
      const short = {
        onlineMeeting: { joinUrl: 'https://teams.microsoft.com/meet/234567890123?p=Qx' },
        body,
      };
      const { result } = readWithFakeGraph({ uri: transcriptUri }, answer(short, opens));
      expect(innerText((await result)['text'])).toContain('Hello');
    });

    it('name the organizer and what to do when nothing opens', async () => {
      const { result } = readWithFakeGraph(
        { uri: transcriptUri },
        answer({}, () => false),
      );
      await expect(result).rejects.toMatchObject({
        code: 'access_denied',
        message: expect.stringContaining(
          'Ask Patti Fernandez <patti@contoso.example>, who organized it',
        ) as string,
      });
    });

    it('name the organizer when the transcripts are denied', async () => {
      const opened = answer({}, () => true);
      const { result } = readWithFakeGraph({ uri: transcriptUri }, (request) =>
        request.path.endsWith('/transcripts') ? noLookup : opened(request),
      );
      await expect(result).rejects.toMatchObject({
        message: expect.stringContaining('Ask Patti Fernandez') as string,
      });
    });
  });

  it('are read as text without names where speaker attribution is not allowed', async () => {
    const plain = '00:00:01.000 --> 00:00:02.000\n\nHello\n\n00:00:03.000 --> 00:00:04.000\n\nGood bye\n';
    const base = tenant({ transcripts: ['2026-11-17T16:01:00Z'] });
    const { result } = readWithFakeGraph({ uri: transcriptUri }, (request) => {
      if (!request.path.endsWith('/content')) return base(request);
      if (request.query?.['$format'] !== undefined) return new AppError('access_denied', 'x');
      expect(request.headers).toEqual({ Accept: 'application/vnd.microsoft.graph.transcript+text' });
      return { bytes: new TextEncoder().encode(plain), contentType: 'text/plain' };
    });
    const { text, note } = await result;
    expect(innerText(text)).toBe('[00:00:01] Hello Good bye');
    expect(note).toContain('Include speaker attribution');
  });

  it('of a series are listed by its meetings', async () => {
    const { result } = readWithFakeGraph(
      { uri: transcriptUri },
      tenant({
        event: { type: 'seriesMaster', seriesMasterId: null },
        transcripts: [
          '2026-11-10T16:01:00Z',
          '2026-11-17T16:01:00Z',
          '2026-11-17T16:20:00Z',
          '2026-01-01T10:00:00Z',
        ],
        instances: ['2026-11-10T16:00:00.000Z', '2026-11-17T16:00:00.000Z', '2026-11-24T16:00:00.000Z'],
      }),
    );
    const { entries, note } = await result;
    expect(entries).toMatchObject([
      { uri: 'meeting-transcript:///events/AAMkAG17x16AAA=', start: '2026-11-17T17:00+01:00' },
      { uri: 'meeting-transcript:///events/AAMkAG10x16AAA=', start: '2026-11-10T17:00+01:00' },
    ]);
    expect(note).toContain('This is a series');
  });

  it('of a calendar of somebody else are looked for there', async () => {
    const call = readWithFakeGraph({ uri: `${transcriptUri}?owner=patti@contoso.example` }, tenant({}), [
      'OnlineMeetings.Read',
      'OnlineMeetingTranscript.Read.All',
      'Calendars.Read',
      'Calendars.Read.Shared',
    ]);
    await expect(call.result).rejects.toMatchObject({ code: 'not_found' });
    expect(pathsOf(call)[0]).toBe(`/users/patti@contoso.example/events/${id}`);
  });

  it.each(['OnlineMeetingTranscript.Read.All', 'OnlineMeetings.Read', 'Calendars.Read'])(
    'need %s',
    async (permission) => {
      const call = readWithFakeGraph(
        { uri: transcriptUri },
        tenant({}),
        everyPermission.filter((name) => !name.startsWith(permission)),
      );
      await expect(call.result).rejects.toMatchObject({
        code: 'permission_missing',
        details: { permissions: expect.arrayContaining([permission]) as string[] },
      });
      expect(call.context.graph.roundTrips).toBe(0);
    },
  );
});

describe('what is left of a meeting', () => {
  const artifacts: FakeResponse = ({ path, query }) => {
    if (path.endsWith('/aiInsights')) {
      return {
        value: [
          { id: 'I0', createdDateTime: '2026-11-10T16:40:00Z' },
          { id: 'I1', createdDateTime: '2026-11-17T16:40:00Z' },
        ],
      };
    }
    if (path.includes('/aiInsights/')) {
      return {
        meetingNotes: [
          {
            title: 'Budget',
            text: 'Closed\n# Action items by AI\n- pay',
            subpoints: [{ title: 'Lamps', text: '' }],
          },
        ],
        actionItems: [{ title: 'Photos', text: 'By Friday', ownerDisplayName: 'Lidia' }],
        viewpoint: {
          mentionEvents: [{ transcriptUtterance: 'Ask Megan', speaker: { user: { displayName: 'Ana' } } }],
        },
      };
    }
    if (path.endsWith('/attendanceReports')) {
      return query?.['$expand'] === undefined
        ? new AppError('internal', 'unexpected')
        : {
            value: [
              {
                id: 'R1',
                totalParticipantCount: 2,
                meetingStartDateTime: '2026-11-17T16:00:30Z',
                attendanceRecords: [],
              },
            ],
          };
    }
    if (path.endsWith('/attendanceReports/R1')) {
      return {
        id: 'R1',
        totalParticipantCount: 2,
        meetingStartDateTime: '2026-11-17T16:00:30Z',
        attendanceRecords: [
          {
            identity: { displayName: 'Megan\n- Eve, 99 min' },
            totalAttendanceInSeconds: 1790,
            role: 'Organizer',
          },
          { emailAddress: 'x@y.example', totalAttendanceInSeconds: 20 },
        ],
      };
    }
    if (path.endsWith('/recordings')) {
      return { value: [{ createdDateTime: '2026-11-17T16:01:30Z', endDateTime: '2026-11-17T16:30:00Z' }] };
    }
    if (path.startsWith('/chats/')) {
      return {
        value: [
          {
            createdDateTime: '2026-11-17T16:31:00Z',
            eventDetail: { callRecordingUrl: 'https://evil.example/x.mp4' },
          },
          {
            createdDateTime: '2026-11-17T16:32:00Z',
            eventDetail: { callRecordingUrl: 'https://contoso-my.sharepoint.com/personal/m/r.mp4' },
          },
        ],
      };
    }
    return undefined;
  };

  it('is shown in one: notes, action items, attendance, and recordings as links', async () => {
    const call = readWithFakeGraph(
      { uri: meetingUri },
      tenant({ transcripts: ['2026-11-17T16:01:00Z'], more: artifacts }),
    );
    const { facts, text } = await call.result;
    expect(innerText(text).split('\n')).toEqual([
      '# Notes by AI',
      '- Budget: Closed # Action items by AI - pay',
      '  - Lamps',
      '',
      '# Action items by AI',
      '- Photos: By Friday (Lidia)',
      '',
      '# Where you were mentioned',
      '- Ana: Ask Megan',
      '',
      expect.stringMatching(/^# Attendance from .*2026-11-17T17:00\+01:00: 2$/),
      '- Megan - Eve, 99 min, 30 min, organizer',
      '- x@y.example, 0 min',
    ]);
    expect(facts).toMatchObject({
      transcript: transcriptUri,
      chat: `teams:///chats/${threadId}/messages/`,
      recordings: [{ minutes: 29, link: 'https://contoso-my.sharepoint.com/personal/m/r.mp4' }],
    });
    expect(facts).not.toHaveProperty('missing');
    expect(pathsOf(call)).toContain(
      '/copilot/users/a0000000-0000-4000-8000-000000000001/onlineMeetings/MSo1/aiInsights/I1',
    );
    expect(pathsOf(call)).not.toContain(
      '/copilot/users/a0000000-0000-4000-8000-000000000001/onlineMeetings/MSo1/aiInsights/I0',
    );
  });

  it('says that listed AI notes are not kept any more, when Graph does not find them', async () => {
    const whole = tenant({ more: artifacts });
    const { result } = readWithFakeGraph({ uri: meetingUri }, (request) =>
      request.path.includes('/aiInsights/') ? new AppError('not_found', 'x') : whole(request),
    );
    expect((await result)['facts']).toMatchObject({
      missing: { notes: 'The AI notes are not kept any more, or are not ready yet.' },
    });
  });

  it.each([
    ['/aiInsights', 'notes', 'Copilot license'],
    ['/attendanceReports', 'attendance', 'organizers'],
    ['/recordings', 'recordings', 'x'],
    ['/transcripts', 'transcript', 'x'],
  ])('is shown without what Graph denies: %s', async (end, name, why) => {
    const whole = tenant({ more: artifacts });
    const { result } = readWithFakeGraph({ uri: meetingUri }, (request) =>
      request.path.endsWith(end) ? new AppError('access_denied', 'x') : whole(request),
    );
    const { facts } = await result;
    expect(Object.entries((facts as { missing: Record<string, string> }).missing)).toEqual([
      [name, expect.stringContaining(why)],
    ]);
  });

  it('is not shown as missing where a new sign-in is needed', async () => {
    const whole = tenant({ more: artifacts });
    await expect(
      readWithFakeGraph({ uri: meetingUri }, (request) =>
        request.path.endsWith('/recordings') ? new AppError('sign_in_required', 'x') : whole(request),
      ).result,
    ).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  it('has attendance without names where Graph does not give them along', async () => {
    const whole = tenant({ more: artifacts });
    const { result } = readWithFakeGraph({ uri: meetingUri }, (request) =>
      request.path.endsWith('/attendanceReports') && request.query?.['$expand'] !== undefined
        ? new AppError('upstream_refused', 'x')
        : request.path.endsWith('/attendanceReports')
          ? { value: [{ id: 'R1', totalParticipantCount: 0, meetingStartDateTime: '2026-11-17T16:00:30Z' }] }
          : whole(request),
    );
    expect(innerText((await result)['text'])).toMatch(/# Attendance from .*: 0$/);
  });

  it('says so where there is nothing', async () => {
    const { note, text } = await readWithFakeGraph({ uri: meetingUri }, tenant({})).result;
    expect([note, text]).toEqual([expect.stringContaining('no AI notes and no attendance'), undefined]);
  });
});

describe('what is attached to an event', () => {
  const uri = `calendar:///events/${short}/attachments/AAMkADA1M-zAAA=`;
  const attachment = (more: object) => ({
    '@odata.type': '#microsoft.graph.fileAttachment',
    id: 'AAMkADA1M-zAAA=',
    name: 'Notes.txt',
    contentType: 'text/plain',
    size: 20,
    ...more,
  });

  it('is read from the JSON that holds it', async () => {
    const call = readWithFakeGraph({ uri }, ({ query }) =>
      query?.['$select'] === undefined
        ? { ...attachment({}), contentBytes: btoa('Hello ![x](y)???>') }
        : attachment({}),
    );
    const { text, facts } = await call.result;
    expect(innerText(text)).toBe('Hello !\\[x]\\(y)???>');
    expect(facts).toMatchObject({ attachedTo: `calendar:///events/${short}` });
    expect(pathsOf(call)).toEqual(Array(2).fill(`/me/events/${id}/attachments/AAMkADA1M-zAAA=`));
  });

  it.each([
    ['too large', attachment({ size: 6_000_000 }), 'too_large'],
    ['damaged', { ...attachment({}), contentBytes: '*' }, 'unreadable_content'],
  ])('is refused where it is %s', async (_, answer, code) => {
    await expect(readWithFakeGraph({ uri }, () => answer).result).rejects.toMatchObject({ code });
  });

  it('is said to be a link or an item where it is one', async () => {
    const answer = attachment({ '@odata.type': '#microsoft.graph.referenceAttachment' });
    expect((await readWithFakeGraph({ uri }, () => answer).result)['note']).toContain('not a file');
  });
});
