import { OAuthError } from './errors.ts';

const toolsQuery = /^\?tools=(?:[a-z0-9_,]|%2c){1,512}$/i;

/**
 * The `?tools=` of an address whose query is that and nothing else, or nothing. People narrow the connector by it. The
 * query is part of a resource's identifier (RFC 8707 section 2), so what speaks of the resource has to repeat it:
 * clients compare it with the address that they were given.
 */
export function toolsParameter({ search }: URL): string {
  return toolsQuery.test(search) ? search : '';
}

/**
 * Checks `resource` (RFC 8707) against the one resource there is. It is dropped before Entra sees the request, so this
 * check is all that keeps a hostile server, which names this relay as its own authorization server, from being handed
 * tokens for Microsoft 365. Scheme and host compare without case, one trailing slash is forgiven, and a `?tools=` names
 * the same resource; nothing else does.
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
  const { length } = resource;
  const isNarrowed = toolsQuery.test(presented.slice(length));
  if (canonical(isNarrowed ? presented.slice(0, length) : presented) !== canonical(resource)) {
    throw new OAuthError('invalid_target', `This authorization server issues tokens for ${resource} only.`);
  }
}

function canonical(resource: string): string {
  const [origin = ''] = /^[^:/?#]*:\/\/[^/?#]*/.exec(resource) ?? [];
  return `${origin.toLowerCase()}${resource.slice(origin.length)}`.replace(/\/$/, '');
}
