import type { MeetingRecord } from '../../seed-data/calendar/meeting-records.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { collection, entity, raw } from '../core/response.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { meetingScopeMissing, openMeeting } from './meeting-routes.ts';
import { type Meeting, occurrenceOf } from './meeting-store.ts';
import { transcriptMetadata, transcriptPlain, transcriptVtt } from './transcript-text.ts';

/** The transcript without speakers. @see https://learn.microsoft.com/graph/api/calltranscript-get */
const plainTranscript = 'application/vnd.microsoft.graph.transcript+text';

/** Transcripts of all occurrences of a meeting, and what was said in one. */
export const transcriptRoutes: readonly Route[] = [
  ['GET', '/me/onlineMeetings/{meeting}/transcripts', list],
  ['GET', '/me/onlineMeetings/{meeting}/transcripts/{transcript}', get],
  ['GET', '/me/onlineMeetings/{meeting}/transcripts/{transcript}/content', content],
  ['GET', '/me/onlineMeetings/{meeting}/transcripts/{transcript}/metadataContent', metadata],
];

function open(call: Call): Meeting {
  if (!hasAnyScope(call, 'OnlineMeetingTranscript.Read.All'))
    throw meetingScopeMissing('OnlineMeetingTranscript.Read.All');
  const meeting = openMeeting(call);
  if (call.settings.transcriptApiDisabled.has(call.session.tenantId)) {
    throw new GraphError(
      403,
      'GraphAccessToTranscriptsDisabled',
      'Access to transcripts through Microsoft Graph is disabled for this tenant.',
    );
  }
  return meeting;
}

function idOf(record: MeetingRecord): string {
  const part = record.part === undefined ? '' : `:${record.part}`;
  return btoa(`1##0##${seededGuid(`transcript:${record.event}:${record.occurrence}${part}`)}`).replaceAll(
    '=',
    '',
  );
}

function openRecord(call: Call): { readonly meeting: Meeting; readonly record: MeetingRecord } {
  const meeting = open(call);
  const record = meeting.records.find((candidate) => idOf(candidate) === call.param('transcript'));
  if (!record) throw new GraphError(404, 'NotFound', 'Transcript not found.');
  return { meeting, record };
}

function write(call: Call, meeting: Meeting, record: MeetingRecord): Record<string, unknown> {
  const { startMs } = occurrenceOf(call, meeting, record.occurrence);
  const startedMs = startMs + 95_000 + (record.part ?? 0) * 20 * 60_000;
  const user = `users('${meeting.organizer.objectId}')`;
  return {
    id: idOf(record),
    meetingId: meeting.id,
    callId: seededGuid(`call:${record.event}:${record.occurrence}`),
    contentCorrelationId: seededGuid(`correlation:${record.event}:${record.occurrence}`),
    transcriptContentUrl: `https://graph.microsoft.com/v1.0/${user}/onlineMeetings/${meeting.id}/transcripts/${idOf(record)}/content`,
    createdDateTime: new Date(startedMs).toISOString().replace('Z', '8037Z'),
    endDateTime: new Date(startedMs + 1_600_000).toISOString().replace('Z', '6000Z'),
    meetingOrganizer: {
      application: null,
      device: null,
      user: {
        '@odata.type': '#microsoft.graph.teamworkUserIdentity',
        id: meeting.organizer.objectId,
        displayName: null,
        userIdentityType: 'aadUser',
        tenantId: call.session.tenantId,
      },
    },
  };
}

function list(call: Call): Response {
  const meeting = open(call);
  const value = meeting.records.map((record) => write(call, meeting, record));
  return collection(`users('${call.session.objectId}')/onlineMeetings('${meeting.id}')/transcripts`, {
    value,
    count: value.length,
  });
}

function get(call: Call): Response {
  const { meeting, record } = openRecord(call);
  return entity(
    `users('${call.session.objectId}')/onlineMeetings('${meeting.id}')/transcripts/$entity`,
    write(call, meeting, record),
  );
}

function content(call: Call): Response {
  const { record } = openRecord(call);
  const format = call.query.get('$format') ?? call.headers.get('accept') ?? '';
  const isPlain = !call.query.has('$format') && format.includes(plainTranscript);
  if (!isPlain && !/text\/vtt|\*\/\*/.test(format))
    throw badRequest("The format is not supported: use 'text/vtt'.");
  const namesSpeakers = !call.settings.speakerAttributionDisabled.has(call.session.tenantId);
  if (isPlain) return raw(transcriptPlain(record.cues), plainTranscript);
  if (!namesSpeakers && call.settings.behavior === 'practice') {
    throw new GraphError(
      403,
      'Forbidden',
      'Speaker attribution is not allowed for this transcript by the tenant policy.',
      { code: 'SpeakerAttributionNotAllowed' },
    );
  }
  return raw(transcriptVtt(record.cues, namesSpeakers), 'text/vtt');
}

function metadata(call: Call): Response {
  const { meeting, record } = openRecord(call);
  const { startMs } = occurrenceOf(call, meeting, record.occurrence);
  return raw(transcriptMetadata(record.cues, startMs + 95_000), 'text/vtt');
}
