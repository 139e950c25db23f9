import { isLoopback } from '../lib/outbound-fetch.ts';

/** Where a client wants its answer. */
export interface RedirectUri {
  /** As the client spelt it, which is the only spelling there is. */
  readonly text: string;
  readonly url: URL;
  readonly kind: 'loopback' | 'https' | 'custom-scheme';
}

const maxLength = 512;
const webSchemes = new Set(['http:', 'https:']);

/**
 * A redirect URI in canonical spelling, or undefined. Whatever a URL parser would quietly correct is refused (case,
 * default ports, dot segments, other spellings of 127.0.0.1, white space), and so are fragments and user names: what a
 * person is shown, what is compared and where a browser goes must be one thing. Plain http is for loopback alone.
 */
export function parseRedirectUri(text: string): RedirectUri | undefined {
  if (text.length > maxLength) return undefined;
  const url = URL.parse(text);
  if (!url || (url.href !== text && url.href !== `${text}/`)) return undefined;
  if (text.includes('#') || url.username !== '' || url.password !== '' || url.hostname === '')
    return undefined;
  if (url.protocol === 'http:') return isLoopback(url) ? { text, url, kind: 'loopback' } : undefined;
  return { text, url, kind: url.protocol === 'https:' ? 'https' : 'custom-scheme' };
}

/**
 * Whether a presented redirect is the registered one: character by character, but for the port of loopback redirects,
 * which native applications choose anew each time.
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export function isSameRedirect(registered: string, presented: RedirectUri): boolean {
  if (presented.kind !== 'loopback') return registered === presented.text;
  const other = parseRedirectUri(registered);
  return other?.kind === 'loopback' && withoutPort(other.url) === withoutPort(presented.url);
}

/** The redirect with the answer's parameters, those with a value. */
export function redirectTo(
  redirectUri: string,
  answer: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** How a Content Security Policy names the place. It cannot spell IPv6 addresses, nor hosts of custom schemes. */
export function cspSourceOf({ url }: RedirectUri): string {
  return webSchemes.has(url.protocol) && !url.hostname.startsWith('[') ? url.origin : url.protocol;
}

function withoutPort(url: URL): string {
  return `${url.hostname}${url.pathname}${url.search}`;
}
