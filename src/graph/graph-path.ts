import { AppError } from '../lib/app-error.ts';
import { PathSegment } from './path.ts';

declare const brand: unique symbol;

/** A path below `/v1.0` whose every inserted value was checked and encoded. Only `graphPath` makes one. */
export type GraphPath = string & { readonly [brand]: 'GraphPath' };

/**
 * Builds a path: `` graphPath`/me/messages/${exchangeId(id)}` ``. The fixed parts are ours; a value is a checked
 * {@link PathSegment} or nothing. What comes out must still be the same path after the URL parser has read it.
 * @throws AppError `internal` where a path would mean something else than its template says.
 */
export function graphPath(fixed: TemplateStringsArray, ...values: readonly PathSegment[]): GraphPath {
  let path = fixed[0] ?? '';
  let segments = slashes(path);
  for (const [index, value] of values.entries()) {
    if (!(value instanceof PathSegment)) throw broken();
    const after = fixed[index + 1] ?? '';
    path += value.encoded + after;
    segments += value.count - 1 + slashes(after);
  }
  const url = new URL(`https://graph.invalid/v1.0${path}`);
  const unchanged = path.startsWith('/') && url.pathname === `/v1.0${path}`;
  const atHome = url.origin === 'https://graph.invalid' && url.search === '' && url.hash === '';
  const names = path.split('/').slice(1);
  const placed =
    names.length === segments && names.every((name) => !/^\.{0,2}$/.test(decodeURIComponent(name)));
  if (!unchanged || !atHome || !placed) throw broken();
  return path as GraphPath;
}

function slashes(text: string): number {
  return text.split('/').length - 1;
}

function broken(): AppError {
  return new AppError('internal', 'The connector built an address that it will not send.');
}
