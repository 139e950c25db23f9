import type { Requirement } from './requirement.ts';

const entra = 'https://learn.microsoft.com/entra/identity-platform';
const mcp = 'https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization';
const measured = 'measured';

/** Requirements that follow from the behavior of Entra and MCP clients. */
export const entraRequirements: readonly Requirement[] = [
  {
    id: 'entra-7.1',
    text: 'The resource identifier has a path and no trailing slash, and the issuer is the same string everywhere.',
    source: mcp,
    tests: ['unit/oauth/metadata.test.ts', 'e2e/oauth-server.test.ts'],
  },
  {
    id: 'entra-7.2',
    text: 'offline_access is never advertised and always requested from Entra. The prompt parameter of the client is not forwarded.',
    source: mcp,
    tests: ['unit/oauth/metadata.test.ts', 'unit/oauth/authorization-request-to-entra.test.ts'],
  },
  {
    id: 'entra-7.3',
    text: 'The scope is sent to Entra with the authorization, code and refresh requests, whatever the client sends.',
    source: `${entra}/v2-oauth2-auth-code-flow`,
    tests: [
      'unit/oauth/authorization-request-to-entra.test.ts',
      'unit/oauth/code-grant.test.ts',
      'unit/oauth/refresh-grant.test.ts',
    ],
  },
  {
    id: 'entra-7.4',
    text: 'The resource parameter is validated and not forwarded: Entra rejects a resource that it does not know.',
    source: 'https://www.rfc-editor.org/rfc/rfc8707',
    tests: ['unit/oauth/authorization-request-to-entra.test.ts', 'unit/oauth/authorize-request.test.ts'],
  },
  {
    id: 'entra-7.5',
    text: 'The on-behalf-of request goes to the tenant of the user, and its token is stored under the hash of the assertion.',
    source: `${entra}/v2-oauth2-on-behalf-of-flow`,
    tests: ['unit/entra/on-behalf-of.test.ts', 'e2e/on-behalf-of.test.ts'],
  },
  {
    id: 'entra-7.6',
    text: 'The granted permissions come from the scope of the token response. The Graph token is opaque.',
    source: `${entra}/access-tokens`,
    tests: ['unit/entra/on-behalf-of.test.ts'],
  },
  {
    id: 'entra-7.7',
    text: 'A step-up is a 403 with insufficient_scope, and is decided before the response starts.',
    source: mcp,
    tests: ['unit/oauth/step-up.test.ts', 'e2e/sdk-clients.test.ts'],
  },
  {
    id: 'entra-7.8',
    text: 'An error that the operator must fix is never a 401, because clients would restart the sign-in without end.',
    source: `${entra}/reference-error-codes`,
    tests: ['unit/oauth/code-grant.test.ts', 'e2e/on-behalf-of-errors.test.ts'],
  },
  {
    id: 'entra-7.9',
    text: 'Errors that need user interaction are cached, and Retry-After is respected (AADSTS50196).',
    source: `${entra}/reference-error-codes`,
    tests: ['e2e/on-behalf-of-errors.test.ts', 'unit/entra/on-behalf-of-faults.test.ts'],
  },
  {
    id: 'entra-7.10',
    text: 'The redirect URI is never of the platform SPA: native for a public client application, Web with a credential.',
    source: `${entra}/reply-url`,
    tests: ['unit/oauth/client-application.test.ts'],
  },
  {
    id: 'entra-7.11',
    text: 'Both service principals are covered: missing, disabled, without assignment, or blocked by Conditional Access.',
    source: 'https://learn.microsoft.com/entra/identity-platform/howto-restrict-your-app-to-a-set-of-users',
    tests: ['e2e/sign-in-errors.test.ts', 'e2e/on-behalf-of-errors.test.ts'],
  },
  {
    id: 'entra-7.12',
    text: 'Conditional Access sees the IP address of the Worker and the device of the sign-in. A blocked sign-in shows the AADSTS code and names the log to look at.',
    source: 'https://learn.microsoft.com/entra/identity/conditional-access/overview',
    tests: ['e2e/sign-in-errors.test.ts'],
  },
  {
    id: 'entra-7.13',
    text: 'The token endpoint responds within ten seconds, and a refresh that Entra rejects is invalid_grant.',
    source: 'https://claude.com/docs/connectors/building/authentication',
    tests: ['unit/oauth/refresh-grant.test.ts', 'unit/oauth/client-application.test.ts'],
  },
  {
    id: 'entra-7.14',
    text: 'The OAuth endpoints exist at root paths as well, because some clients do not read the metadata.',
    source: 'https://github.com/anthropics/claude-ai-mcp/issues/694',
    tests: ['e2e/oauth-server.test.ts'],
  },
  {
    id: 'entra-7.15',
    text: 'A new credential takes minutes to propagate (AADSTS70021): the on-behalf-of request is retried.',
    source: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
    tests: ['unit/entra/on-behalf-of-faults.test.ts'],
  },
  {
    id: 'entra-7.16',
    text: 'aud is the GUID of the server application, although the scope uses its api:// URI.',
    source: `${entra}/access-token-claims-reference`,
    tests: ['unit/entra/bad-tokens/issuer.ts'],
  },
  {
    id: 'entra-7.17',
    text: 'Every URL is built from PUBLIC_URL, never from the request.',
    source: 'https://www.rfc-editor.org/rfc/rfc8414#section-3.3',
    tests: ['unit/oauth/authorization-request-to-entra.test.ts', 'e2e/oauth-server.test.ts'],
  },
  {
    id: 'entra-7.18',
    text: 'form-action also applies to redirects after the form, so it lists Entra and the redirect URI of the client.',
    source: measured,
    tests: ['browser/sign-in.test.ts'],
  },
  {
    id: 'entra-7.19',
    text: 'The state cookie is SameSite=Lax: browsers do not send a Strict cookie with the redirect from Entra.',
    source: measured,
    tests: ['e2e/oauth-server.test.ts', 'browser/sign-in.test.ts'],
  },
  {
    id: 'entra-7.20',
    text: 'There is one step-up handle per user and cause, and no refresh while it is pending.',
    source: measured,
    tests: ['unit/oauth/step-up.test.ts'],
  },
  {
    id: 'entra-7.21',
    text: 'The MCP Inspector completes a step-up when it has a configured client id.',
    source: measured,
    tests: ['e2e/mcp-programs.test.ts'],
  },
];
