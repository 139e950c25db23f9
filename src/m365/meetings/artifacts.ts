import { z } from 'zod';
import { cleanUntrusted } from '../../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { type ListPage, listPage, readList } from '../../graph/paging.ts';
import { graphPath, teamsThreadId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatWithWeekday } from '../../time/time-zone.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { escapeUrlForMarkdown } from '../format.ts';
import type { ResourceContext } from '../resource.ts';
import type { MeetingOccurrence } from './occurrence.ts';
import {
  attendancePath,
  attendanceReportPath,
  insightPath,
  insightsPath,
  recordingsPath,
  transcriptsPath,
} from './schema.ts';

const recording = z.object({ createdDateTime: z.string().nullish(), endDateTime: z.string().nullish() });
const chatEvent = z.object({
  createdDateTime: z.string().nullish(),
  eventDetail: z.object({ callRecordingUrl: z.string().nullish() }).nullish(),
});

const maxPages = 5;
const dayMs = 86_400_000;

/** A recording, and where it can be watched. */
interface Recording {
  readonly from: string;
  readonly minutes: number | undefined;
  /** Where the chat of the meeting says it. */
  readonly link: string | undefined;
}

/**
 * The recordings of a meeting. Graph itself has no address that a person could open: the chat of the meeting does.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-recordings
 */
export async function readRecordings(
  occurrence: MeetingOccurrence,
  context: ResourceContext,
): Promise<readonly Recording[]> {
  const { meeting, isOwn, zone } = occurrence;
  const { graph, granted } = context;
  const request = { path: recordingsPath(meeting.id), schema: listPage(recording) };
  const { items } = await readList(graph, request, maxPages);
  const own = items
    .map(({ createdDateTime, endDateTime }) => ({
      beganMs: Date.parse(createdDateTime ?? ''),
      endedMs: Date.parse(endDateTime ?? ''),
    }))
    .filter(({ beganMs }) => isOwn(beganMs))
    .toSorted((left, right) => left.beganMs - right.beganMs);
  const links = own.length > 0 && granted.has('Chat.Read') ? await recordingLinks(occurrence, graph) : [];
  return own.map(({ beganMs, endedMs }, index) => ({
    from: zone.format(beganMs),
    minutes: Number.isNaN(endedMs) ? undefined : Math.round((endedMs - beganMs) / 60_000),
    link: links[index],
  }));
}

