import type { AuthorizationServerIdentity } from './authorize-request.ts';

const authenticationMethods = ['none', 'client_secret_basic', 'client_secret_post'];

/** The scope that clients request, fully qualified: Entra resolves an unqualified scope against Graph. */
export function accessScope({ serverAppId }: AuthorizationServerIdentity): string {
  return `api://${serverAppId}/access_as_user`;
}

/**
 * Protected resource metadata (RFC 9728). `offline_access` is not listed: the server requests it from Entra itself, and
 * clients that find it add `prompt=consent`, which fails for users whose organization has consented for them.
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
 * Authorization server metadata (RFC 8414). `none` comes first: clients are public, except for those that a tenant has
 * bound, which send their secret. The secret of any other client is ignored, so that a client that chooses the strongest
 * method works as well.
 */
export function authorizationServerMetadata(
  identity: AuthorizationServerIdentity,
  isRegistrationEnabled = true,
): Readonly<Record<string, unknown>> {
  const { issuer } = identity;
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    ...(isRegistrationEnabled ? { registration_endpoint: `${issuer}/oauth/register` } : {}),
    revocation_endpoint: `${issuer}/oauth/revoke`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: authenticationMethods,
    revocation_endpoint_auth_methods_supported: authenticationMethods,
    scopes_supported: [accessScope(identity)],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}
