import { z } from 'zod';
import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { searchGraph } from '../../graph/search.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { ToolContext } from '../../tools/define-tool.ts';
import { type ChatMessage, chatMessage, chatSender } from './schema.ts';

/** A page without a hit is followed by the next one, this many times at most. */
const maxEmptyPages = 4;

/** Messages of chats and, where that is granted, of channels: one question to Search, which gives the newest first. */
export async function searchChatMessages(
  query: ChatQuery,
  { graph }: Pick<ToolContext, 'graph'>,
  resume: ChatSearchPosition | undefined,
): Promise<ChatPage> {
  let from = resume?.offset ?? query.offset;
  let dropped = 0;
  for (let pages = 1; ; pages += 1) {
    const page = await searchGraph(graph, {
      entityTypes: ['chatMessage'],
      query: chatKql(query),
      from,
      size: query.limit,
      resource: chatMessage,
    });
    const hits = page.hits
      .map(({ summary, resource }) => ({ message: resource, summary }))
      .filter(({ message }) => matchesChatQuery(message, query));
    dropped += page.hits.length - hits.length;
    from += page.hits.length + page.unreadable;
    if (hits.length > 0 || !page.more || pages === maxEmptyPages) {
      return { hits, next: page.more ? { offset: from } : undefined, dropped };
    }
  }
}

function chatKql({ text, sender, afterMs, beforeMs, zone }: ChatQuery): Kql {
  return kqlAll([
    text === undefined ? undefined : kqlText(text),
    sender === undefined ? undefined : kqlFilter('from', sender, { argument: 'sender' }),
    kqlDays('sent', { afterMs, beforeMs }, zone),
  ]);
}

/** What is asked for, resolved: words to instants. */
export interface ChatQuery {
  /** Undefined for whatever was written. */
  readonly text: string | undefined;
  readonly sender: string | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly limit: number;
  readonly offset: number;
}

/** Where a search goes on. */
export const chatSearchPosition = z.object({ offset: z.int().min(0).max(100_000) });
export type ChatSearchPosition = z.output<typeof chatSearchPosition>;

/** A message that was found, with the words around what was looked for. */
export interface ChatHit {
  readonly message: ChatMessage;
  readonly summary: string;
}

/** One page of messages. */
export interface ChatPage {
  readonly hits: readonly ChatHit[];
  readonly next?: ChatSearchPosition | undefined;
  /** Messages that Graph gave though they are not what was asked for. */
  readonly dropped: number;
  readonly note?: string | undefined;
  /** Names of chats by their id, where they came along. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Whether a message is what was asked for, by its time and sender. */
export function matchesChatQuery(message: ChatMessage, { sender, afterMs, beforeMs }: ChatQuery): boolean {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const isWithin =
    Number.isNaN(sentMs) || (sentMs >= (afterMs ?? -Infinity) && sentMs < (beforeMs ?? Infinity));
  const { name, address } = chatSender(message);
  return isWithin && (sender === undefined || hasWords(`${name} ${address}`, sender));
}
