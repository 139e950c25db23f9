import type { Requirement } from './requirement.ts';

const bcp = 'https://www.rfc-editor.org/rfc/rfc9700';

/** What attackers try at an OAuth relay, and what each of them meets. */
export const relayThreats: readonly Requirement[] = [
  {
    id: 'entra-4.6-malicious-resource',
    text: 'A hostile MCP server names this relay as its own authorization server, to be handed tokens for ours.',
    source: 'https://www.rfc-editor.org/rfc/rfc8707#section-3',
    shownBy: [
      ['unit/oauth/authorize-request.test.ts', '[entra-4.6-malicious-resource]'],
      ['unit/oauth/code-grant.test.ts', 'for another resource'],
      ['e2e/oauth-server.test.ts', '[entra-4.6-malicious-resource]'],
    ],
  },
  {
    id: 'entra-4.6-mix-up',
    text: 'A client is led to believe that an answer of this relay is one of the attacker’s: iss tells.',
    source: 'https://www.rfc-editor.org/rfc/rfc9207',
    shownBy: [['unit/oauth/callback.test.ts', '[entra-4.6-mix-up]']],
  },
  {
    id: 'entra-4.6-confused-deputy',
    text: 'A stranger’s client rides on an agreement that was given to another one.',
    source: 'https://modelcontextprotocol.io/specification/2026-07-28/basic/security_best_practices',
    shownBy: [['unit/oauth/consent.test.ts', '[entra-4.6-confused-deputy]']],
  },
  {
    id: 'entra-4.6-open-redirect',
    text: 'The relay is made to send a browser, or a code, to an address of the attacker.',
    source: `${bcp}#section-4.11`,
    shownBy: [
      ['unit/oauth/redirect-uri.test.ts', '[entra-4.6-open-redirect]'],
      ['unit/oauth/authorize-request.test.ts', '[entra-4.6-open-redirect]'],
    ],
  },
  {
    id: 'entra-4.6-ssrf',
    text: 'The relay is made to fetch an address of the attacker’s choice.',
    source: 'https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/',
    shownBy: [['unit/oauth/client-metadata-document.test.ts', '[entra-4.6-ssrf]']],
  },
  {
    id: 'entra-4.6-host-header',
    text: 'The relay is made to speak of itself by a name of the attacker’s choice.',
    source: 'https://www.rfc-editor.org/rfc/rfc8414#section-3.3',
    shownBy: [['e2e/oauth-server.test.ts', '[entra-7.17]']],
  },
  {
    id: 'entra-4.6-replay',
    text: 'A code, a state or a refresh token is presented again by whoever saw it.',
    source: `${bcp}#section-4.14`,
    shownBy: [
      ['unit/oauth/callback.test.ts', '[entra-4.6-replay]'],
      ['unit/oauth/code-grant.test.ts', '[entra-4.6-replay] is good once'],
      ['unit/oauth/refresh-grant.test.ts', '[entra-4.6-replay] is replaced at each use'],
    ],
  },
  {
    id: 'entra-4.6-swapped-code',
    text: 'A code is injected into another client, redirect or session.',
    source: `${bcp}#section-4.5`,
    shownBy: [['unit/oauth/code-grant.test.ts', '[entra-4.6-swapped-code]']],
  },
  {
    id: 'entra-4.6-swapped-state',
    text: 'The answer to one sign-in is passed off as that to another.',
    source: `${bcp}#section-4.7`,
    shownBy: [['unit/oauth/callback.test.ts', '[entra-4.6-swapped-state]']],
  },
  {
    id: 'entra-4.6-swapped-cookie',
    text: 'A sign-in that the attacker began is finished by the victim, or the other way round.',
    source: `${bcp}#section-4.7`,
    shownBy: [['unit/oauth/callback.test.ts', '[entra-4.6-swapped-cookie]']],
  },
  {
    id: 'entra-4.6-swapped-refresh-token',
    text: 'A refresh token is used by another client, or brings tokens of another person.',
    source: `${bcp}#section-4.14`,
    shownBy: [['unit/oauth/refresh-grant.test.ts', '[entra-4.6-swapped-refresh-token]']],
  },
  {
    id: 'entra-4.6-duplicated-parameters',
    text: 'Two values of one parameter are read differently by two parties.',
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1',
    shownBy: [
      ['unit/oauth/authorize-request.test.ts', '[entra-4.6-duplicated-parameters]'],
      ['unit/oauth/code-grant.test.ts', '[entra-4.6-duplicated-parameters]'],
    ],
  },
  {
    id: 'entra-4.6-pkce-downgrade',
    text: 'The proof key is left out, weakened, or stripped on the way.',
    source: `${bcp}#section-2.1.1`,
    shownBy: [['unit/oauth/authorize-request.test.ts', '[entra-4.6-pkce-downgrade]']],
  },
];
