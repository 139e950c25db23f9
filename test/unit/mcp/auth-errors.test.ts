import { expect, test } from 'vitest';
import { exchangeErrorResponse } from '../../../src/mcp/auth-errors.ts';

const options = {
  resourceMetadata: 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
  scope: 'api://server/access_as_user',
  authorizationUri: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
};

test('exchangeErrorResponse sends a claims challenge with non-ASCII characters as Base64 of its UTF-8', () => {
  const claims = '{"access_token":{"place":{"essential":true,"value":"Łódź, 東京"}}}';
  const response = exchangeErrorResponse({ kind: 'claims_step_up', claims }, options, 'handle');
  expect(response.status).toBe(403);
  const encoded =
    /claims="([A-Za-z0-9+/=]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  expect(new TextDecoder().decode(bytes)).toBe(claims);
});
