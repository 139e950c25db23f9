import { OAuthError } from './oauth-error.ts';

/**
 * Checks `resource` (RFC 8707) against the one resource there is. It is dropped before Entra sees the request, so this
 * check is all that keeps a hostile server, which names this relay as its own authorization server, from being handed
 * tokens for Microsoft 365. Scheme and host compare without case, and one trailing slash is forgiven; nothing else is.
 * @param isRequired clients that identify themselves speak the current protocol and must say what the token is for;
 * those configured by hand with the client id may be older.
 * @throws OAuthError `invalid_target`.
 */
export function checkResource(presented: string | undefined, resource: string, isRequired: boolean): void {
  if (presented === undefined) {
    if (!isRequired) return;
    throw new OAuthError(
      'invalid_target',
      `Send the resource parameter (RFC 8707) with the value ${resource}.`,
    );
  }
  if (canonical(presented) !== canonical(resource)) {
    throw new OAuthError('invalid_target', `This authorization server issues tokens for ${resource} only.`);
  }
}

function canonical(resource: string): string {
  const [origin = ''] = /^[^:/?#]*:\/\/[^/?#]*/.exec(resource) ?? [];
  return `${origin.toLowerCase()}${resource.slice(origin.length)}`.replace(/\/$/, '');
}
