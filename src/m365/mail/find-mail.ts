import type { GraphClient } from '../../graph/client.ts';
import type { MailMessage } from './mail-message.ts';
import { listMail } from './list-mail.ts';
import type { MailPage, MailQuery, MailResume } from './mail-query.ts';
import { matchesMailQuery } from './query.ts';
import { isExactSender } from './exact-sender.ts';
import { rankMail } from './rank-mail.ts';
import { searchMail } from './search.ts';

/** How a page of mail was found, and what was left out of it. */
export interface FoundMail extends MailPage {
  /** Messages that Graph gave though they are not what was asked for. */
  readonly dropped: number;
}

type MailEngine = (query: MailQuery, graph: GraphClient, resume: MailResume | undefined) => Promise<MailPage>;

/** A page without a hit is followed by the next one, this many times at most. */
const mostEmptyPages = 4;

/** Asks the engine that can answer, and applies the filters again to what it gave. */
export async function findMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<FoundMail> {
  const engine = engineFor(query);
  let dropped = 0;
  let page = await engine(query, graph, resume);
  for (let pages = 1; ; pages += 1) {
    const messages: MailMessage[] = page.messages.filter((message) => matchesMailQuery(message, query));
    dropped += page.messages.length - messages.length;
    if (messages.length > 0 || page.next === undefined || pages === mostEmptyPages) {
      return { ...page, messages, dropped };
    }
    page = await engine(query, graph, page.next);
  }
}

/**
 * Words, recipients and senders by name are found by `$search`; dates, folder, conversation and exact sender by `$filter`, which can
 * sort and count; the best matches, and the contents of attachments, by the search of the whole own mailbox.
 */
function engineFor({ order, text, sender, recipient }: MailQuery): MailEngine {
  if (order === 'relevance') return rankMail;
  return text === undefined && recipient === undefined && isExactSender(sender) ? listMail : searchMail;
}
