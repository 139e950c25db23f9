import { formatIssuer } from './directory/microsoft-cloud.ts';
import { readTenantSegment } from './directory/tenant-segment.ts';
import type { EntraState } from './entra-state.ts';
import { EntraError, errorResponse, createErrorTrace } from './errors/entra-error.ts';

/**
 * `GET /{tenant}/v2.0/.well-known/openid-configuration`. As with Entra, `code_challenge_methods_supported` and
 * `registration_endpoint` are missing, and the issuer of `organizations` and `common` is a template.
 */
export function openIdConfiguration(state: EntraState, http: Request, tenantSegment: string): Response {
  try {
    const tenant = readTenantSegment(state.directory, tenantSegment);
    const base = `${new URL(http.url).origin}/${tenant?.tenantId ?? tenantSegment.toLowerCase()}`;
    return Response.json({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: [
        'client_secret_post',
        'private_key_jwt',
        'client_secret_basic',
        'self_signed_tls_client_auth',
      ],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: formatIssuer(state.cloud, tenant?.tenantId ?? '{tenantid}'),
      request_uri_parameter_supported: false,
      userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      claims_supported: [
        'sub',
        'iss',
        'aud',
        'exp',
        'iat',
        'auth_time',
        'nonce',
        'preferred_username',
        'name',
        'tid',
      ],
      kerberos_endpoint: `${base}/kerberos`,
      tenant_region_scope: tenant ? 'EU' : null,
      cloud_instance_name: 'microsoftonline.com',
      cloud_graph_host_name: 'graph.windows.net',
      msgraph_host: 'graph.microsoft.com',
      rbac_url: 'https://pas.windows.net',
    });
  } catch (error) {
    if (error instanceof EntraError) return errorResponse(error, createErrorTrace(http, state.nowMs()));
    throw error;
  }
}

/** `GET /{tenant}/discovery/v2.0/keys`. */
export function keyDocument(state: EntraState, http: Request, tenantSegment: string): Response {
  try {
    readTenantSegment(state.directory, tenantSegment);
    return Response.json(state.keys.document(), { headers: { 'cache-control': 'max-age=86400, private' } });
  } catch (error) {
    if (error instanceof EntraError) return errorResponse(error, createErrorTrace(http, state.nowMs()));
    throw error;
  }
}
