import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { transcriptsPath } from './schema.ts';
import { listPage, readList } from '../../graph/paging.ts';

const transcript = z.object({ id: z.string(), createdDateTime: z.string().nullish() });

/** A transcript of some meeting of a series. */
export interface Transcript {
  readonly id: string;
  readonly beganMs: number;
}

const mostPages = 10;

/**
 * The transcripts of all meetings behind an event, oldest first: only the time tells which is which.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-list-transcripts
 */
export async function listTranscripts(graph: GraphClient, meetingId: string): Promise<readonly Transcript[]> {
  const request = { path: transcriptsPath(meetingId), schema: listPage(transcript) };
  const { items } = await readList(graph, request, mostPages);
  return items
    .map(({ id, createdDateTime }) => ({ id, beganMs: Date.parse(createdDateTime ?? '') }))
    .filter(({ beganMs }) => !Number.isNaN(beganMs))
    .toSorted((left, right) => left.beganMs - right.beganMs);
}
