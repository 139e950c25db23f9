import { nothingHidden, oneLine } from '../../../packages/document-text/src/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { GraphPermission } from '../../tenants/permissions.ts';
import { formatEventTime } from '../calendar/time.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { listTranscripts, readAttendance, readInsights, readRecordings } from './artifacts.ts';
import { findMeetingOccurrence, listOccurrences } from './occurrence.ts';

/** A part of what is left of a meeting, or why it is not to be had. */
interface Part<T> {
  readonly found: readonly T[];
  readonly missing?: string;
}

/**
 * What is left of a meeting: notes and action items that AI made, who was there, recordings, the transcript. Each has a
 * permission of its own, and one that is missing does not take the others along.
 */
export async function openMeeting(
  { eventId, owner }: ResourceOf<'meeting'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted, caller } = context;
  const occurrence = await findMeetingOccurrence(eventId, owner, context);
  const { meeting, subject, time, zone, isSeries, isOwn } = occurrence;

  async function part<T>(
    permission: GraphPermission,
    purpose: string,
    read: () => Promise<readonly T[]>,
    denied?: string,
  ): Promise<Part<T>> {
    try {
      granted.require([permission], purpose);
      return { found: await read() };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'sign_in_required') throw error;
      return { found: [], missing: (error.code === 'access_denied' && denied) || error.message };
    }
  }

  const transcripts = part('OnlineMeetingTranscript.Read.All', 'Reading transcripts', () =>
    listTranscripts(graph, meeting.id),
  );
  const title = oneLine(subject, 300);
  const event = formatResourceUri({ kind: 'event', eventId, owner });
  if (isSeries) {
    const { found, missing } = await transcripts;
    const began = found.map(({ beganMs }) => beganMs);
    return {
      title,
      facts: { event, missing: { transcripts: missing } },
      list: await listOccurrences('meeting', occurrence, began, graph),
      note: 'This is a series: open one of its meetings. Listed are those with a transcript.',
    };
  }
  const [insights, attendance, recordings, transcript] = await Promise.all([
    part(
      'OnlineMeetingAiInsight.Read.All',
      'Reading AI notes',
      () => readInsights(occurrence, caller, graph),
      'Microsoft 365 denies the AI notes: they need a Microsoft 365 Copilot licence for the signed-in person.',
    ),
    part(
      'OnlineMeetingArtifact.Read.All',
      'Reading the attendance',
      () => readAttendance(occurrence, graph),
      'Microsoft 365 denies the attendance: it is for organisers and co-organisers.',
    ),
    part('OnlineMeetingRecording.Read.All', 'Finding recordings', () => readRecordings(occurrence, context)),
    transcripts,
  ]);
  const sections = [...insights.found, ...attendance.found];
  const threadId = meeting.chatInfo?.threadId;
  return {
    title,
    facts: {
      event,
      ...formatEventTime(time, zone),
      transcript: transcript.found.some(({ beganMs }) => isOwn(beganMs))
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
    note: sections.length === 0 ? 'There are neither notes nor attendance to show.' : undefined,
  };
}
