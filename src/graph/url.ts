import { AppError } from '../lib/app-error.ts';
import type { GraphRequest } from './client.ts';
import type { GraphPath } from './path.ts';

type Query = GraphRequest<unknown>['query'];

/**
 * The address of a request below `/v1.0`, as Graph takes it within a batch.
 * @throws AppError `internal` for a name of an option that is none.
 */
export function relativeUrl(path: GraphPath, query: Query): string {
  const options = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const encoded = options.map(([name, value]) => {
    if (!/^\$?[A-Za-z]{1,40}$/.test(name))
      throw new AppError('internal', 'A query option has no valid name.');
    return `${name}=${encodeURIComponent(String(value).toWellFormed())}`;
  });
  return encoded.length === 0 ? path : `${path}?${encoded.join('&')}`;
}

/** The whole address of a request. */
export function requestUrl(graphUrl: URL, path: GraphPath, query: Query): URL {
  const url = new URL(`${graphUrl.origin}/v1.0${relativeUrl(path, query)}`);
  if (url.origin !== graphUrl.origin || url.pathname !== `/v1.0${path}` || url.hash !== '') {
    throw new AppError('internal', 'The connector built an address that it will not send.');
  }
  return url;
}

/**
 * An `@odata.nextLink`, if it continues a request to this path. Graph may spell the path in another way than it was
 * asked: `users('{id}')` for `users/{id}` or for `me`, `drives/{id}` for `me/drive`, `microsoft.graph.search(…)` for
 * `search(…)`, other percent-encoding, other case.
 * @throws AppError `upstream_unavailable` for any other link.
 */
export function continuationUrl(link: string, path: GraphPath, graphUrl: URL): URL {
  const url = link.length <= 8192 ? URL.parse(link) : null;
  const isOurs =
    url?.origin === graphUrl.origin && url.username === '' && url.password === '' && url.hash === '';
  if (!url || !isOurs || !isSameRoute(names(url.pathname), names(`/v1.0${path}`))) {
    throw new AppError(
      'upstream_unavailable',
      'Microsoft 365 gave a next page that leads nowhere. Try again, or ask for less.',
    );
  }
  return url;
}

function isSameRoute(given: readonly string[], asked: readonly string[]): boolean {
  const comparable = asked[1] === 'me' ? asOwn(given, asked[2] === 'drive') : given;
  return comparable.length === asked.length && comparable.every((name, index) => name === asked[index]);
}

/** A route of one person or drive, whoever's, as that of the person who asks. */
function asOwn(route: readonly string[], isOfDrive: boolean): readonly string[] {
  const [version = '', kind] = route;
  if (kind === 'users' && route.length > 2) return [version, 'me', ...route.slice(3)];
  return isOfDrive && kind === 'drives' && route.length > 2
    ? [version, 'me', 'drive', ...route.slice(3)]
    : route;
}

/** Names of a path, decoded, in lower case, with `users('{id}')` taken apart. None where it cannot be decoded. */
function names(pathname: string): readonly string[] {
  try {
    return pathname
      .split('/')
      .slice(1)
      .map((segment) =>
        decodeURIComponent(segment)
          .toLowerCase()
          .replace(/^microsoft\.graph\./, ''),
      )
      .flatMap((name) => /^([a-z]+)\('([^']*)'\)$/.exec(name)?.slice(1) ?? [name]);
  } catch {
    return [];
  }
}
