import { explainNameFilters } from '../m365/people/name-filters.ts';
import type { MailQuery, MailResume } from '../m365/mail/query.ts';
import { type FoundMail, findMail } from '../m365/mail/search.ts';
import type { ToolContext } from './define-tool.ts';
import { prefixNote, prefixQuery } from './notes.ts';

/** A page of mail, and the notes on the searches that led to it. */
interface MailAttempts {
  readonly found: FoundMail;
  readonly notes: readonly (string | undefined)[];
}

/**
 * Searches mail. A search without results is repeated for words that begin so, and for people with a similar name; the
 * names are looked up at the same time.
 */
export async function findMailWithRetries(
  query: MailQuery,
  context: ToolContext,
  resume: MailResume | undefined,
): Promise<MailAttempts> {
  const { graph } = context;
  const exact = await findMail(query, graph, resume);
  const isEmpty = exact.messages.length + exact.dropped + query.offset === 0 && !resume && !exact.next;
  if (!isEmpty) return { found: exact, notes: [] };
  const { text, sender, recipient } = query;
  const prefixes = prefixQuery(text);
  const [similar, names] = await Promise.all([
    prefixes === undefined ? undefined : findMail({ ...query, text: prefixes }, graph, undefined),
    explainNameFilters({ sender, recipient }, context),
  ]);
  if (similar && similar.messages.length > 0 && prefixes !== undefined) {
    return { found: { ...similar, next: undefined }, notes: [prefixNote(prefixes)] };
  }
  if (!names.corrected) return { found: exact, notes: [names.note] };
  const found = await findMail({ ...query, ...names.corrected }, graph, undefined);
  return { found: { ...found, next: undefined }, notes: [names.note] };
}
