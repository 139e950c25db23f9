import { type FaultRow, html, refusal, toolError, upstreamText } from './fault-row.ts';
import { failing, graph, json, mended, says } from './graph-row.ts';

const fault = 'Try again in a moment';
const unreadable = 'Try again; if it persists, tell its operator';
const signIn = 'Sign in to the connector again';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = {
  'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`,
};
const exchange = { kind: 'token:on_behalf_of' } as const;
const interactionRequired = { error: 'interaction_required', error_codes: [50076], claims };

const lies: readonly FaultRow[] = [
  failing(
    'HTML with 200',
    { effect: 'status', status: 200, ...html },
    toolError('upstream_unavailable', unreadable),
    3,
  ),
  mended('JSON with the content type of HTML', { effect: 'contentType', contentType: 'text/html' }),
  failing(
    'an empty response',
    { effect: 'status', status: 200, headers: json, body: '' },
    toolError('upstream_unavailable', unreadable),
    3,
  ),
  failing(
    'JSON of another shape',
    { effect: 'status', status: 200, headers: json, body: JSON.stringify({ value: upstreamText }) },
    toolError('upstream_unavailable', unreadable),
    1,
  ),
  failing(
    'a response of nine megabytes',
    { effect: 'hugeBody', bytes: 9_000_000 },
    toolError('too_large', 'Narrow the request'),
    1,
  ),
  failing(
    'a redirect to another host',
    { effect: 'status', status: 302, headers: { location: 'https://evil.example/' } },
    toolError('upstream_unavailable', fault),
    1,
  ),
  failing(
    'a redirect to itself',
    { effect: 'status', status: 307, headers: { location: '/v1.0/me/messages' } },
    toolError('upstream_unavailable', fault),
    1,
  ),
];

const refusals: readonly FaultRow[] = [
  failing('400', says(400, 'BadRequest'), toolError('upstream_refused', 'Use fewer filters'), 1),
  failing(
    '401 without claims',
    says(401, 'InvalidAuthenticationToken'),
    toolError('sign_in_required', signIn),
    1,
  ),
  failing(
    '401 with HTML',
    { effect: 'status', status: 401, ...html },
    toolError('sign_in_required', signIn),
    1,
  ),
  failing(
    '403',
    says(403, 'ErrorAccessDenied'),
    toolError('access_denied', 'Ask its owner or an administrator'),
    1,
  ),
  failing('404', says(404, 'ErrorItemNotFound'), toolError('not_found', 'search for it again'), 1),
  failing('410', says(410, 'resyncRequired'), toolError('invalid_cursor', 'Start again'), 1),
  failing('423', says(423, 'locked'), toolError('access_denied', 'Try again later'), 1),
  {
    ...mended('401 with claims', says(401, 'InvalidAuthenticationToken', challenge)),
    // The vault exchanges the token once more, with the claims.
    entra: 2,
  },
  {
    ...failing(
      '401 with claims for every token',
      says(401, 'InvalidAuthenticationToken', challenge),
      toolError('sign_in_required', signIn),
      2,
    ),
    entra: 2,
  },
  {
    ...failing(
      '401 with claims for which Entra requires interaction',
      says(401, 'InvalidAuthenticationToken', challenge),
      toolError('sign_in_required', signIn),
      1,
    ),
    faults: [
      { ...graph, ...says(401, 'InvalidAuthenticationToken', challenge) },
      { ...exchange, times: 1, effect: 'delay', delayMs: 0 },
      {
        ...exchange,
        effect: 'status',
        status: 400,
        headers: json,
        body: JSON.stringify(interactionRequired),
      },
    ],
    entra: 2,
    // The next request is told before anything is answered, so that the client can act on it.
    again: { answer: refusal(403, 'insufficient_scope', signIn), entra: 0, graph: 0 },
  },
];

/** Microsoft Graph answers with what is none, or refuses. */
export const graphAnswerFaults: readonly FaultRow[] = [...lies, ...refusals];
