import { type Kql, kqlAll, kqlDays, kqlFilter, kqlText } from '../../graph/kql.ts';
import { searchGraph } from '../../graph/search.ts';
import { chatMessage } from './schema.ts';
import type { ToolContext } from '../../tools/define-tool.ts';
import { type ChatPage, type ChatQuery, type ChatResume, matchesChatQuery } from './search.ts';

/** A page without a hit is followed by the next one, this many times at most. */
const mostEmptyPages = 4;

/** Messages of chats and, where that is granted, of channels: one question to Search, which gives the newest first. */
export async function searchChatMessages(
  query: ChatQuery,
  { graph }: Pick<ToolContext, 'graph'>,
  resume: ChatResume | undefined,
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
    if (hits.length > 0 || !page.more || pages === mostEmptyPages) {
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
