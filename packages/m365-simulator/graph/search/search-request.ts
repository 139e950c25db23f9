import { badRequest } from '../core/graph-error.ts';

const fileTypes = ['driveItem', 'listItem', 'list', 'site', 'drive'] as const;
const mailboxTypes = ['message', 'event', 'chatMessage'] as const;

/** One request for `/search/query`, checked. */
export interface SearchRequest {
  readonly entityTypes: readonly string[];
  readonly queryString: string;
  readonly from: number;
  readonly size: number;
  readonly fields: readonly string[] | undefined;
  readonly sort: readonly { readonly name: string; readonly isDescending: boolean }[];
}

const knownMembers = new Set([
  'entityTypes',
  'query',
  'from',
  'size',
  'fields',
  'sortProperties',
  'enableTopResults',
  'contentSources',
  'aggregations',
  'aggregationFilters',
  'queryAlterationOptions',
  'collapseProperties',
  'region',
  'resultTemplateOptions',
  'sharePointOneDriveOptions',
]);
const sortable = new Set([
  'lastmodifieddatetime',
  'lastmodifiedtime',
  'createddatetime',
  'created',
  'name',
  'filename',
  'size',
  'author',
]);

/**
 * Reads the body of a search.
 * @throws GraphError 400 for what Search rejects: several requests, types that do not go together, sizes over the
 * limit, sorting where there is none, unknown members.
 */
export function readSearchRequest(body: unknown): SearchRequest {
  const requests = member(body, 'requests');
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest('The requests property is missing.');
  if (requests.length > 1) throw badRequest('Only one search request is supported.');
  const request: unknown = requests[0];
  if (typeof request !== 'object' || request === null) throw badRequest('The search request is invalid.');
  for (const name of Object.keys(request)) {
    if (!knownMembers.has(name))
      throw badRequest(`The property '${name}' does not exist on type 'microsoft.graph.searchRequest'.`);
  }
  const entityTypes = strings(member(request, 'entityTypes'));
  if (!entityTypes || entityTypes.length === 0) throw badRequest('The entityTypes property is missing.');
  for (const type of entityTypes) {
    if (!isOneOf(type, fileTypes) && !isOneOf(type, mailboxTypes)) {
      throw badRequest(`The entity type '${type}' is not supported.`);
    }
  }
  const ofMailbox = entityTypes.some((type) => isOneOf(type, mailboxTypes));
  if (ofMailbox && entityTypes.length > 1) {
    throw badRequest(
      `The entity types '${entityTypes.join(', ')}' cannot be combined in one search request.`,
    );
  }
  const queryString = member(member(request, 'query'), 'queryString');
  if (typeof queryString !== 'string') throw badRequest('The query property is missing.');
  const from = whole(member(request, 'from'), 'from') ?? 0;
  const size = whole(member(request, 'size'), 'size') ?? 25;
  const limit = entityTypes[0] === 'message' || entityTypes[0] === 'event' ? 25 : 500;
  if (size < 1 || size > limit)
    throw badRequest(`The size must be between 1 and ${limit} for ${entityTypes.join(', ')}.`);
  if (from > 0 && member(request, 'enableTopResults') === true)
    throw badRequest('enableTopResults is only supported when from is 0.');
  return {
    entityTypes,
    queryString,
    from,
    size,
    fields: strings(member(request, 'fields')),
    sort: readSort(member(request, 'sortProperties'), ofMailbox),
  };
}

function readSort(value: unknown, ofMailbox: boolean): SearchRequest['sort'] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  if (!Array.isArray(value)) throw badRequest('The sortProperties property is invalid.');
  if (ofMailbox) throw badRequest('Sort is not supported for this entity type.');
  return value.map((entry: unknown) => {
    const name = member(entry, 'name');
    if (typeof name !== 'string' || !sortable.has(name.toLowerCase())) {
      throw badRequest(`The property '${String(name)}' is not sortable.`);
    }
    return { name: name.toLowerCase(), isDescending: member(entry, 'isDescending') === true };
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

function whole(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw badRequest(`The property '${name}' is invalid.`);
}

function isOneOf(value: string, list: readonly string[]): boolean {
  return list.includes(value);
}
