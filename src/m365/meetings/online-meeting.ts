import { z } from 'zod';
import { AppError } from '../../lib/app-error.ts';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';

const onlineMeeting = z.object({
  id: z.string(),
  chatInfo: z.object({ threadId: z.string().nullish() }).nullish(),
});

/** The Teams meeting behind an event: one for a whole series. */
export type OnlineMeeting = z.output<typeof onlineMeeting>;

/**
 * Looks a meeting up by the address to join, exactly as the event has it: there is no other way to find one. Undefined
 * where Teams knows none, as it does some time after the last meeting.
 * @see https://learn.microsoft.com/graph/api/onlinemeeting-get
 */
export async function findOnlineMeeting(
  graph: GraphClient,
  joinUrl: string,
): Promise<OnlineMeeting | undefined> {
  try {
    const { value } = await graph.json({
      path: graphPath`/me/onlineMeetings`,
      query: { $filter: odataFilter`JoinWebUrl eq ${joinUrl}` },
      schema: listPage(onlineMeeting),
    });
    return value[0];
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  }
}
