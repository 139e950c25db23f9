import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { recordingsPath } from './schema.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { teamsThreadId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { ResourceContext } from '../resource-context.ts';
import { isSharePointUrl } from '../files/sharepoint-url.ts';
import { writtenUrl } from '../written-url.ts';
import type { MeetingOccurrence } from './occurrence.ts';

const recording = z.object({ createdDateTime: z.string().nullish(), endDateTime: z.string().nullish() });
const chatEvent = z.object({
  createdDateTime: z.string().nullish(),
  eventDetail: z.object({ callRecordingUrl: z.string().nullish() }).nullish(),
});

const mostPages = 5;
const dayMs = 86_400_000;

/** A recording, and where it can be watched. */
export interface Recording {
  readonly from: string;
  readonly minutes: number | undefined;
  /** Where the chat of the meeting says it. */
  readonly link: string | undefined;
}

/**
 * The recordings of a meeting. Graph itself has no address that a person could open: the chat of the meeting does.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-recordings
 */
export async function readRecordings(
  occurrence: MeetingOccurrence,
  context: ResourceContext,
): Promise<readonly Recording[]> {
  const { meeting, isOwn, zone } = occurrence;
  const { graph, granted } = context;
  const request = { path: recordingsPath(meeting.id), schema: listPage(recording) };
  const { items } = await readList(graph, request, mostPages);
  const own = items
    .map(({ createdDateTime, endDateTime }) => ({
      beganMs: Date.parse(createdDateTime ?? ''),
      endedMs: Date.parse(endDateTime ?? ''),
    }))
    .filter(({ beganMs }) => isOwn(beganMs))
    .toSorted((left, right) => left.beganMs - right.beganMs);
  const links = own.length > 0 && granted.has('Chat.Read') ? await recordingLinks(occurrence, graph) : [];
  return own.map(({ beganMs, endedMs }, index) => ({
    from: zone.format(beganMs),
    minutes: Number.isNaN(endedMs) ? undefined : Math.round((endedMs - beganMs) / 60_000),
    link: links[index],
  }));
}

/** Addresses of the recordings that the chat announced, oldest first. */
async function recordingLinks(
  { meeting, time, isOwn }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const threadId = meeting.chatInfo?.threadId;
  if (!threadId) return [];
  try {
    const { value } = await graph.json({
      path: graphPath`/chats/${teamsThreadId(threadId)}/messages`,
      query: {
        $top: 50,
        $orderby: 'lastModifiedDateTime desc',
        $filter: odataFilter`lastModifiedDateTime gt ${new Date(time.startMs - dayMs)} and lastModifiedDateTime lt ${new Date(time.endMs + dayMs)}`,
      },
      prefer: ['include-unknown-enum-members'],
      schema: listPage(chatEvent),
    });
    return value
      .toReversed()
      .filter(({ createdDateTime }) => isOwn(Date.parse(createdDateTime ?? '')))
      .map(({ eventDetail }) => eventDetail?.callRecordingUrl ?? '')
      .filter((url) => isSharePointUrl(url))
      .map((url) => writtenUrl(url));
  } catch (error) {
    // The recordings are there all the same.
    if (error instanceof AppError) return [];
    throw error;
  }
}
