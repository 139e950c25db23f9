import type { MeetingRecord } from '../../seed-data/calendar/meeting-records.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { meetingScopeMissing, openMeeting } from './meeting-routes.ts';
import { type Meeting, occurrenceOf } from './meeting-store.ts';

/** Recordings, attendance reports and Copilot insights of meetings. */
export const artifactRoutes: readonly Route[] = [
  ['GET', '/me/onlineMeetings/{meeting}/recordings', recordings],
  ['GET', '/me/onlineMeetings/{meeting}/attendanceReports', attendanceReports],
  ['GET', '/me/onlineMeetings/{meeting}/attendanceReports/{report}', attendanceReport],
  ['GET', '/me/onlineMeetings/{meeting}/attendanceReports/{report}/attendanceRecords', attendanceRecords],
  ['GET', '/copilot/users/{user}/onlineMeetings/{meeting}/aiInsights', insights],
  ['GET', '/copilot/users/{user}/onlineMeetings/{meeting}/aiInsights/{insight}', insight],
];

/** Users whom the tenant has bought no licence for. */
const withoutCopilot = new Set(['adele@contoso.example', 'alex@contoso.example']);

function open(call: Call, scope: string): Meeting {
  if (!hasAnyScope(call, scope)) throw meetingScopeMissing(scope);
  return openMeeting(call);
}

function idOf(kind: string, record: MeetingRecord): string {
  return seededGuid(`${kind}:${record.event}:${record.occurrence}`);
}

function times(call: Call, meeting: Meeting, record: MeetingRecord) {
  const { startMs } = occurrenceOf(call, meeting, record.occurrence);
  return {
    created: new Date(startMs + 90_000).toISOString(),
    ended: new Date(startMs + 1_800_000).toISOString(),
  };
}

function recordings(call: Call): Response {
  const meeting = open(call, 'OnlineMeetingRecording.Read.All');
  const value = meeting.records
    .filter((record) => record.isRecorded)
    .map((record) => ({
      id: idOf('recording', record),
      meetingId: meeting.id,
      createdDateTime: times(call, meeting, record).created,
      endDateTime: times(call, meeting, record).ended,
      recordingContentUrl: `https://graph.microsoft.com/v1.0/users/${meeting.organizer.objectId}/onlineMeetings/${meeting.id}/recordings/${idOf('recording', record)}/content`,
      meetingOrganizer: {
        application: null,
        device: null,
        user: {
          id: meeting.organizer.objectId,
          displayName: null,
          userIdentityType: 'aadUser',
          tenantId: call.session.tenantId,
        },
      },
    }));
  return collection(`users('${call.session.objectId}')/onlineMeetings('${meeting.id}')/recordings`, {
    value,
    count: value.length,
  });
}

function reportJson(call: Call, meeting: Meeting, record: MeetingRecord): Record<string, unknown> {
  const { created, ended } = times(call, meeting, record);
  return {
    id: idOf('attendance', record),
    totalParticipantCount: record.attendance.length,
    meetingStartDateTime: created,
    meetingEndDateTime: ended,
  };
}

function attendanceReports(call: Call): Response {
  const meeting = open(call, 'OnlineMeetingArtifact.Read.All');
  const withRecords = requestsRecords(call);
  return collection('attendanceReports', {
    value: meeting.records.map((record) => ({
      ...reportJson(call, meeting, record),
      ...(withRecords ? { attendanceRecords: recordsJson(call, record) } : {}),
    })),
  });
}

function requestsRecords(call: Call): boolean {
  return /attendanceRecords/i.test(call.query.get('$expand') ?? '');
}

function openReport(call: Call): { readonly meeting: Meeting; readonly record: MeetingRecord } {
  const meeting = open(call, 'OnlineMeetingArtifact.Read.All');
  const record = meeting.records.find((candidate) => idOf('attendance', candidate) === call.param('report'));
  if (!record) throw new GraphError(404, 'NotFound', 'Attendance report not found.');
  return { meeting, record };
}

function attendanceReport(call: Call): Response {
  const { meeting, record } = openReport(call);
  const withRecords = requestsRecords(call);
  return entity('attendanceReports/$entity', {
    ...reportJson(call, meeting, record),
    ...(withRecords ? { attendanceRecords: recordsJson(call, record) } : {}),
  });
}

function attendanceRecords(call: Call): Response {
  const { record } = openReport(call);
  return collection('attendanceRecords', { value: recordsJson(call, record) });
}

function recordsJson(call: Call, record: MeetingRecord): readonly object[] {
  return record.attendance.map(({ emailAddress, seconds }, index) => ({
    id: call.tenant.directory.find(emailAddress.address)?.objectId,
    emailAddress: emailAddress.address,
    totalAttendanceInSeconds: seconds,
    role: index === 0 ? 'Organizer' : 'Presenter',
    identity: { displayName: emailAddress.name, tenantId: call.session.tenantId },
  }));
}

function openInsights(call: Call): { readonly meeting: Meeting; readonly records: readonly MeetingRecord[] } {
  if (call.param('user').toLowerCase() !== call.session.objectId) {
    throw new GraphError(403, 'Forbidden', 'The user in the path is not the signed-in user.');
  }
  const meeting = open(call, 'OnlineMeetingAiInsight.Read.All');
  if (withoutCopilot.has(requireSignedInUser(call).userPrincipalName)) {
    throw new GraphError(403, 'Forbidden', 'The user does not have a Microsoft 365 Copilot license.');
  }
  return { meeting, records: meeting.records.filter((record) => record.insight !== undefined) };
}

/** The list contains times only. Each item has to be read for its content. */
function insights(call: Call): Response {
  const { meeting, records } = openInsights(call);
  return collection('aiInsights', { value: records.map((record) => insightHead(call, meeting, record)) });
}

function insightHead(call: Call, meeting: Meeting, record: MeetingRecord): Record<string, unknown> {
  const { created, ended } = times(call, meeting, record);
  return {
    id: idOf('insight', record),
    callId: seededGuid(`call:${record.event}:${record.occurrence}`),
    contentCorrelationId: seededGuid(`correlation:${record.event}:${record.occurrence}`),
    createdDateTime: created,
    endDateTime: ended,
  };
}

function insight(call: Call): Response {
  const { meeting, records } = openInsights(call);
  const record = records.find((candidate) => idOf('insight', candidate) === call.param('insight'));
  if (!record?.insight) throw new GraphError(404, 'NotFound', 'AI insight not found.');
  return entity('aiInsights/$entity', {
    ...insightHead(call, meeting, record),
    meetingNotes: record.insight.notes,
    actionItems: record.insight.actionItems.map(({ title, text, owner }) => ({
      title,
      text,
      ownerDisplayName: owner,
    })),
    viewpoint: { mentionEvents: [] },
  });
}
