import { type FaultRow, htmlPage, httpError, toolError, upstreamText } from './fault-row.ts';
import { failsWith, graph, json, recovers, graphError } from './graph-row.ts';

const fault = 'Try again in a moment';
const unreadable = 'Try again; if it persists, tell its operator';
const signIn = 'Sign in to the connector again';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = {
  'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`,
};
const exchange = { kind: 'token:on_behalf_of' } as const;
const interactionRequired = { error: 'interaction_required', error_codes: [50076], claims };

const invalidResponses: readonly FaultRow[] = [
  failsWith(
    'HTML with 200',
    { effect: 'status', status: 200, ...htmlPage },
    toolError('upstream_unavailable', unreadable),
    3,
  ),
  recovers('JSON with the content type of HTML', { effect: 'contentType', contentType: 'text/html' }),
  failsWith(
    'an empty response',
    { effect: 'status', status: 200, headers: json, body: '' },
    toolError('upstream_unavailable', unreadable),
    3,
  ),
  failsWith(
    'JSON of another shape',
    { effect: 'status', status: 200, headers: json, body: JSON.stringify({ value: upstreamText }) },
    toolError('upstream_unavailable', unreadable),
    // Once more without immutable ids.
    2,
  ),
  failsWith(
    'a response of nine megabytes',
    { effect: 'hugeBody', bytes: 9_000_000 },
    toolError('too_large', 'Narrow the request'),
    1,
  ),
  failsWith(
    'a redirect to another host',
    { effect: 'status', status: 302, headers: { location: 'https://evil.example/' } },
    toolError('upstream_unavailable', fault),
    1,
  ),
  failsWith(
    'a redirect to itself',
    { effect: 'status', status: 307, headers: { location: '/v1.0/me/messages' } },
    toolError('upstream_unavailable', fault),
    1,
  ),
];

const errorResponses: readonly FaultRow[] = [
  failsWith('400', graphError(400, 'BadRequest'), toolError('invalid_argument', 'BadRequest'), 1),
  {
    ...recovers('401 without claims', graphError(401, 'InvalidAuthenticationToken')),
    entraRequests: 2,
  },
  {
    ...failsWith(
      '401 without claims for every token',
      graphError(401, 'InvalidAuthenticationToken'),
      toolError('sign_in_required', signIn),
      2,
    ),
    // The vault exchanges the access token once more.
    entraRequests: 2,
  },
  {
    ...failsWith(
      '401 with HTML',
      { effect: 'status', status: 401, ...htmlPage },
      toolError('sign_in_required', signIn),
      2,
    ),
    // The vault exchanges the access token once more.
    entraRequests: 2,
  },
  failsWith(
    '403',
    graphError(403, 'ErrorAccessDenied'),
    toolError('access_denied', 'Ask its owner or an administrator'),
    1,
  ),
  failsWith('404', graphError(404, 'ErrorItemNotFound'), toolError('not_found', 'search for it again'), 1),
  failsWith('410', graphError(410, 'resyncRequired'), toolError('invalid_cursor', 'Start again'), 1),
  failsWith('423', graphError(423, 'locked'), toolError('access_denied', 'Try again later'), 1),
  {
    ...recovers('401 with claims', graphError(401, 'InvalidAuthenticationToken', challenge)),
    // The vault sends another on-behalf-of request with the claims.
    entraRequests: 2,
  },
  {
    ...failsWith(
      '401 with claims for every token',
      graphError(401, 'InvalidAuthenticationToken', challenge),
      toolError('sign_in_required', signIn),
      2,
    ),
    entraRequests: 2,
  },
  {
    ...failsWith(
      '401 with claims for which Entra requires interaction',
      graphError(401, 'InvalidAuthenticationToken', challenge),
      toolError('sign_in_required', signIn),
      1,
    ),
    faults: [
      { ...graph, ...graphError(401, 'InvalidAuthenticationToken', challenge) },
      { ...exchange, times: 1, effect: 'delay', delayMs: 0 },
      {
        ...exchange,
        effect: 'status',
        status: 400,
        headers: json,
        body: JSON.stringify(interactionRequired),
      },
    ],
    entraRequests: 2,
    // The next request gets the challenge as an HTTP error, so that the client can act on it.
    repeated: { response: httpError(403, 'insufficient_scope', signIn), entraRequests: 0, graphRequests: 0 },
  },
];

/** Invalid and error responses of Microsoft Graph. */
export const graphResponseFaults: readonly FaultRow[] = [...invalidResponses, ...errorResponses];
