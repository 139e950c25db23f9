import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { AppError } from '../../lib/app-error.ts';
import { type ResourceOf, parseResourceUri } from '../uri.ts';
import { type MailMessage, type MailboxPaths, mailboxPaths } from './schema.ts';

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

const attachment = z.object({ name: z.string().nullish(), isInline: z.boolean().nullish() });
/** As many as one round trip tells. */
const maxMessages = 20;

/** Names of what is attached to messages, by the id of the message. Those that cannot be had are left out. */
export async function attachmentNames(
  messages: readonly MailMessage[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = messages.filter(({ hasAttachments }) => hasAttachments === true).slice(0, maxMessages);
  const answers = await graph.batch(
    asked.map(({ id }) => ({
      path: mailbox.attachments(id),
      query: { $select: 'name,isInline' },
      schema: listPage(attachment),
    })),
  );
  return new Map(
    asked.flatMap(({ id }, index) => {
      const answer = answers[index];
      if (!answer || answer instanceof Error) return [];
      return [[id, answer.value.filter(({ isInline }) => !isInline).map(({ name }) => name ?? '')] as const];
    }),
  );
}
