import type { GraphClient } from '../../graph/client.ts';
import { graphPath } from '../../graph/graph-path.ts';
import { listPage, readList } from '../../graph/paging.ts';
import { type Chat, chat } from './chat.ts';
import { hasWords } from '../../lib/search-words.ts';

const mostPages = 4;

/** Chats whose topic or members hold the words: all that Chat.ReadBasic shows. */
export async function chatsByName(words: string, graph: GraphClient): Promise<readonly Chat[]> {
  const { items } = await readList(
    graph,
    { path: graphPath`/me/chats`, query: { $expand: 'members', $top: 50 }, schema: listPage(chat) },
    mostPages,
  );
  return items.filter(({ topic, members }) => {
    const people = (members ?? []).map(({ displayName, email }) => `${displayName ?? ''} ${email ?? ''}`);
    return hasWords([topic ?? '', ...people].join(' '), words);
  });
}
