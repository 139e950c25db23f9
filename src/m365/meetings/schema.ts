import { type GraphPath, graphPath } from '../../graph/graph-path.ts';
import { guidSegment, opaqueId } from '../../graph/path.ts';

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
