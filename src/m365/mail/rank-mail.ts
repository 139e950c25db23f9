import type { GraphClient } from '../../graph/client.ts';
import { mailMessage } from './mail-message.ts';
import { searchGraph } from '../../graph/search.ts';
import { mailKql } from './mail-kql.ts';
import { noteOfEnd } from './note-of-end.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';

const hit = mailMessage.omit({ id: true });
/** Its ids cost twice as much as immutable ones: as many hits as 25 messages otherwise cost. */
const mostHits = 20;
/** As deep as the search of the other orders goes. */
const mostMatches = 1000;

/**
 * The best matches in the whole own mailbox, contents of attachments included, by the search that is meant for people.
 * It gives regular ids, in plain base64, and a summary that shows the words found.
 */
export async function rankMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const from = resume?.offset ?? query.offset;
  if (from >= mostMatches) return { messages: [], note: noteOfEnd };
  const { hits, more, unreadable } = await searchGraph(graph, {
    entityTypes: ['message'],
    query: mailKql(query),
    from,
    size: Math.min(query.limit, mostHits, mostMatches - from),
    enableTopResults: true,
    resource: hit,
  });
  const end = from + hits.length + unreadable;
  return {
    messages: hits.map(({ hitId, summary, resource }) => ({
      ...resource,
      id: hitId.replaceAll('/', '-').replaceAll('+', '_'),
      bodyPreview: summary || resource.bodyPreview,
    })),
    next: more && end < mostMatches ? { offset: end } : undefined,
    note: more && end >= mostMatches ? noteOfEnd : undefined,
  };
}
