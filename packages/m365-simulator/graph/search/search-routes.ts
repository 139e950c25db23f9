import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { holds } from '../core/conditions.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { json } from '../core/response.ts';
import { kqlWords } from '../kql/kql-match.ts';
import { parseKql } from '../kql/kql-syntax.ts';
import { searchChatMessages } from './search-chat-messages.ts';
import { searchEvents } from './search-events.ts';
import { searchFiles } from './search-files.ts';
import { searchLists } from './search-lists.ts';
import { searchMessages } from './search-messages.ts';
import { type SearchRequest, readSearchRequest } from './search-request.ts';
import { type SearchResult, searchPage } from './search-result.ts';
import { searchSitesAndDrives } from './search-sites.ts';

/** Microsoft Search. */
export const searchRoutes: readonly Route[] = [['POST', '/search/query', response]];

const needed: Readonly<Record<string, readonly string[]>> = {
  message: ['Mail.Read'],
  event: ['Calendars.Read'],
  chatMessage: ['Chat.Read', 'ChannelMessage.Read.All'],
  driveItem: ['Files.Read.All', 'Sites.Read.All'],
  drive: ['Files.Read.All', 'Sites.Read.All'],
  listItem: ['Sites.Read.All'],
  list: ['Sites.Read.All'],
  site: ['Sites.Read.All'],
};

function response(call: Call): Response {
  const request = inPractice(call, readSearchRequest(call.body));
  for (const type of request.entityTypes) {
    const scopes = needed[type] ?? [];
    const needsAll = type === 'chatMessage' && call.settings.behavior === 'practice';
    const isAllowed = needsAll
      ? scopes.every((scope) => hasAnyScope(call, scope))
      : hasAnyScope(call, ...scopes);
    if (isAllowed) continue;
    if (needsAll) throw chatScopesMissing(call);
    throw new GraphError(
      403,
      'accessDenied',
      `Access to ${type} in Graph API requires the following permissions: ${scopes.join(' or ')}. However, the application only has the following permissions granted: ${[...call.session.scopes].join(', ')}`,
    );
  }
  const node = parse(request.queryString);
  const { hits, total, moreResultsAvailable } = run(call, request, node);
  return json(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.searchResponse)',
    value: [
      {
        searchTerms: kqlWords(node),
        hitsContainers: [{ ...(hits.length === 0 ? {} : { hits }), total, moreResultsAvailable }],
      },
    ],
  });
}

/** The request as the service was observed to serve it. @throws GraphError 400 for a page that ends after the 1,000th hit */
function inPractice(call: Call, request: SearchRequest): SearchRequest {
  if (call.settings.behavior !== 'practice') return request;
  if (request.from + request.size > 1000) throw badRequest('The maximum allowed page size is 1000.');
  const repeats = holds(call, 'repeatedHits') && request.sort.length > 0 && request.from > 0;
  return repeats ? { ...request, from: request.from - 1 } : request;
}

/** The comma between the permissions stands for "and": Search needs both. */
function chatScopesMissing(call: Call): GraphError {
  return new GraphError(
    403,
    'Forbidden',
    `Access to ChatMessage in Graph API requires the following permissions: Chat.Read or Chat.ReadWrite, ChannelMessage.Read.All. However, the application only has the following permissions granted: ${[...call.session.scopes].join(', ')}`,
  );
}

function run(call: Call, request: SearchRequest, node: ReturnType<typeof parse>): SearchResult {
  if (request.entityTypes.includes('message')) return searchMessages(call, request, node);
  if (request.entityTypes.includes('event')) return searchEvents(call, request, node);
  if (request.entityTypes.includes('chatMessage')) return searchChatMessages(call, request, node);
  const isOfFiles = (type: string) => type === 'driveItem' || type === 'listItem';
  const places = request.entityTypes.filter((type) => !isOfFiles(type));
  const files = request.entityTypes.filter(isOfFiles);
  const rows = searchLists(call, request, node);
  if (places.length === 0 && rows.length === 0) return searchFiles(call, request, node);
  const all = { from: 0, size: Number.MAX_SAFE_INTEGER };
  const groups = [
    places.length > 0
      ? searchSitesAndDrives(call, { ...request, ...all, entityTypes: places }, node).hits
      : [],
    files.length > 0 ? searchFiles(call, { ...request, ...all, entityTypes: files }, node).hits : [],
    rows,
  ];
  // Places come first, then files, then rows of lists; the page is cut out of all.
  return searchPage(request, groups.flat(), true, (hit) => hit);
}

function parse(queryString: string) {
  try {
    return parseKql(queryString);
  } catch {
    throw badRequest(`The query string '${queryString}' could not be parsed.`);
  }
}
