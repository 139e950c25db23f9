import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { type GraphPath, graphPath, guidSegment, opaqueId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';

/** Transcripts of an online meeting: of all occurrences if it is a series. */
export function transcriptsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/transcripts`;
}

/** Content of a transcript. */
export function transcriptContentPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/transcripts/${opaqueId(id)}/content`;
}

/** Recordings of an online meeting: of all occurrences if it is a series. */
export function recordingsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/recordings`;
}

/** Attendance reports of an online meeting: of all occurrences if it is a series. */
export function attendancePath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/attendanceReports`;
}

/** One attendance report. */
export function attendanceReportPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${opaqueId(meetingId)}/attendanceReports/${opaqueId(id)}`;
}

/** Copilot insights of a meeting for one user, by object id. */
export function insightsPath(userId: string, meetingId: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${opaqueId(meetingId)}/aiInsights`;
}

/** One Copilot insight with its content. */
export function insightPath(userId: string, meetingId: string, id: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${opaqueId(meetingId)}/aiInsights/${opaqueId(id)}`;
}

const onlineMeeting = z.object({
  id: z.string(),
  chatInfo: z.object({ threadId: z.string().nullish() }).nullish(),
});

/** The Teams meeting of an event. A series has one meeting. */
export type OnlineMeeting = z.output<typeof onlineMeeting>;

/**
 * Finds a meeting by the join URL of its event, the only supported way. Undefined if Teams has no such meeting, as some time
 * after the last occurrence.
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
