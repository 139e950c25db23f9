import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { mailboxPaths } from './schema.ts';
import { AppError } from '../../lib/app-error.ts';
import type { ResourceOf } from '../resource-templates.ts';
import { parseResourceUri } from '../uri.ts';

const message = z.object({ conversationId: z.string() });

/**
 * The mail that an argument names by its URI.
 * @throws AppError `invalid_argument` that names `thread`
 */
export function mailOfThread(uri: string): ResourceOf<'message'> {
  const resource = URL.canParse(uri) ? parseOrUndefined(uri) : undefined;
  if (resource?.kind === 'message') return resource;
  throw new AppError('invalid_argument', 'thread is not the uri of a mail. Take one from a search result.', {
    argument: 'thread',
  });
}

function parseOrUndefined(uri: string) {
  try {
    return parseResourceUri(uri);
  } catch {
    return undefined;
  }
}

/** The id that all mail of a conversation shares, from one mail of it. */
export async function conversationOf(
  { messageId, owner }: ResourceOf<'message'>,
  graph: GraphClient,
): Promise<string> {
  const { conversationId } = await graph.json({
    path: mailboxPaths(owner).message(messageId),
    query: { $select: 'conversationId' },
    schema: message,
  });
  return conversationId;
}
