import type { GraphClient } from '../../graph/client.ts';
import { repeatedNote, searchGraph } from '../../graph/search.ts';
import { AppError } from '../../lib/app-error.ts';
import { joinNotes } from '../format.ts';
import { countAnswered, searchAnswered } from './answered.ts';
import { readAttachmentNames } from './attachment.ts';
import { filterMail } from './filter.ts';
import { hasFlags } from './flags.ts';
import { addMailLabels, admitMessages } from './labels.ts';
import {
  type MailPage,
  type MailQuery,
  type MailResume,
  type MailSearch,
  isEmailAddress,
  mailKql,
  matchesMailQuery,
  maxMatches,
  resultCapNote,
} from './query.ts';
import { mailMessage } from './schema.ts';
import { searchMail, searchWithConditions } from './text-search.ts';

/** A page of messages that match all filters. */
export interface FoundMail extends MailPage {
  /** Number of messages that Graph returned although they do not match. */
  readonly dropped: number;
  /** Number of messages that match and are withheld by their label. */
  readonly withheld: number;
  /** By message id, when the words may have matched in an attachment. */
  readonly attachmentNames: ReadonlyMap<string, readonly string[]>;
}

/** Pages that are read in one call until one has a match. */
const maxEmptyPages = 4;

/** Searches mail with the API that supports the criteria, and applies the filters again to its results. */
export async function findMail(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<FoundMail> {
  const search = chooseSearch(query);
  let dropped = 0;
  let withheld = 0;
  let after = resume;
  for (let pages = 1; ; pages += 1) {
    const page = await search(query, graph, after).catch((error: unknown) => {
      throw query.isShared && !query.folder ? withFolderHint(error) : error;
    });
    const matches = page.messages.filter((message) => matchesMailQuery(message, query));
    dropped += page.messages.length - matches.length;
    const { admitted: messages, withheld: left } = admitMessages(matches, query.labels);
    withheld += left;
    const isEnough = messages.length > 0 || query.answered !== undefined || pages === maxEmptyPages;
    if (isEnough || page.next === undefined) {
      const mayMatchAttachment =
        query.order === 'relevance' || /\battachment(?:s|names)?:/i.test(query.text ?? '');
      const attachmentNames = mayMatchAttachment
        ? await readAttachmentNames(messages, query.mailbox, graph)
        : new Map<string, readonly string[]>();
      return { ...page, messages, dropped, withheld, attachmentNames };
    }
    after = page.next;
  }
}

/** A user with access to only some folders of a shared mailbox is denied the mailbox as a whole, or does not find it. */
function withFolderHint(error: unknown): unknown {
  const isDenied =
    error instanceof AppError && (error.code === 'access_denied' || error.code === 'not_found');
  if (!isDenied) return error;
  const message = `${error.message} If only some of its folders are shared with you, name one in folderName, such as Inbox.`;
  return new AppError(error.code, message, error.details, { cause: error });
}

/**
 * `$search` finds words, recipients and names of senders. `$filter` finds dates, folder, conversation and the address of
 * a sender, and can sort and count. Microsoft Search finds the best matches in the own mailbox, attachments included.
 */
function chooseSearch(query: MailQuery): MailSearch {
  if (query.order === 'relevance') return searchByRelevance;
  if (query.answered !== undefined) {
    const search = chooseSearch({ ...query, answered: undefined });
    return (answeredQuery, graph, resume) => searchAnswered(answeredQuery, graph, resume, search);
  }
  if (isFilterable(query)) return filterMail;
  const hasConditions = query.folderIds !== undefined || (hasFlags(query) && query.order === 'newest');
  return hasConditions ? searchWithConditions : searchMail;
}

function isFilterable({ text, sender, recipient }: MailQuery): boolean {
  return text === undefined && recipient === undefined && isEmailAddress(sender);
}

/**
 * The number of messages that match. Graph counts with a `$filter`; the matches of a `$search` are read, without texts,
 * and counted here.
 */
export async function countMail(
  query: MailQuery,
  graph: GraphClient,
): Promise<{ readonly total: number; readonly note?: string | undefined }> {
  if (query.answered !== undefined) return await countAnswered(query, graph, chooseSearch(query));
  if (isFilterable(query)) {
    const { total = 0 } = await filterMail(
      { ...query, limit: 1, offset: 0, withPreview: false },
      graph,
      undefined,
    );
    return { total };
  }
  const all = { ...query, limit: maxMatches, offset: 0, withPreview: false };
  const { messages, next, note } = query.folderIds
    ? await searchWithConditions(all, graph, undefined)
    : await searchMail({ ...all, order: 'oldest' }, graph, undefined);
  const read = messages.length.toLocaleString('en');
  return {
    total: messages.filter((message) => matchesMailQuery(message, query)).length,
    note: (next ?? note) ? `Only the newest ${read} matches were counted. Narrow the dates.` : undefined,
  };
}

const hit = mailMessage.omit({ id: true });
/** Regular ids cost twice the tokens of immutable ones: 20 hits cost as much as 25 messages of the other searches. */
const maxHits = 20;

/**
 * The best matches in the user's own mailbox, attachments included, by Microsoft Search. It returns regular ids in plain
 * base64, and a summary that shows the matched words.
 */
async function searchByRelevance(
  query: MailQuery,
  graph: GraphClient,
  resume: MailResume | undefined,
): Promise<MailPage> {
  const from = resume?.offset ?? query.offset;
  const { hits, more, end, repeated, isCapped } = await searchGraph(graph, {
    entityTypes: ['message'],
    query: mailKql(query),
    from,
    seen: resume?.seen,
    size: Math.min(query.limit, maxHits),
    enableTopResults: true,
    argument: 'query',
    resource: hit,
  });
  const messages = hits.map(({ hitId, summary, resource }) => ({
    ...resource,
    id: hitId.replaceAll('/', '-').replaceAll('+', '_'),
    bodyPreview: summary || resource.bodyPreview,
  }));
  const withLabels = query.labels.isUsed && query.withPreview;
  return {
    messages: withLabels ? await addMailLabels(messages, query.mailbox, graph) : messages,
    next: more ? end : undefined,
    note: joinNotes([
      from > 0 && 'From the second page on, Microsoft 365 sorts these results by date.',
      repeatedNote(repeated),
      isCapped && resultCapNote,
    ]),
  };
}
