import { describe, expect, it } from 'vitest';
import { authorizationServerMetadata, protectedResourceMetadata } from '../../../src/oauth/metadata.ts';
import { clientAppId, serverAppId } from './entra-stub.ts';

const issuer = 'https://mcp.example.com';
const identity = { issuer, resource: `${issuer}/mcp`, serverAppId, clientAppId };
const scope = `api://${serverAppId}/access_as_user`;

describe('authorization server metadata', () => {
  it('[entra-7.1] of the resource contains its URL with path, without a trailing slash, and its authorization server', () => {
    expect(protectedResourceMetadata(identity)).toEqual({
      resource: 'https://mcp.example.com/mcp',
      authorization_servers: ['https://mcp.example.com'],
      scopes_supported: [scope],
      bearer_methods_supported: ['header'],
      resource_name: 'Microsoft 365',
    });
  });

  it('[entra-7.1] of the authorization server has the same issuer as origin of every endpoint', () => {
    const metadata = authorizationServerMetadata(identity);
    expect(metadata).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      registration_endpoint: `${issuer}/oauth/register`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      scopes_supported: [scope],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
    });
  });

  it('[entra-7.2] never offers offline_access', () => {
    const both = JSON.stringify([protectedResourceMetadata(identity), authorizationServerMetadata(identity)]);
    expect(both).not.toContain('offline_access');
  });
});
