import { isLoopback } from '../lib/outbound-fetch.ts';

/** A validated redirect URI. */
export interface RedirectUri {
  /** The text of the client, which is the canonical spelling. */
  readonly text: string;
  readonly url: URL;
  readonly kind: 'loopback' | 'https' | 'custom-scheme';
}

const maxLength = 512;
const webSchemes = new Set(['http:', 'https:']);

/** Why a text is not a redirect URI. */
export type RedirectUriIssue =
  | 'too_long'
  | 'not_a_uri'
  | 'not_canonical'
  | 'fragment'
  | 'credentials'
  | 'no_host'
  | 'plain_http';

/**
 * Validates a redirect URI. It is rejected if a URL parser would change it (case, default port, dot segments, other
 * spellings of 127.0.0.1, white space), or if it has a fragment or user name: the URI that is shown, compared and
 * redirected to must be the same. Plain http is allowed on loopback only.
 */
export function validateRedirectUri(
  text: string,
):
  | { readonly ok: true; readonly redirect: RedirectUri }
  | { readonly ok: false; readonly reason: RedirectUriIssue } {
  const reject = (reason: RedirectUriIssue) => ({ ok: false, reason }) as const;
  if (text.length > maxLength) return reject('too_long');
  const url = URL.parse(text);
  if (!url) return reject('not_a_uri');
  if (text.includes('#')) return reject('fragment');
  if (url.username !== '' || url.password !== '') return reject('credentials');
  if (url.hostname === '') return reject('no_host');
  if (url.href !== text && url.href !== `${text}/`) return reject('not_canonical');
  if (url.protocol === 'http:') {
    return isLoopback(url) ? { ok: true, redirect: { text, url, kind: 'loopback' } } : reject('plain_http');
  }
  return { ok: true, redirect: { text, url, kind: url.protocol === 'https:' ? 'https' : 'custom-scheme' } };
}

/** The redirect URI in a text; undefined if {@link validateRedirectUri} rejects it. */
export function parseRedirectUri(text: string): RedirectUri | undefined {
  const result = validateRedirectUri(text);
  return result.ok ? result.redirect : undefined;
}

/**
 * Compares a redirect URI with a registered one: exactly, except on loopback. Native applications choose the port at each
 * sign-in, and some register one name of the loopback interface and send another.
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export function isSameRedirect(registered: string, presented: RedirectUri): boolean {
  if (presented.kind !== 'loopback') return registered === presented.text;
  const other = parseRedirectUri(registered);
  return other?.kind === 'loopback' && pathOf(other.url) === pathOf(presented.url);
}

/** Appends the parameters that are defined to a redirect URI. */
export function redirectTo(
  redirectUri: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** The source expression for a Content Security Policy, which supports neither IPv6 nor hosts of custom schemes. */
export function toCspSource({ url }: RedirectUri): string {
  return webSchemes.has(url.protocol) && !url.hostname.startsWith('[') ? url.origin : url.protocol;
}

/** Path and query. `search` would leave out an empty query. */
function pathOf({ href, origin }: URL): string {
  return href.slice(origin.length);
}
