import { OAuthError } from './errors.ts';

const toolsQuery = /^\?tools=(?:[a-z0-9_,]|%2c){1,512}$/i;

/**
 * Returns the query of a URL if it is `?tools=` and nothing else, or an empty string. It limits the tools, and is part
 * of the resource identifier (RFC 8707 section 2): clients compare the identifier with the URL that they were given.
 */
export function toolsParameter({ search }: URL): string {
  return toolsQuery.test(search) ? search : '';
}

/**
 * Validates `resource` (RFC 8707). It is not forwarded to Entra, so this check alone prevents that a malicious MCP
 * server, which names this authorization server as its own, receives tokens for Microsoft 365. Scheme and host are
 * compared without case, one trailing slash is ignored, and `?tools=` is allowed.
 * @param isRequired false for clients that are configured manually: they may implement an older protocol version
 * @throws OAuthError `invalid_target`
 */
export function checkResource(presented: string | undefined, resource: string, isRequired: boolean): void {
  if (presented === undefined) {
    if (!isRequired) return;
    throw new OAuthError(
      'invalid_target',
      `Send the resource parameter (RFC 8707) with the value ${resource}. Clients that implement MCP 2025-06-18 or later send it: update the client, or configure it with the client ID that the operator of the connector gives you.`,
    );
  }
  const query = presented.slice(resource.length).replace(/^\//, '');
  const identifier = toolsQuery.test(query) ? presented.slice(0, -query.length) : presented;
  if (canonical(identifier) !== canonical(resource)) {
    throw new OAuthError('invalid_target', `This authorization server issues tokens for ${resource} only.`);
  }
}

function canonical(resource: string): string {
  return resource.replace(/^[^:/?#]*:\/\/[^/?#]*/, (origin) => origin.toLowerCase()).replace(/\/$/, '');
}
