import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import type { MailMessage } from './mail-message.ts';
import type { MailboxPaths } from './schema.ts';
import { listPage } from '../../graph/paging.ts';

const attachment = z.object({ name: z.string().nullish(), isInline: z.boolean().nullish() });
/** As many as one round trip tells. */
const mostMessages = 20;

/** Names of what is attached to messages, by the id of the message. Those that cannot be had are left out. */
export async function attachmentNames(
  messages: readonly MailMessage[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = messages.filter(({ hasAttachments }) => hasAttachments === true).slice(0, mostMessages);
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
