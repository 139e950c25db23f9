import { AppError } from '../lib/app-error.ts';
import type { GraphRequest } from './client.ts';
import type { GraphPath } from './path.ts';

type Query = GraphRequest<unknown>['query'];

/** Graph answers longer URLs with 414 or without a reason. Percent-encoding makes nine characters of one. */
const maxUrlLength = 8192;

/**
 * The URL of a request relative to `/v1.0`, the form of a batch entry.
 * @throws AppError `invalid_argument` for one that is too long, `internal` for an invalid name of a query option
 */
export function relativeUrl(path: GraphPath, query: Query): string {
  const options = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const encoded = options.map(([name, value]) => {
    if (!/^\$?[A-Za-z]{1,40}$/.test(name))
      throw new AppError('internal', 'The connector built a query option with an invalid name.');
    return `${name}=${encodeURIComponent(String(value).toWellFormed())}`;
  });
  const url = encoded.length === 0 ? path : `${path}?${encoded.join('&')}`;
  if (url.length <= maxUrlLength) return url;
  throw new AppError(
    'invalid_argument',
    'The words, names and filters are too long together for a request to Microsoft Graph. Shorten them.',
  );
}

/** The absolute URL of a request. @throws AppError `internal` when the URL parser changes its path */
export function requestUrl(graphUrl: URL, path: GraphPath, query: Query): URL {
  const url = new URL(`${graphUrl.origin}/v1.0${relativeUrl(path, query)}`);
  if (url.origin !== graphUrl.origin || url.pathname !== `/v1.0${path}` || url.hash !== '') {
    throw new AppError('internal', 'The connector built an invalid Graph URL.');
  }
  return url;
}

/**
 * Validates an `@odata.nextLink` against the origin and the path of its request. Graph may spell the path differently:
 * `users('{id}')` for `users/{id}` or `me`, `drives/{id}` for `me/drive`, `microsoft.graph.search(…)` or `search(query='…')`
 * for `search(q='…')`, `&skipToken=…` after it in the path, other percent-encoding, other case.
 * @throws AppError `upstream_unavailable` for a link to another origin or path
 */
export function continuationUrl(link: string, path: GraphPath, graphUrl: URL): URL {
  const url = link.length <= maxUrlLength ? URL.parse(link) : null;
  const isGraph =
    url?.origin === graphUrl.origin && url.username === '' && url.password === '' && url.hash === '';
  if (!url || !isGraph || !isSameRoute(splitRoute(url.pathname), splitRoute(`/v1.0${path}`))) {
    throw new AppError(
      'upstream_unavailable',
      'Microsoft Graph returned an invalid nextLink. Try again, or request less.',
    );
  }
  return url;
}

function isSameRoute(linked: readonly string[], requested: readonly string[]): boolean {
  const comparable = requested[1] === 'me' ? toOwnRoute(linked, requested[2] === 'drive') : linked;
  return (
    comparable.length === requested.length && comparable.every((name, index) => name === requested[index])
  );
}

/** Rewrites `users/{id}` to `me`, and `drives/{id}` to `me/drive`. */
function toOwnRoute(route: readonly string[], isOfDrive: boolean): readonly string[] {
  const [version = '', kind] = route;
  if (kind === 'users' && route.length > 2) return [version, 'me', ...route.slice(3)];
  if (isOfDrive && kind === 'drive') return [version, 'me', ...route.slice(1)];
  return isOfDrive && kind === 'drives' && route.length > 2
    ? [version, 'me', 'drive', ...route.slice(3)]
    : route;
}

/** Decoded segments of a path in lower case, `users('{id}')` as two. Empty when the path cannot be decoded. */
function splitRoute(pathname: string): readonly string[] {
  try {
    return pathname
      .split('/')
      .slice(1)
      .map((segment) =>
        decodeURIComponent(segment)
          .toLowerCase()
          .replace(/^(?:microsoft\.graph|view)\./, '')
          .replace(/^search\(query=/, 'search(q=')
          .replace(/^(search\(q='.*'\))&\$?skiptoken=[^&]*$/, '$1'),
      )
      .flatMap((name) => /^([a-z]+)\('([^']*)'\)$/.exec(name)?.slice(1) ?? [name]);
  } catch {
    return [];
  }
}
