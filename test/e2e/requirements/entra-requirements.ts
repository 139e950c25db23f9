import type { Requirement } from './requirement.ts';

const entra = 'https://learn.microsoft.com/entra/identity-platform';
const mcp = 'https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization';
const measured = 'measured';

/** What goes wrong between MCP clients and Entra, unless somebody has thought of it. */
export const entraGotchas: readonly Requirement[] = [
  {
    id: 'entra-7.1',
    text: 'The resource has a path, nothing ends in a slash, and the issuer is one string everywhere.',
    source: mcp,
    shownBy: [
      ['unit/oauth/metadata.test.ts', '[entra-7.1]'],
      ['e2e/oauth-server.test.ts', 'leads from the challenge to the sign-in'],
    ],
  },
  {
    id: 'entra-7.2',
    text: 'offline_access is never offered and always asked for; the prompt of the client is dropped.',
    source: mcp,
    shownBy: [
      ['unit/oauth/metadata.test.ts', '[entra-7.2]'],
      ['unit/oauth/to-entra.test.ts', '[entra-7.2]'],
    ],
  },
  {
    id: 'entra-7.3',
    text: 'The scope is sent with the authorization, the code and the refresh, whatever the client sends.',
    source: `${entra}/v2-oauth2-auth-code-flow`,
    shownBy: [
      ['unit/oauth/to-entra.test.ts', '[entra-7.3]'],
      ['unit/oauth/code-grant.test.ts', '[entra-7.3] of Entra is redeemed'],
      ['unit/oauth/refresh-grant.test.ts', '[entra-7.3] is redeemed at the tenant'],
    ],
  },
  {
    id: 'entra-7.4',
    text: 'resource is checked, and then dropped: Entra refuses one that is not its own.',
    source: 'https://www.rfc-editor.org/rfc/rfc8707',
    shownBy: [
      ['unit/oauth/to-entra.test.ts', '[entra-7.4]'],
      ['unit/oauth/authorize-request.test.ts', '[entra-4.6-malicious-resource]'],
    ],
  },
  {
    id: 'entra-7.5',
    text: 'The exchange goes to the tenant of the person, and its token is kept under the hash of the assertion.',
    source: `${entra}/v2-oauth2-on-behalf-of-flow`,
    shownBy: [
      ['unit/entra/on-behalf-of.test.ts', 'asks the tenant of the person for what is granted'],
      ['e2e/on-behalf-of.test.ts', 'is made for each new token of a person, and not shared between two'],
    ],
  },
  {
    id: 'entra-7.6',
    text: 'What is granted stands in the scope of the answer; the Graph token is opaque.',
    source: `${entra}/access-tokens`,
    shownBy: [['unit/entra/on-behalf-of.test.ts', 'gives the token, what it may do, and when it ends']],
  },
  {
    id: 'entra-7.7',
    text: 'A step-up is a 403 insufficient_scope, and is decided before an answer has begun.',
    source: mcp,
    shownBy: [
      ['unit/oauth/step-up.test.ts', '[entra-7.7]'],
      ['e2e/sdk-clients.test.ts', 'that MFA interrupts signs in again with the handle'],
    ],
  },
  {
    id: 'entra-7.8',
    text: 'A fault of the operator is never a 401: clients would go round the sign-in for ever.',
    source: `${entra}/reference-error-codes`,
    shownBy: [
      ['unit/oauth/code-grant.test.ts', '[entra-7.8]'],
      ['e2e/sign-in/refused-exchanges.ts', '[entra-7.8]'],
      ['e2e/on-behalf-of-errors.test.ts', 'a client does not send the person round the sign-in for'],
    ],
  },
  {
    id: 'entra-7.9',
    text: 'Answers that need a person are remembered, and Retry-After is respected (AADSTS50196).',
    source: `${entra}/reference-error-codes`,
    shownBy: [
      ['e2e/on-behalf-of-errors.test.ts', 'a clear end, asked once'],
      ['unit/entra/on-behalf-of-faults.test.ts', 'wait as long as Entra says'],
    ],
  },
  {
    id: 'entra-7.10',
    text: 'The redirect is never of the platform SPA: native for a public client app, Web with a credential.',
    source: `${entra}/reply-url`,
    shownBy: [
      ['unit/oauth/entra-sign-in.test.ts', '[entra-7.10] proves a confidential client app'],
      ['unit/oauth/entra-sign-in.test.ts', '[entra-7.10] sends no proof where the client app is public'],
    ],
  },
  {
    id: 'entra-7.11',
    text: 'Both service principals count: that they exist, who is assigned, which policies aim at them.',
    source: 'https://learn.microsoft.com/entra/identity-platform/howto-restrict-your-app-to-a-set-of-users',
    shownBy: [
      ['e2e/sign-in-errors.test.ts', 'a client app that is switched off'],
      ['e2e/sign-in/refused-exchanges.ts', 'a server app that is missing'],
      ['e2e/sign-in/refused-exchanges.ts', 'a person no longer assigned'],
      ['e2e/sign-in-errors.test.ts', 'a policy that blocks the sign-in'],
    ],
  },
  {
    id: 'entra-7.12',
    text: "Policies see the Worker's address and the device of the sign-in: a block ends clearly, and names the log.",
    source: 'https://learn.microsoft.com/entra/identity/conditional-access/overview',
    shownBy: [['e2e/sign-in-errors.test.ts', 'a policy that blocks']],
  },
  {
    id: 'entra-7.13',
    text: 'Tokens are answered within ten seconds, and a refresh that fails is invalid_grant.',
    source: 'https://claude.com/docs/connectors/building/authentication',
    shownBy: [
      ['unit/oauth/refresh-grant.test.ts', '[entra-7.13]'],
      ['unit/oauth/entra-sign-in.test.ts', '[entra-7.13]'],
    ],
  },
  {
    id: 'entra-7.14',
    text: 'The endpoints are at the root as well: some clients do not read metadata.',
    source: 'https://github.com/anthropics/claude-ai-mcp/issues/694',
    shownBy: [['e2e/oauth-server.test.ts', '[entra-7.14]']],
  },
  {
    id: 'entra-7.15',
    text: 'A credential that was just set takes minutes to spread (AADSTS70021): the exchange tries again.',
    source: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
    shownBy: [['unit/entra/on-behalf-of-faults.test.ts', '70021']],
  },
  {
    id: 'entra-7.16',
    text: 'aud is the GUID of the server app, though the scope names it by api://.',
    source: `${entra}/access-token-claims-reference`,
    shownBy: [['unit/entra/bad-tokens/issuer.ts', 'audience by App ID URI']],
  },
  {
    id: 'entra-7.17',
    text: 'Every address comes from PUBLIC_URL, never from a request.',
    source: 'https://www.rfc-editor.org/rfc/rfc8414#section-3.3',
    shownBy: [
      ['unit/oauth/to-entra.test.ts', '[entra-7.17]'],
      ['e2e/oauth-server.test.ts', '[entra-7.17]'],
    ],
  },
  {
    id: 'entra-7.18',
    text: "form-action also governs the redirects after the form, so it names Entra and the client's redirect.",
    source: measured,
    shownBy: [
      ['browser/sign-in.test.ts', '[entra-7.18] [entra-7.19] agrees'],
      ['browser/sign-in.test.ts', '[entra-7.18] is let through'],
    ],
  },
  {
    id: 'entra-7.19',
    text: 'The cookie of the state is SameSite=Lax: a Strict one does not come back from Entra.',
    source: measured,
    shownBy: [
      ['e2e/oauth-server.test.ts', '[entra-7.19]'],
      ['browser/sign-in.test.ts', '[entra-7.18] [entra-7.19] agrees'],
    ],
  },
  {
    id: 'entra-7.20',
    text: 'One handle for each person and cause, and no refresh while its step-up waits.',
    source: measured,
    shownBy: [
      ['unit/oauth/step-up.test.ts', '[entra-7.20] is the same for one person and cause'],
      ['unit/oauth/step-up.test.ts', '[entra-7.20] a refresh while a step-up waits'],
    ],
  },
  {
    id: 'entra-7.21',
    text: 'The MCP Inspector recovers a step-up where it has a configured client id.',
    source: measured,
    shownBy: [['e2e/mcp-programs.test.ts', '[entra-7.21]']],
  },
];
