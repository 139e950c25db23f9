import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage } from '../../graph/paging.ts';
import { joinNotes } from '../format.ts';
import { keyAfter, searchReachMs } from './page-key.ts';
import {
  type MailPage,
  type MailQuery,
  type MailResume,
  type MailSearch,
  flaggedPage,
  matchesMailQuery,
} from './query.ts';
import { type MailMessage, type MailboxPaths, senderAddress } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

const sentMessage = z.object({
  conversationId: nullishString,
  sentDateTime: nullishString,
});
const maxSent = 1000;

/**
 * Whether the mailbox owner wrote in a conversation after a message. Undefined for a message that is older than the mail
 * that was read.
 */
type IsAnswered = (message: MailMessage) => boolean | undefined;

/**
 * The answers to messages, from the conversations of Sent Items since the oldest of them: Graph has no property for it that
 * can be filtered. One request; of more than 1,000 sent messages the newest count.
 */
async function readAnswers(
  messages: readonly MailMessage[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<IsAnswered> {
  const received = messages.map(receivedMs).filter((instantMs) => !Number.isNaN(instantMs));
  const fromMs = Math.min(...received);
  if (!Number.isFinite(fromMs)) return () => undefined;
  const page = await graph.json({
    path: mailbox.messages('sentitems'),
    query: {
      $filter: odataFilter`sentDateTime ge ${new Date(fromMs)}`,
      $orderby: 'sentDateTime desc',
      $select: 'conversationId,sentDateTime',
      $top: maxSent,
    },
    schema: listPage(sentMessage),
  });
  const lastSent = new Map<string, number>();
  const times: number[] = [];
  for (const { conversationId, sentDateTime } of page.value) {
    const sentMs = Date.parse(sentDateTime ?? '');
    if (Number.isNaN(sentMs)) continue;
    times.push(sentMs);
    const key = conversationId ?? '';
    lastSent.set(key, Math.max(lastSent.get(key) ?? -Infinity, sentMs));
  }
  const readSinceMs = page['@odata.nextLink'] === undefined ? -Infinity : Math.min(...times);
  return (message) => {
    const atMs = receivedMs(message);
    const sentMs = lastSent.get(message.conversationId ?? '');
    if (sentMs !== undefined && sentMs > atMs) return true;
    return atMs < readSinceMs ? undefined : false;
  };
}

function receivedMs({ receivedDateTime }: MailMessage): number {
  return Date.parse(receivedDateTime ?? '');
}

/**
 * Messages that the owner of the mailbox answered, or did not: of one page of matches, with the conversations of Sent
 * Items. Two requests. Own messages and drafts are left out.
 */
export async function searchAnswered(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
  search: MailSearch,
): Promise<MailPage> {
  const { answered, offset, limit, text, mailbox, ownAddress } = query;
  const all = { ...query, answered: undefined, limit: flaggedPage, offset: 0 };
  const page = await search(all, graph, resume);
  const candidates = page.messages.filter((message) => matchesMailQuery(message, query));
  const isAnswered = await readAnswers(candidates, mailbox, graph);
  const found = candidates.filter(
    (message) =>
      message.isDraft !== true &&
      senderAddress(message).toLowerCase() !== ownAddress?.toLowerCase() &&
      isAnswered(message) === answered,
  );
  const skipped = resume ? 0 : offset;
  const messages = found.slice(skipped, skipped + limit);
  const hasMoreFound = found.length > skipped + messages.length;
  const key = hasMoreFound
    ? keyAfter(messages, resume?.key, text === undefined ? 0 : searchReachMs)
    : undefined;
  const first = candidates.at(-1)?.receivedDateTime?.slice(0, 10);
  return {
    messages,
    next: key ? { offset: (resume?.offset ?? offset) + messages.length, key } : page.next,
    note: joinNotes([
      'Answered means that a later message in the conversation is in Sent Items.',
      page.next !== undefined &&
        `${candidates.length} messages${text === undefined ? '' : ' with the words'} were checked${first === undefined ? '' : `, to ${first}`}: continue with the cursor.`,
    ]),
  };
}

/** The number of such messages among the newest {@link flaggedPage} matches. */
export async function countAnswered(query: MailQuery, graph: GraphClient, search: MailSearch) {
  const { messages, next, note } = await search(
    { ...query, limit: flaggedPage, offset: 0, withPreview: false },
    graph,
    undefined,
  );
  return {
    total: messages.length,
    note: joinNotes([note, next && 'There are more: total counts only the messages that were checked.']),
  };
}
