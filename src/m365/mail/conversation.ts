import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { AppError } from '../../lib/app-error.ts';
import { type ResourceOf, parseResourceUri } from '../uri.ts';
import { mailboxPaths } from './schema.ts';

const message = z.object({ conversationId: z.string() });

/**
 * The message whose URI is the argument `thread`.
 * @throws AppError `invalid_argument`
 */
export function parseThreadUri(uri: string): ResourceOf<'message'> {
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

/** The id of the conversation that a message belongs to. */
export async function readConversationId(
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
