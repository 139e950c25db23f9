import { type GraphPath, graphPath, guidSegment, opaqueId, teamsMeetingId } from '../../graph/path.ts';

/** Transcripts of an online meeting: of all occurrences if it is a series. */
export function transcriptsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${teamsMeetingId(meetingId)}/transcripts`;
}

/** Content of a transcript. */
export function transcriptContentPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${teamsMeetingId(meetingId)}/transcripts/${opaqueId(id)}/content`;
}

/** Recordings of an online meeting: of all occurrences if it is a series. */
export function recordingsPath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${teamsMeetingId(meetingId)}/recordings`;
}

/** Attendance reports of an online meeting: of all occurrences if it is a series. */
export function attendancePath(meetingId: string): GraphPath {
  return graphPath`/me/onlineMeetings/${teamsMeetingId(meetingId)}/attendanceReports`;
}

/** One attendance report. */
export function attendanceReportPath(meetingId: string, id: string): GraphPath {
  return graphPath`/me/onlineMeetings/${teamsMeetingId(meetingId)}/attendanceReports/${opaqueId(id)}`;
}

/** Copilot insights of a meeting for one user, by object id. */
export function insightsPath(userId: string, meetingId: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${teamsMeetingId(meetingId)}/aiInsights`;
}

/** One Copilot insight with its content. */
export function insightPath(userId: string, meetingId: string, id: string): GraphPath {
  return graphPath`/copilot/users/${guidSegment(userId)}/onlineMeetings/${teamsMeetingId(meetingId)}/aiInsights/${opaqueId(id)}`;
}
