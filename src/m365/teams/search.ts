import type { GraphClient } from '../../graph/client.ts';
import { type Kql, kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { type SearchPosition, cappedNote, repeatedNote, searchGraph } from '../../graph/search.ts';
import { joinNotes } from '../format.ts';
import { type ChatPage, type ChatQuery, matchesChatQuery } from './query.ts';
import { chatMessage } from './schema.ts';
import { conversationId } from './titles.ts';

/** Hits of one page of a search that is limited to some chats: Search cannot limit it. */
const maxSize = 25;

/** Maximum number of pages that are read until one has a match. */
const maxEmptyPages = 4;

/**
 * Searches chat and channel messages with Graph Search, newest first. Search refuses a token without one of Chat.Read and
 * ChannelMessage.Read.All.
 */
export async function searchChatMessages(
  query: ChatQuery,
  { graph }: { readonly graph: GraphClient },
  position: SearchPosition | undefined,
): Promise<ChatPage> {
  let place: SearchPosition = position ?? { offset: query.offset };
  let dropped = 0;
  for (let pages = 1; ; pages += 1) {
    const page = await searchGraph(graph, {
      entityTypes: ['chatMessage'],
      query: chatKql(query),
      from: place.offset,
      seen: place.seen,
      size: query.within ? maxSize : query.limit,
      argument: query.text === undefined ? undefined : 'query',
      resource: chatMessage,
    });
    const within = page.hits
      .map(({ summary, resource }) => ({ message: resource, summary }))
      .filter(({ message }) => !query.within || query.within.has(conversationId(message)));
    const hits = within.filter(({ message }) => matchesChatQuery(message, query));
    dropped += within.length - hits.length;
    place = page.end;
    if (hits.length > 0 || !page.more || pages === maxEmptyPages) {
      return {
        hits,
        next: page.more ? place : undefined,
        dropped,
        note: joinNotes([repeatedNote(page.repeated), page.isCapped && cappedNote]),
      };
    }
  }
}

function chatKql({ text, sender, mentioned, afterMs, beforeMs, zone }: ChatQuery): Kql {
  return kqlAll([
    text === undefined ? undefined : kqlText(text),
    sender === undefined ? undefined : kqlFilter('from', sender, { argument: 'sender' }),
    mentioned === undefined ? undefined : kql`IsMentioned:true`,
    kqlDays('sent', { afterMs, beforeMs }, zone),
  ]);
}
