import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { searchGraph } from '../../graph/search.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';
import { type ChatMessage, chatMessage, chatSender } from './schema.ts';

/** Maximum number of pages that are read until one has a match. */
const maxEmptyPages = 4;

/** Searches chat messages and, if granted, channel messages with Graph Search, newest first. */
export async function searchChatMessages(
  query: ChatQuery,
  { graph }: { readonly graph: GraphClient },
  position: ChatSearchPosition | undefined,
): Promise<ChatPage> {
  let from = position?.offset ?? query.offset;
  let dropped = 0;
  for (let pages = 1; ; pages += 1) {
    const page = await searchGraph(graph, {
      entityTypes: ['chatMessage'],
      query: chatKql(query),
      from,
      size: query.limit,
      argument: query.text === undefined ? undefined : 'query',
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

/** A query with resolved dates. */
export interface ChatQuery {
  /** Undefined matches every message. */
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

/** Position of the next page. */
export const chatSearchPosition = z.object({ offset: z.int().min(0).max(100_000) });
export type ChatSearchPosition = z.output<typeof chatSearchPosition>;

/** A matching message with the text around the match. */
export interface ChatHit {
  readonly message: ChatMessage;
  readonly summary: string;
}

/** A page of matching messages. */
export interface ChatPage {
  readonly hits: readonly ChatHit[];
  readonly next?: ChatSearchPosition | undefined;
  /** Number of messages that Graph returned but that do not match the query. */
  readonly dropped: number;
  readonly note?: string | undefined;
  /** Names of chats by chat id, if they are known. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Whether a message matches the time and sender of the query. */
export function matchesChatQuery(message: ChatMessage, { sender, afterMs, beforeMs }: ChatQuery): boolean {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const isWithin =
    Number.isNaN(sentMs) || (sentMs >= (afterMs ?? -Infinity) && sentMs < (beforeMs ?? Infinity));
  const { name, address } = chatSender(message);
  return isWithin && (sender === undefined || hasWords(`${name} ${address}`, sender));
}
