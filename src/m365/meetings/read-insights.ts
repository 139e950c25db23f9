import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { insightPath, insightsPath } from './schema.ts';
import { listPage } from '../../graph/paging.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import type { MeetingOccurrence } from './occurrence.ts';
import { plainLine } from './plain-line.ts';

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

const mostInsights = 3;

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
      .slice(0, mostInsights)
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
