import type { CheckedRequest } from './check-contract.ts';
import { type EntityName, entities } from './entities.ts';
import { type GraphOperation, operations } from './operations.ts';

const root = 'https://graph.microsoft.com/v1.0';

/** A pattern for the path of an operation. `{path}` and `{text}` match several segments, other variables one. */
function pathPattern(path: string): RegExp {
  const source = path
    .split(/(\{\w+\})/)
    .map((part) => {
      if (part === '{owner}') return '(?:/me|/users/[^/]+)';
      if (part === '{path}' || part === '{text}') return '.+?';
      if (part.startsWith('{')) return '[^/]+?';
      return part.replaceAll(/[.$()*+?]/g, String.raw`\$&`);
    })
    .join('');
  return new RegExp(`^${source}$`);
}

/** Path template of the operation that serves a request; undefined for none. */
export function operationPath(method: string, url: string): string | undefined {
  return findOperation(method, url)?.path;
}

/** Paths with fewer variables decide first, then longer ones: `root:/{path}:/children` before `root:/{path}`. */
const routes = operations
  .map((operation) => ({ operation, pattern: pathPattern(operation.path) }))
  .toSorted(
    ({ operation: a }, { operation: b }) => variables(a) - variables(b) || b.path.length - a.path.length,
  );

function variables({ path }: GraphOperation): number {
  return path.match(/\{(?!owner)/g)?.length ?? 0;
}

function findOperation(method: string, url: string): GraphOperation | undefined {
  const [path = ''] = url.replace(root, '').split('?');
  return routes.find(({ operation, pattern }) => operation.method === method && pattern.test(path))
    ?.operation;
}

/**
 * Violations of the documented rules in a request.
 * @throws URIError when the query is not valid percent-encoding
 */
export function checkRequest({ method, url, headers, body }: CheckedRequest): readonly string[] {
  const operation = findOperation(method, url);
  if (!operation) return [`no such operation: ${method} ${url.replace(root, '').split('?')[0] ?? ''}`];
  const options = readQuery(url);
  const isContinued = options.has('$skiptoken');
  const missing = isContinued ? [] : (operation.required ?? []).filter((name) => !options.has(name));
  const found = missing.map((name) => `missing ${name}`);
  for (const name of options.keys()) {
    if (name !== '$skiptoken' && !operation.query.includes(name)) found.push(`undocumented option ${name}`);
    const needed = operation.needs?.[name];
    if (needed !== undefined && !options.has(needed)) found.push(`${name} needs ${needed}`);
    if (operation.eventual?.includes(name) && !isEventual(headers)) {
      found.push(`${name} needs header ConsistencyLevel: eventual`);
    }
  }
  for (const [first, second] of operation.exclusive ?? []) {
    if (options.has(first) && options.has(second)) found.push(`${first} excludes ${second}`);
  }
  if (Number(options.get('$top') ?? 0) > (operation.maxTop ?? Infinity)) {
    found.push(`$top exceeds ${operation.maxTop}`);
  }
  if (operation.quotedSearch && !/^".*"$/s.test(options.get('$search') ?? '""')) {
    found.push('$search value must be wrapped in double quotes');
  }
  return [
    ...found,
    ...unknownProperties(operation.entity, options.get('$select')?.split(',') ?? []).map(
      (name) => `$select: no property ${name}`,
    ),
    ...(operation.path === '/search/query' ? searchViolations(body) : []),
  ];
}

/** Properties of the items of a successful response that their type does not have. */
export function checkResponse(method: string, url: string, body: unknown): readonly string[] {
  const entity = findOperation(method, url)?.entity;
  const { value } = body as { readonly value?: unknown };
  const items = Array.isArray(value) ? value : [body];
  return [
    ...new Set(
      items.flatMap((item) =>
        unknownProperties(entity, Object.keys(item as object)).map(
          (name) => `${entity}: no property ${name}`,
        ),
      ),
    ),
  ];
}

function isEventual(headers: CheckedRequest['headers']): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'consistencylevel' && value.toLowerCase() === 'eventual',
  );
}

function unknownProperties(entity: EntityName | undefined, properties: readonly string[]): readonly string[] {
  if (entity === undefined) return [];
  return properties
    .map((name) => name.trim().split('/')[0] ?? '')
    .filter((name) => !name.includes('@') && !entities[entity].has(name));
}

function readQuery(url: string): ReadonlyMap<string, string> {
  const query = url.split('?').slice(1).join('?');
  return new Map(
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair
          .split('=')
          .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
        return [name === '$skipToken' ? '$skiptoken' : name, value.join('=')];
      }),
  );
}

interface SearchRequest {
  readonly entityTypes?: readonly string[];
  readonly size?: number;
  readonly sortProperties?: unknown;
}

/** Types that are searched alone. Source: https://learn.microsoft.com/graph/api/resources/search-api-overview */
const searchedAlone = new Set(['message', 'event', 'chatMessage', 'person']);
const searchTypes = new Set([...searchedAlone, 'drive', 'driveItem', 'list', 'listItem', 'site']);

function searchViolations(body: unknown): readonly string[] {
  const { requests = [] } = (body ?? {}) as { readonly requests?: readonly SearchRequest[] };
  const found = requests.length === 1 ? [] : ['search: one request at a time'];
  for (const { entityTypes = [], size = 25, sortProperties } of requests) {
    const isAlone = entityTypes.some((type) => searchedAlone.has(type));
    const unknown = entityTypes.filter((type) => !searchTypes.has(type));
    if (unknown.length > 0) found.push(`search: unknown entity types ${unknown.join(', ')}`);
    if (isAlone && entityTypes.length > 1) found.push(`search: ${entityTypes.join('+')} cannot be combined`);
    if (isAlone && sortProperties !== undefined)
      found.push(`search: no sortProperties on ${entityTypes.join('+')}`);
    if (entityTypes.some((type) => type === 'message' || type === 'event') && size > 25) {
      found.push('search: size exceeds 25 for messages and events');
    }
    if (size > 500) found.push('search: size exceeds 500');
  }
  return found;
}
