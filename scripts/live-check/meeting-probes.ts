import { constructedMeetingId, getMeetingThreadId } from '../../src/m365/meetings/find-meeting.ts';
import type { ProbeClient } from './probe-client.ts';
import { type Finding, type Probe, type ProbeContext, decide, unknown } from './probe.ts';

interface MeetingEvent {
  readonly isOrganizer?: boolean;
  readonly onlineMeeting?: { readonly joinUrl?: string } | null;
}

const dayMs = 86_400_000;
const maxMeetings = 5;

/** Online meetings of the last 60 days that the user organizes, or attends. */
async function joinUrls({ client, nowMs }: ProbeContext, isOrganizer: boolean): Promise<readonly string[]> {
  const { body } = await client.send({
    shape:
      'GET /me/calendarView?startDateTime={time}&endDateTime={time}&$select=isOrganizer,onlineMeeting&$top=200',
    path: '/me/calendarView',
    query: {
      startDateTime: new Date(nowMs - 60 * dayMs).toISOString(),
      endDateTime: new Date(nowMs).toISOString(),
      $select: 'isOrganizer,onlineMeeting',
      $top: '200',
    },
  });
  const events = (body?.value ?? []) as readonly MeetingEvent[];
  const urls = events.flatMap((event) =>
    event.isOrganizer === isOrganizer && event.onlineMeeting?.joinUrl ? [event.onlineMeeting.joinUrl] : [],
  );
  return [...new Set(urls)];
}

function byUrl(client: ProbeClient, joinUrl: string) {
  return client.send({
    shape: "GET /me/onlineMeetings?$filter=JoinWebUrl eq '{url}'",
    path: '/me/onlineMeetings',
    query: { $filter: `JoinWebUrl eq '${joinUrl.replaceAll("'", "''")}'` },
  });
}

function byId(client: ProbeClient, id: string) {
  return client.send({
    shape: 'GET /me/onlineMeetings/{constructed id}',
    path: `/me/onlineMeetings/${encodeURIComponent(id)}`,
  });
}

/** Looks meetings up and counts those that opened. */
async function countOpened(
  meetings: readonly string[],
  open: (joinUrl: string) => Promise<{ readonly status: number; readonly code: string }>,
): Promise<{ readonly opened: number; readonly details: string }> {
  let opened = 0;
  const codes = new Set<string>();
  for (const joinUrl of meetings) {
    const { status, code } = await open(joinUrl);
    if (status === 200) opened += 1;
    else codes.add(`${status} ${code}`.trim());
  }
  return { opened, details: [`${opened} of ${meetings.length} opened`, ...codes].join(', ') };
}

/** Join URLs that contain organizer and thread. */
async function longUrls(context: ProbeContext, isOrganizer: boolean): Promise<readonly string[]> {
  const urls = await joinUrls(context, isOrganizer);
  return urls.filter((url) => constructedMeetingId(url) !== undefined).slice(0, maxMeetings);
}

/** The first transcript of an own meeting. */
async function readTranscript(
  context: ProbeContext,
  format: Readonly<Record<string, string>>,
  accept?: string,
) {
  const { client } = context;
  for (const joinUrl of (await joinUrls(context, true)).slice(0, maxMeetings)) {
    const id = (await byUrl(client, joinUrl)).body?.value?.[0]?.id as string | undefined;
    if (id === undefined) continue;
    const list = await client.send({
      shape: 'GET /me/onlineMeetings/{id}/transcripts',
      path: `/me/onlineMeetings/${encodeURIComponent(id)}/transcripts`,
    });
    const transcript = list.body?.value?.[0]?.id as string | undefined;
    if (transcript === undefined) continue;
    return await client.send({
      shape: `GET /me/onlineMeetings/{id}/transcripts/{id}/content ${accept ?? '$format=text/vtt'}`,
      path: `/me/onlineMeetings/${encodeURIComponent(id)}/transcripts/${encodeURIComponent(transcript)}/content`,
      query: format,
      ...(accept !== undefined && { headers: { accept } }),
    });
  }
  return undefined;
}

export const meetingProbes: readonly Probe[] = [
  {
    id: 'meeting-url-organizer',
    line: 'M1',
    assumption: 'Organizers find a meeting by its join URL.',
    run: (context) => lookUp(context, true, byUrl, (opened) => opened > 0),
  },
  {
    id: 'meeting-url-attendee',
    line: 'M2',
    assumption: 'Attendees are often refused a meeting by its join URL.',
    run: (context) => lookUp(context, false, byUrl, (opened, of) => opened < of),
  },
  {
    id: 'meeting-id-attendee',
    line: 'M3',
    assumption: 'Attendees open most meetings by the id made of organizer and thread.',
    run: (context) =>
      lookUp(
        context,
        false,
        (client, url) => byId(client, constructedMeetingId(url) ?? ''),
        (opened, of) => opened * 2 > of,
      ),
  },
  {
    id: 'channel-meeting',
    line: 'G40',
    assumption: 'Meetings of channels are returned, or refused with 400.',
    async run(context) {
      const urls = [...(await joinUrls(context, true)), ...(await joinUrls(context, false))];
      const [joinUrl] = urls.filter((url) => getMeetingThreadId(url)?.endsWith('@thread.tacv2'));
      if (joinUrl === undefined) return unknown('no meeting of a channel in the last 60 days');
      const { status, code, body } = await byUrl(context.client, joinUrl);
      const isFound = status === 200 && body?.value?.length > 0;
      return decide(isFound || status === 400, `${status} ${code}`.trim());
    },
  },
  {
    id: 'transcript-vtt',
    line: 'M4',
    assumption: 'WebVTT has speakers, or is refused with SpeakerAttributionNotAllowed.',
    async run(context) {
      const response = await readTranscript(context, { $format: 'text/vtt' });
      if (!response) return unknown('no own meeting with a transcript');
      const { status, code, text } = response;
      const isNamed = status === 200 && text.includes('<v ');
      const isRefused = status === 403 && code === 'SpeakerAttributionNotAllowed';
      return decide(isNamed || isRefused, isNamed ? '200 with speakers' : `${status} ${code}`.trim());
    },
  },
  {
    id: 'transcript-plain',
    line: 'M5',
    assumption: 'The transcript without speakers is served for its own media type.',
    async run(context) {
      const response = await readTranscript(context, {}, 'application/vnd.microsoft.graph.transcript+text');
      if (!response) return unknown('no own meeting with a transcript');
      const { status, code, text } = response;
      const hasHeader = text.startsWith('WEBVTT') ? 'with a WEBVTT header' : 'without a header';
      return decide(
        status === 200 && text.includes('-->'),
        `${status} ${code} ${hasHeader}`.replace('  ', ' '),
      );
    },
  },
];

async function lookUp(
  context: ProbeContext,
  isOrganizer: boolean,
  open: (client: ProbeClient, joinUrl: string) => Promise<{ readonly status: number; readonly code: string }>,
  isMet: (opened: number, of: number) => boolean,
): Promise<Finding> {
  const meetings = await longUrls(context, isOrganizer);
  if (meetings.length === 0) return unknown('no such meeting in the last 60 days');
  const { opened, details } = await countOpened(meetings, (url) => open(context.client, url));
  return decide(isMet(opened, meetings.length), details);
}
