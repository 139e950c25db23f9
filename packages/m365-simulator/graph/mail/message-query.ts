import type { Call } from '../core/call.ts';
import { GraphError, exchangeAccessDenied } from '../core/graph-error.ts';
import { kqlMatches } from '../kql/kql-match.ts';
import { parseKql } from '../kql/kql-syntax.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { filterPaths, parseFilter } from '../odata/filter-syntax.ts';
import { type QueryOptions, nextLink, readQueryOptions } from '../odata/query-options.ts';
import { sortItems } from '../odata/sort-items.ts';
import type { MailAccess } from './mail-access.ts';
import type { MailMessage } from './mailbox.ts';
import { messageDocument } from './message-document.ts';
import { contentProperties, messageRules } from './message-json.ts';

/** One page of messages. */
export interface MessagePage {
  readonly messages: readonly MailMessage[];
  readonly options: QueryOptions;
  readonly nextLink?: string;
  readonly count?: number;
}

const searchLimit = 1000;

/**
 * Applies `$search`, or `$filter` and `$orderby`, and the paging of either to messages.
 * @throws GraphError 400 for what Exchange rejects, 403 for what `Mail.ReadBasic` does not allow.
 */
export function queryMessages(call: Call, access: MailAccess, all: readonly MailMessage[]): MessagePage {
  const options = readQueryOptions(call, 1000);
  const top = options.top ?? 10;
  return options.search === undefined
    ? filterPage(call, access, all, options, top)
    : searchPage(call, access, all, options, options.search, top);
}

function searchPage(
  call: Call,
  access: MailAccess,
  all: readonly MailMessage[],
  options: QueryOptions,
  search: string,
  top: number,
): MessagePage {
  if (options.filter !== undefined) {
    throw new GraphError(
      400,
      'SearchWithFilter',
      "The query parameter '$filter' is not supported with '$search'.",
    );
  }
  if (options.orderBy.length > 0) {
    throw new GraphError(
      400,
      'SearchWithOrderBy',
      "The query parameter '$orderby' is not supported with '$search'.",
    );
  }
  if (options.skip > 0) {
    throw new GraphError(
      400,
      'SearchWithSkip',
      "The query parameter '$skip' is not supported with '$search'.",
    );
  }
  if (access.isBasic) throw exchangeAccessDenied();
  const node = parseSearch(search);
  const found = all
    .filter(
      (message) => node === undefined || kqlMatches(node, messageDocument(call.tenant, message), call.nowMs),
    )
    .toSorted((left, right) => right.sentMs - left.sentMs)
    .slice(0, searchLimit);
  const start = readSkipToken(options.skipToken);
  const end = start + top;
  return {
    messages: found.slice(start, end),
    options,
    ...(end < found.length ? { nextLink: nextLink(call, '$skiptoken', writeSkipToken(end)) } : {}),
  };
}

function filterPage(
  call: Call,
  access: MailAccess,
  all: readonly MailMessage[],
  options: QueryOptions,
  top: number,
): MessagePage {
  const preferences = { textBodies: false, immutableIds: false };
  let found = all.map((message) => ({
    message,
    ...call.tenant.messageTexts.metadata(message, preferences),
  }));
  for (const { path } of options.orderBy) checkProperty(path, access);
  if (options.filter !== undefined) {
    const node = parse(options.filter);
    const paths = filterPaths(node);
    for (const path of paths) checkProperty(path, access);
    if (options.orderBy.some(({ path }, index) => paths[index]?.toLowerCase() !== path.toLowerCase())) {
      throw new GraphError(
        400,
        'InefficientFilter',
        'The restriction or sort order is too complex for this operation.',
      );
    }
    found = found.filter((item) => filterMatches(node, item));
  }
  const sorted = sortItems(found, options.orderBy);
  const end = options.skip + top;
  return {
    messages: sorted.slice(options.skip, end).map(({ message }) => message),
    options,
    ...(options.count ? { count: sorted.length } : {}),
    ...(end < sorted.length ? { nextLink: nextLink(call, '$skip', end) } : {}),
  };
}

function parse(filter: string) {
  try {
    return parseFilter(filter);
  } catch (error) {
    throw new GraphError(400, 'BadRequest', `Invalid filter clause: ${(error as Error).message}`);
  }
}

function checkProperty(path: string, access: MailAccess): void {
  const name = path.split('/')[0]?.toLowerCase() ?? '';
  const known = messageRules.known.find((candidate) => candidate.toLowerCase() === name);
  if (known === undefined) {
    throw new GraphError(
      400,
      'RequestBroker--ParseUri',
      `Could not find a property named '${path.split('/')[0]}' on type '${messageRules.typeName}'.`,
    );
  }
  if (['toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'attachments'].includes(known)) {
    throw new GraphError(
      400,
      'ErrorInvalidUrlQueryFilter',
      `The property '${known}' does not support filtering.`,
    );
  }
  if (access.isBasic && contentProperties.includes(known)) throw exchangeAccessDenied();
}

function parseSearch(search: string) {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"\s*$/s.exec(search);
  if (!quoted) {
    const position = Math.max(0, search.search(/[^\w\s]/));
    throw new GraphError(
      400,
      'BadRequest',
      `Syntax error: character '${search[position] ?? ''}' is not valid at position ${position} in '${search}'.`,
    );
  }
  try {
    return parseKql((quoted[1] ?? '').replaceAll(/\\(.)/g, '$1'));
  } catch {
    throw new GraphError(400, 'ErrorInvalidSearchQuery', 'The search query is invalid.');
  }
}

function writeSkipToken(position: number): string {
  return btoa(`{"position":${position}}`);
}

function readSkipToken(token: string | undefined): number {
  if (token === undefined) return 0;
  try {
    const position: unknown = (JSON.parse(atob(token)) as { position?: unknown }).position;
    if (typeof position === 'number' && Number.isInteger(position) && position >= 0) return position;
  } catch {
    // Falls through to the refusal.
  }
  throw new GraphError(400, 'ErrorInvalidUrlQuery', 'The skip token is invalid.');
}
