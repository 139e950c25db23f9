import type { GraphClient } from '../../graph/graph-client.ts';
import { mailMessage } from '../../graph/mail/mail-message.ts';
import { searchGraph } from '../../graph/search.ts';
import { mailKql } from './mail-kql.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';

const hit = mailMessage.omit({ id: true });
/** Its ids cost twice as much as immutable ones: as many hits as 25 messages otherwise cost. */
const mostHits = 20;

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
  const { hits, more, unreadable } = await searchGraph(graph, {
    entityTypes: ['message'],
    query: mailKql(query),
    from,
    size: Math.min(query.limit, mostHits),
    enableTopResults: true,
    resource: hit,
  });
  return {
    messages: hits.map(({ hitId, summary, resource }) => ({
      ...resource,
      id: hitId.replaceAll('/', '-').replaceAll('+', '_'),
      bodyPreview: summary || resource.bodyPreview,
    })),
    next: more ? { offset: from + hits.length + unreadable } : undefined,
  };
}
