import { nothingHidden, oneLine } from 'document-text';
import { AppError } from '../../lib/app-error.ts';
import type { AreaId } from '../../tenants/areas.ts';
import { formatEventTime } from '../calendar/time.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { listTranscripts, readAttendance, readRecordings } from './artifacts.ts';
import { readInsights } from './insights.ts';
import { closedMeetingError, findMeetingOccurrence, listOccurrences } from './occurrence.ts';

/** Artifacts of one kind, or the reason why they are missing. */
interface Artifacts<T> {
  readonly found: readonly T[];
  readonly missing?: string;
}

/**
 * The artifacts of a meeting: AI notes and action items, attendance, recordings, transcript. Each requires its own
 * permission; a missing one does not affect the others.
 */
export async function openMeeting(
  { eventId, owner }: ResourceOf<'meeting'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted, caller } = context;
  const occurrence = await findMeetingOccurrence(eventId, owner, context);
  const { meeting, organizer, subject, time, zone, isSeries, isOwn } = occurrence;
  const labels = context.labels.ofTenant(meeting.sensitivityLabelAssignment?.sensitivityLabelId);

  async function readArtifacts<T>(
    area: AreaId,
    purpose: string,
    read: () => Promise<readonly T[]>,
    denied?: string,
  ): Promise<Artifacts<T>> {
    try {
      granted.require(area, purpose);
      return { found: await read() };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'sign_in_required') throw error;
      return { found: [], missing: (error.code === 'access_denied' && denied) || error.message };
    }
  }

  const closed = organizer === undefined ? undefined : closedMeetingError(organizer).message;
  const transcripts = readArtifacts(
    'transcripts',
    'Reading transcripts',
    () => listTranscripts(graph, meeting.id),
    closed,
  );
  const title = oneLine(subject, 300);
  const event = formatResourceUri({ kind: 'event', eventId, owner });
  if (isSeries) {
    const { found, missing } = await transcripts;
    const startTimesMs = found.map(({ startedMs }) => startedMs);
    return {
      title,
      labels,
      facts: { event, missing: { transcripts: missing } },
      list: await listOccurrences('meeting', occurrence, startTimesMs, graph),
      note: 'This is a series. Open one of its occurrences: those with a transcript are listed.',
    };
  }
  const [insights, attendance, recordings, transcript] = await Promise.all([
    readArtifacts(
      'aiNotes',
      'Reading AI notes',
      () => readInsights(occurrence, caller, graph),
      'Microsoft 365 denied access to the AI notes. The signed-in user needs a Microsoft 365 Copilot license.',
    ),
    readArtifacts(
      'attendance',
      'Reading the attendance',
      () => readAttendance(occurrence, graph),
      'Microsoft 365 denied access to the attendance reports. Only organizers and co-organizers can read them.' +
        (organizer === undefined ? '' : ` Ask ${organizer}.`),
    ),
    readArtifacts('recordings', 'Finding recordings', () => readRecordings(occurrence, context), closed),
    transcripts,
  ]);
  const sections = [...insights.found, ...attendance.found];
  const threadId = meeting.chatInfo?.threadId;
  return {
    title,
    labels,
    facts: {
      event,
      ...formatEventTime(time, zone),
      transcript: transcript.found.some(({ startedMs }) => isOwn(startedMs))
        ? formatResourceUri({ kind: 'transcript', eventId, owner })
        : undefined,
      chat: threadId ? formatResourceUri({ kind: 'chat', chatId: threadId }) : undefined,
      recordings: recordings.found,
      missing: {
        notes: insights.missing,
        attendance: attendance.missing,
        recordings: recordings.missing,
        transcript: transcript.missing,
      },
    },
    ...(sections.length > 0 && {
      document: { format: 'text', unit: 'text', sections, hidden: nothingHidden, notes: [] },
    }),
    note: sections.length === 0 ? 'There are no AI notes and no attendance reports.' : undefined,
  };
}
