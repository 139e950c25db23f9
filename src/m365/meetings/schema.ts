import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { type GraphPath, graphPath, guidSegment, opaqueId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';

/** Transcripts of all meetings of a series. */
export function transcriptsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/transcripts`;
}

/** What was said in one. */
export function transcriptContentPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/transcripts/${opaqueId(id)}/content`;
}

/** Recordings of all meetings of a series. */
export function recordingsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/recordings`;
}

/** Attendance reports of all meetings of a series. */
export function attendancePath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/attendanceReports`;
}

/** One attendance report. */
export function attendanceReportPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/attendanceReports/${opaqueId(id)}`;
}

/** Notes that Copilot took, for one person, whose object id the path wants. */
export function insightsPath(userId: string, meetingId: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${opaqueId(meetingId)}/aiInsights`;
}

/** One of them, with what it says. */
export function insightPath(userId: string, meetingId: string, id: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${opaqueId(meetingId)}/aiInsights/${opaqueId(id)}`;
}

const onlineMeeting = z.object({
  id: z.string(),
  chatInfo: z.object({ threadId: z.string().nullish() }).nullish(),
});

/** The Teams meeting behind an event: one for a whole series. */
export type OnlineMeeting = z.output<typeof onlineMeeting>;

/**
 * Looks a meeting up by the address to join, exactly as the event has it: there is no other way to find one. Undefined
 * where Teams knows none, as it does some time after the last meeting.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-get
 */
export async function findOnlineMeeting(
  graph: GraphClient,
  joinUrl: string,
): Promise<OnlineMeeting | undefined> {
  try {
    const { value } = await graph.json({
      path: graphPath`/me/onlineMeetings`,
      query: { $filter: odataFilter`JoinWebUrl eq ${joinUrl}` },
      schema: listPage(onlineMeeting),
    });
    return value[0];
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  }
}
