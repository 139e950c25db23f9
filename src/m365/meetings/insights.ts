import { z } from 'zod';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { AppError } from '../../lib/app-error.ts';
import { singleLine } from '../format.ts';
import type { ResourceContext } from '../resource.ts';
import type { MeetingOccurrence } from './occurrence.ts';
import { insightPath, insightsPath } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

const insightEntry = z.object({ id: z.string(), createdDateTime: nullishString });
const point = z.object({ title: nullishString, text: nullishString });
const insight = z.object({
  meetingNotes: z.array(point.extend({ subpoints: z.array(point).nullish() })).nullish(),
  actionItems: z.array(point.extend({ ownerDisplayName: nullishString })).nullish(),
  viewpoint: z
    .object({
      mentionEvents: z
        .array(
          z.object({
            transcriptUtterance: nullishString,
            speaker: z.object({ user: z.object({ displayName: nullishString }).nullish() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const maxInsights = 3;

/**
 * Copilot insights of a meeting as text sections: notes, action items, mentions of the user. The list contains only ids and
 * times, so each insight is requested by itself.
 * @see https://learn.microsoft.com/microsoftteams/platform/graph-api/meeting-transcripts/meeting-insights
 */
export async function readInsights(
  { meeting, isOwn }: MeetingOccurrence,
  { objectId }: VerifiedCaller,
  graph: GraphClient,
): Promise<readonly string[]> {
  const { value } = await graph.json({
    path: insightsPath(objectId, meeting.id),
    schema: listPage(insightEntry),
  });
  const own = value.filter(({ createdDateTime }) => isOwn(Date.parse(createdDateTime ?? '')));
  const responses = await graph.batch(
    own
      .slice(0, maxInsights)
      .map(({ id }) => ({ path: insightPath(objectId, meeting.id, id), schema: insight })),
  );
  const found = responses.flatMap((response) => (response instanceof Error ? [] : [response]));
  const failed = responses.find((response) => response instanceof Error);
  if (failed && found.length === 0) throw isNotFound(failed) ? vanishedNotesError() : failed;
  const notes = found.flatMap(({ meetingNotes }) => meetingNotes ?? []);
  const actionItems = found.flatMap((one) => one.actionItems ?? []);
  const mentions = found.flatMap(({ viewpoint }) => viewpoint?.mentionEvents ?? []);
  return [
    formatSection(
      '# Notes by AI',
      notes.map(({ subpoints, ...note }) =>
        [`- ${formatPoint(note)}`, ...(subpoints ?? []).map((sub) => `  - ${formatPoint(sub)}`)].join('\n'),
      ),
    ),
    formatSection(
      '# Action items by AI',
      actionItems.map((item) => {
        const owner = singleLine(item.ownerDisplayName);
        return `- ${formatPoint(item)}${owner === '' ? '' : ` (${owner})`}`;
      }),
    ),
    formatSection(
      '# Where you were mentioned',
      mentions.map(
        ({ speaker, transcriptUtterance }) =>
          `- ${singleLine(speaker?.user?.displayName)}: ${singleLine(transcriptUtterance)}`,
      ),
    ),
  ].filter((text) => text !== '');
}

/** AI notes for the head of a transcript. */
interface TranscriptNotes {
  readonly sections: readonly string[];
  readonly note?: string;
}

/** Errors of a meeting without AI notes, or of a user who may not read them. */
const absent = new Set<AppError['code']>(['not_found', 'access_denied', 'permission_missing']);

/** The insights of a meeting if there are any that the user may read. Another error is a note, as the transcript is read. */
export async function readTranscriptNotes(
  occurrence: MeetingOccurrence,
  { caller, granted, graph }: ResourceContext,
): Promise<TranscriptNotes> {
  if (!granted.level('aiNotes')) return { sections: [] };
  try {
    return { sections: await readInsights(occurrence, caller, graph) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'sign_in_required') throw error;
    return absent.has(error.code)
      ? { sections: [] }
      : { sections: [], note: 'The AI notes could not be read.' };
  }
}

function isNotFound(error: Error): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

/** Graph lists notes that it does not return any more, or not yet. */
function vanishedNotesError(): AppError {
  return new AppError('not_found', 'The AI notes are not kept any more, or are not ready yet.');
}

function formatSection(title: string, points: readonly string[]): string {
  return points.length === 0 ? '' : [title, ...points].join('\n');
}

function formatPoint({ title, text }: z.output<typeof point>): string {
  return [singleLine(title), singleLine(text)].filter((part) => part !== '').join(': ');
}
