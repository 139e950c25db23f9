import { explainNameFilters } from '../m365/people/name-filters.ts';
import type { MailQuery, MailResume } from '../m365/mail/query.ts';
import { type FoundMail, countMail, findMail } from '../m365/mail/search.ts';
import type { ToolContext } from './define-tool.ts';
import { prefixNote, prefixQuery, repeatNote } from './result-notes.ts';

/** A page of mail, and the notes on the searches that led to it. */
interface MailAttempts {
  readonly found: FoundMail;
  /** Whether there are more messages of another query, without a cursor. */
  readonly hasMore: boolean;
  readonly notes: readonly (string | undefined)[];
}

/**
 * Searches mail. A search without results is repeated for words with the same beginning, and for people with a similar
 * name; the names are looked up at the same time.
 */
export async function findMailWithRetries(
  query: MailQuery,
  context: ToolContext,
  resume: MailResume | undefined,
): Promise<MailAttempts> {
  const { graph } = context;
  const exact = await findMail(query, graph, resume);
  const isEmpty =
    exact.messages.length + exact.dropped + exact.withheld + query.offset === 0 && !resume && !exact.next;
  if (!isEmpty) return { found: exact, hasMore: false, notes: [] };
  const { text, sender, recipient } = query;
  const prefixes = prefixQuery(text);
  const [similar, names] = await Promise.all([
    prefixes === undefined ? undefined : findMail({ ...query, text: prefixes }, graph, undefined),
    explainNameFilters({ sender, recipient }, context),
  ]);
  if (similar && similar.messages.length > 0 && prefixes !== undefined) {
    return toAttempt(similar, prefixNote(prefixes));
  }
  if (!names.corrected) return { found: exact, hasMore: false, notes: [names.note] };
  return toAttempt(await findMail({ ...query, ...names.corrected }, graph, undefined), names.note);
}

/** The first page of another query, which has no cursor. */
function toAttempt(page: FoundMail, note: string | undefined): MailAttempts {
  const hasMore = page.next !== undefined;
  return { found: { ...page, next: undefined }, hasMore, notes: [note, repeatNote(hasMore)] };
}

/** Counts messages; for people with a similar name if there are none. */
export async function countMailWithRetries(
  query: MailQuery,
  context: ToolContext,
): Promise<{ readonly total: number; readonly notes: readonly (string | undefined)[] }> {
  const { total, note } = await countMail(query, context.graph);
  if (total > 0) return { total, notes: [note] };
  const { sender, recipient } = query;
  const names = await explainNameFilters({ sender, recipient }, context);
  if (!names.corrected) return { total, notes: [note, names.note] };
  const counted = await countMail({ ...query, ...names.corrected }, context.graph);
  return { total: counted.total, notes: [counted.note, names.note] };
}
