import type { Requirement } from './requirement.ts';

const bcp = 'https://www.rfc-editor.org/rfc/rfc9700';

/** Known attacks on an OAuth authorization server that delegates the sign-in. */
export const oauthThreats: readonly Requirement[] = [
  {
    id: 'entra-4.6-malicious-resource',
    text: 'A malicious MCP server names this authorization server as its own, to receive tokens for the connector.',
    source: 'https://www.rfc-editor.org/rfc/rfc8707#section-3',
    tests: [
      'unit/oauth/authorize-request.test.ts',
      'unit/oauth/code-grant.test.ts',
      'e2e/oauth-server.test.ts',
    ],
  },
  {
    id: 'entra-4.6-mix-up',
    text: 'Mix-up attack: a client accepts an authorization response of this server for that of another one. The iss parameter prevents it.',
    source: 'https://www.rfc-editor.org/rfc/rfc9207',
    tests: ['unit/oauth/callback.test.ts'],
  },
  {
    id: 'entra-4.6-confused-deputy',
    text: 'Confused deputy: a client uses the consent that was given to another client.',
    source: 'https://modelcontextprotocol.io/specification/2026-07-28/basic/security_best_practices',
    tests: ['unit/oauth/consent.test.ts'],
  },
  {
    id: 'entra-4.6-open-redirect',
    text: 'Open redirect: the server sends a browser or a code to a URL of the attacker.',
    source: `${bcp}#section-4.11`,
    tests: ['unit/oauth/redirect-uri.test.ts', 'unit/oauth/authorize-request.test.ts'],
  },
  {
    id: 'entra-4.6-ssrf',
    text: 'SSRF: the server fetches a URL of the attacker.',
    source: 'https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/',
    tests: ['unit/oauth/client-metadata-document.test.ts'],
  },
  {
    id: 'entra-4.6-host-header',
    text: 'Host header injection: the metadata contains a host name of the attacker.',
    source: 'https://www.rfc-editor.org/rfc/rfc8414#section-3.3',
    tests: ['e2e/oauth-server.test.ts'],
  },
  {
    id: 'entra-4.6-replay',
    text: 'Replay: a code, state or refresh token is presented a second time.',
    source: `${bcp}#section-4.14`,
    tests: [
      'unit/oauth/callback.test.ts',
      'unit/oauth/code-grant.test.ts',
      'unit/oauth/refresh-grant.test.ts',
    ],
  },
  {
    id: 'entra-4.6-swapped-code',
    text: 'Code injection: a code is redeemed for another client, redirect URI or session.',
    source: `${bcp}#section-4.5`,
    tests: ['unit/oauth/code-grant.test.ts'],
  },
  {
    id: 'entra-4.6-swapped-state',
    text: 'The response to one sign-in is used for another sign-in.',
    source: `${bcp}#section-4.7`,
    tests: ['unit/oauth/callback.test.ts'],
  },
  {
    id: 'entra-4.6-swapped-cookie',
    text: 'Login CSRF: a sign-in is started in one browser and completed in another.',
    source: `${bcp}#section-4.7`,
    tests: ['unit/oauth/callback.test.ts'],
  },
  {
    id: 'entra-4.6-swapped-refresh-token',
    text: 'A refresh token is used by another client, or returns tokens of another user.',
    source: `${bcp}#section-4.14`,
    tests: ['unit/oauth/refresh-grant.test.ts'],
  },
  {
    id: 'entra-4.6-duplicated-parameters',
    text: 'Parameter pollution: two parties read different values of a repeated parameter.',
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1',
    tests: ['unit/oauth/authorize-request.test.ts', 'unit/oauth/code-grant.test.ts'],
  },
  {
    id: 'entra-4.6-pkce-downgrade',
    text: 'PKCE downgrade: the code challenge is missing, weak or removed.',
    source: `${bcp}#section-2.1.1`,
    tests: ['unit/oauth/authorize-request.test.ts'],
  },
];