/** Addresses of the recordings that the chat announced, oldest first. */
async function recordingLinks(
  { meeting, time, isOwn }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const threadId = meeting.chatInfo?.threadId;
  if (!threadId) return [];
  try {
    const { value } = await graph.json({
      path: graphPath`/chats/${teamsThreadId(threadId)}/messages`,
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
    // The recordings are there all the same.
    if (error instanceof AppError) return [];
    throw error;
  }
}

const heading = z.object({ id: z.string(), createdDateTime: z.string().nullish() });
const point = z.object({ title: z.string().nullish(), text: z.string().nullish() });
const insight = z.object({
  meetingNotes: z.array(point.extend({ subpoints: z.array(point).nullish() })).nullish(),
  actionItems: z.array(point.extend({ ownerDisplayName: z.string().nullish() })).nullish(),
  viewpoint: z
    .object({
      mentionEvents: z
        .array(
          z.object({
            transcriptUtterance: z.string().nullish(),
            speaker: z.object({ user: z.object({ displayName: z.string().nullish() }).nullish() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const maxInsights = 3;

/**
 * What Copilot noted of a meeting: notes, action items, where the person was mentioned. Empty where there is nothing.
 * The list only says when; each has to be opened.
 * @see https://learn.microsoft.com/microsoftteams/platform/graph-api/meeting-transcripts/meeting-insights
 */
export async function readInsights(
  { meeting, isOwn }: MeetingOccurrence,
  { objectId }: VerifiedCaller,
  graph: GraphClient,
): Promise<readonly string[]> {
  const { value } = await graph.json({
    path: insightsPath(objectId, meeting.id),
    schema: listPage(heading),
  });
  const own = value.filter(({ createdDateTime }) => isOwn(Date.parse(createdDateTime ?? '')));
  const found = await Promise.all(
    own
      .slice(0, maxInsights)
      .map(({ id }) => graph.json({ path: insightPath(objectId, meeting.id, id), schema: insight })),
  );
  const notes = found.flatMap(({ meetingNotes }) => meetingNotes ?? []);
  const actionItems = found.flatMap((one) => one.actionItems ?? []);
  const mentions = found.flatMap(({ viewpoint }) => viewpoint?.mentionEvents ?? []);
  return [
    chapter(
      '# Notes by AI',
      notes.map(({ subpoints, ...note }) =>
        [`- ${pointText(note)}`, ...(subpoints ?? []).map((sub) => `  - ${pointText(sub)}`)].join('\n'),
      ),
    ),
    chapter(
      '# Action items by AI',
      actionItems.map((item) => {
        const owner = plainLine(item.ownerDisplayName);
        return `- ${pointText(item)}${owner === '' ? '' : ` (${owner})`}`;
      }),
    ),
    chapter(
      '# Where you were mentioned',
      mentions.map(
        ({ speaker, transcriptUtterance }) =>
          `- ${plainLine(speaker?.user?.displayName)}: ${plainLine(transcriptUtterance)}`,
      ),
    ),
  ].filter((text) => text !== '');
}

function chapter(title: string, points: readonly string[]): string {
  return points.length === 0 ? '' : [title, ...points].join('\n');
}

function pointText({ title, text }: z.output<typeof point>): string {
  return [plainLine(title), plainLine(text)].filter((part) => part !== '').join(': ');
}

const record = z.object({
  emailAddress: z.string().nullish(),
  totalAttendanceInSeconds: z.number().nullish(),
  role: z.string().nullish(),
  identity: z.object({ displayName: z.string().nullish() }).nullish(),
});
const report = z.object({
  id: z.string(),
  totalParticipantCount: z.int().nullish(),
  meetingStartDateTime: z.string().nullish(),
  meetingEndDateTime: z.string().nullish(),
  attendanceRecords: z.array(record).nullish(),
});
type Report = z.output<typeof report>;

const maxAttendancePages = 5;

/**
 * Who was there, and for how long: one text for each time that people met. Organisers see it, others only where the
 * meeting allows it.
 * @see https://learn.microsoft.com/graph/api/meetingattendancereport-list
 */
export async function readAttendance(
  { meeting, isOwn, zone }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const request = { path: attendancePath(meeting.id), schema: listPage(report) };
  const { items } = await listWithRecords(graph, request);
  const own = items.filter(({ meetingStartDateTime }) => isOwn(Date.parse(meetingStartDateTime ?? '')));
  const whole = await Promise.all(own.map((one) => withRecords(one, meeting.id, graph)));
  return whole.map(({ meetingStartDateTime, totalParticipantCount, attendanceRecords }) => {
    const startMs = Date.parse(meetingStartDateTime ?? '');
    const people = (attendanceRecords ?? []).map(
      ({ identity, emailAddress, totalAttendanceInSeconds, role }) => {
        const name = plainLine(identity?.displayName ?? emailAddress) || 'somebody';
        const minutes = Math.round((totalAttendanceInSeconds ?? 0) / 60);
        return `- ${name}, ${minutes} min${role === 'Organizer' ? ', organizer' : ''}`;
      },
    );
    const count = totalParticipantCount ?? people.length;
    return [`# Attendance from ${formatWithWeekday(startMs, zone)}: ${count}`, ...people].join('\n');
  });
}

/** The people along with the list, where Graph does that. */
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

const transcript = z.object({ id: z.string(), createdDateTime: z.string().nullish() });

/** A transcript of some meeting of a series. */
export interface Transcript {
  readonly id: string;
  readonly beganMs: number;
}

const maxTranscriptPages = 10;

/**
 * The transcripts of all meetings behind an event, oldest first: only the time tells which is which.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-transcripts
 */
export async function listTranscripts(graph: GraphClient, meetingId: string): Promise<readonly Transcript[]> {
  const request = { path: transcriptsPath(meetingId), schema: listPage(transcript) };
  const { items } = await readList(graph, request, maxTranscriptPages);
  return items
    .map(({ id, createdDateTime }) => ({ id, beganMs: Date.parse(createdDateTime ?? '') }))
    .filter(({ beganMs }) => !Number.isNaN(beganMs))
    .toSorted((left, right) => left.beganMs - right.beganMs);
}

/** Text from outside as one line, so that it cannot pass for a heading or a line of another. */
function plainLine(text: string | null | undefined): string {
  return cleanUntrusted(text ?? '')
    .text.replaceAll(/\s+/g, ' ')
    .trim();
}
