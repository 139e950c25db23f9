import { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { type ListPage, listPage, readList } from '../../graph/paging.ts';
import { chatIdSegment, graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatWithWeekday } from '../../time/time-zone.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { escapeUrlForMarkdown, singleLine } from '../format.ts';
import type { ResourceContext } from '../resource.ts';
import type { MeetingOccurrence } from './occurrence.ts';
import { attendancePath, attendanceReportPath, recordingsPath, transcriptsPath } from './schema.ts';
import { nullishInteger, nullishString } from '../../graph/nullish.ts';

const recording = z.object({ createdDateTime: nullishString, endDateTime: nullishString });
const chatEvent = z.object({
  createdDateTime: nullishString,
  eventDetail: z.object({ callRecordingUrl: nullishString }).nullish(),
});

const maxRecordingPages = 5;
const dayMs = 86_400_000;

/** A recording and its link. */
interface Recording {
  readonly from: string;
  readonly minutes: number | undefined;
  /** From the chat of the meeting. */
  readonly link: string | undefined;
}

/**
 * The recordings of a meeting. Graph returns no link that a user can open, so it is taken from the chat of the meeting.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-recordings
 */
export async function readRecordings(
  occurrence: MeetingOccurrence,
  context: ResourceContext,
): Promise<readonly Recording[]> {
  const { meeting, isOwn, zone } = occurrence;
  const { graph, granted } = context;
  const request = { path: recordingsPath(meeting.id), schema: listPage(recording) };
  const { items } = await readList(graph, request, maxRecordingPages);
  const own = items
    .map(({ createdDateTime, endDateTime }) => ({
      startedMs: Date.parse(createdDateTime ?? ''),
      endedMs: Date.parse(endDateTime ?? ''),
    }))
    .filter(({ startedMs }) => isOwn(startedMs))
    .toSorted((left, right) => left.startedMs - right.startedMs);
  const links =
    own.length > 0 && granted.level('chats') === 'full' ? await readRecordingLinks(occurrence, graph) : [];
  return own.map(({ startedMs, endedMs }, index) => ({
    from: zone.format(startedMs),
    minutes: Number.isNaN(endedMs) ? undefined : Math.round((endedMs - startedMs) / 60_000),
    link: links[index],
  }));
}

/** Links of the recordings that were posted in the chat, oldest first. */
async function readRecordingLinks(
  { meeting, time, isOwn }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const threadId = meeting.chatInfo?.threadId;
  if (!threadId) return [];
  try {
    const { value } = await graph.json({
      path: graphPath`/chats/${chatIdSegment(threadId)}/messages`,
      query: {
        $top: 50,
        $orderby: 'lastModifiedDateTime desc',
        $filter: odataFilter`lastModifiedDateTime gt ${new Date(time.startMs - dayMs)} and lastModifiedDateTime lt ${new Date(time.endMs + dayMs)}`,
      },
      prefer: ['include-unknown-enum-members'],
      schema: listPage(chatEvent),
    });
    return value
      .toReversed()
      .filter(({ createdDateTime }) => isOwn(Date.parse(createdDateTime ?? '')))
      .map(({ eventDetail }) => eventDetail?.callRecordingUrl ?? '')
      .filter((url) => isSharePointUrl(url))
      .map((url) => escapeUrlForMarkdown(url));
  } catch (error) {
    // The recordings are listed without links.
    if (error instanceof AppError) return [];
    throw error;
  }
}

const record = z.object({
  emailAddress: nullishString,
  totalAttendanceInSeconds: z.number().nullish(),
  role: nullishString,
  identity: z.object({ displayName: nullishString }).nullish(),
});
const report = z.object({
  id: z.string(),
  totalParticipantCount: nullishInteger,
  meetingStartDateTime: nullishString,
  meetingEndDateTime: nullishString,
  attendanceRecords: z.array(record).nullish(),
});
type Report = z.output<typeof report>;

const maxAttendancePages = 5;

/**
 * Attendance reports as text, one per session. Available to organizers, and to others only if the meeting allows it.
 * @see https://learn.microsoft.com/graph/api/meetingattendancereport-list
 */
export async function readAttendance(
  { meeting, isOwn, zone }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const request = { path: attendancePath(meeting.id), schema: listPage(report) };
  const { items } = await listWithRecords(graph, request);
  const own = items.filter(({ meetingStartDateTime }) => isOwn(Date.parse(meetingStartDateTime ?? '')));
  const reports = await Promise.all(own.map((one) => withRecords(one, meeting.id, graph)));
  return reports.map(({ meetingStartDateTime, totalParticipantCount, attendanceRecords }) => {
    const startMs = Date.parse(meetingStartDateTime ?? '');
    const attendees = (attendanceRecords ?? []).map(
      ({ identity, emailAddress, totalAttendanceInSeconds, role }) => {
        const name = singleLine(identity?.displayName ?? emailAddress) || 'unnamed attendee';
        const minutes = Math.round((totalAttendanceInSeconds ?? 0) / 60);
        return `- ${name}, ${minutes} min${role === 'Organizer' ? ', organizer' : ''}`;
      },
    );
    const count = totalParticipantCount ?? attendees.length;
    return [`# Attendance from ${formatWithWeekday(startMs, zone)}: ${count}`, ...attendees].join('\n');
  });
}

/** Lists the reports with their records expanded, if Graph supports it for this meeting. */
async function listWithRecords(
  graph: GraphClient,
  request: GraphRequest<ListPage<Report>>,
): Promise<{ readonly items: readonly Report[] }> {
  try {
    return await readList(graph, { ...request, query: { $expand: 'attendanceRecords' } }, maxAttendancePages);
  } catch (error) {
    if (error instanceof AppError && error.code === 'upstream_refused') {
      return await readList(graph, request, maxAttendancePages);
    }
    throw error;
  }
}

async function withRecords(one: Report, meetingId: string, graph: GraphClient): Promise<Report> {
  if ((one.attendanceRecords ?? []).length > 0 || one.totalParticipantCount === 0) return one;
  return await graph.json({
    path: attendanceReportPath(meetingId, one.id),
    query: { $expand: 'attendanceRecords' },
    schema: report,
  });
}

const transcript = z.object({ id: z.string(), createdDateTime: nullishString });

/** A transcript of an occurrence. */
export interface Transcript {
  readonly id: string;
  readonly startedMs: number;
}

const maxTranscriptPages = 10;

/**
 * The transcripts of all occurrences, oldest first. Only the start time relates a transcript to an occurrence.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-transcripts
 */
export async function listTranscripts(graph: GraphClient, meetingId: string): Promise<readonly Transcript[]> {
  const request = { path: transcriptsPath(meetingId), schema: listPage(transcript) };
  const { items } = await readList(graph, request, maxTranscriptPages);
  return items
    .map(({ id, createdDateTime }) => ({ id, startedMs: Date.parse(createdDateTime ?? '') }))
    .filter(({ startedMs }) => !Number.isNaN(startedMs))
    .toSorted((left, right) => left.startedMs - right.startedMs);
}
