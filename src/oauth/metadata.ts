import type { AuthorizationServerIdentity } from './authorize-request.ts';

/** The scope of the server application that clients ask for, fully qualified: Entra takes a bare one for Graph's. */
export function accessScope({ serverAppId }: AuthorizationServerIdentity): string {
  return `api://${serverAppId}/access_as_user`;
}

/**
 * Protected resource metadata (RFC 9728). Without `offline_access`: the relay asks for it by itself, and clients that
 * see it add `prompt=consent`, which locks people out whose organisation has consented for them.
 */
export function protectedResourceMetadata(
  identity: AuthorizationServerIdentity,
): Readonly<Record<string, unknown>> {
  return {
    resource: identity.resource,
    authorization_servers: [identity.issuer],
    scopes_supported: [accessScope(identity)],
    bearer_methods_supported: ['header'],
    resource_name: 'Microsoft 365',
  };
}

/**
 * Authorization server metadata (RFC 8414). Only one token endpoint method: the relay's clients are public, and some
 * choose the method that is hardest for them among those on offer.
 */
export function authorizationServerMetadata(
  identity: AuthorizationServerIdentity,
): Readonly<Record<string, unknown>> {
  const { issuer } = identity;
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    registration_endpoint: `${issuer}/oauth/register`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    scopes_supported: [accessScope(identity)],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}
