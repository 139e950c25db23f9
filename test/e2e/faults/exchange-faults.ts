import type { AadstsCode, Fault } from 'm365-simulator';
import { type ExpectedAnswer, type FaultRow, html, refusal, result, upstreamText } from './fault-row.ts';

const claims =
  '{"access_token":{"polids":{"essential":true,"values":["5ce770ea-8690-4747-aa73-c5b3cd509cd4"]}}}';

const stepUp = (says: string) => refusal(403, 'insufficient_scope', says);
const denied = (says: string) => refusal(403, 'access_denied', says);
const signIn = (says: string) => refusal(401, 'invalid_token', says);
const later = (says: string) => refusal(503, 'temporarily_unavailable', says);
const down = later('Try again in a moment');

/** An error of Entra that is answered from memory when the call is repeated. */
function refusedFor(
  code: AadstsCode,
  kind: string,
  answer: ExpectedAnswer,
  { entra = 1, challenge }: { readonly entra?: number; readonly challenge?: string } = {},
): FaultRow {
  return {
    name: `AADSTS${code}, ${kind}`,
    entraError: { code, ...(challenge !== undefined && { claims: challenge }) },
    answer,
    entra,
    graph: 0,
    event: `refused ${kind} failed`,
    again: { answer, entra: 0, graph: 0 },
  };
}

/** Every class of refusal, as Microsoft's error reference has them. */
const refusals: readonly FaultRow[] = [
  refusedFor(65001, 'consent_step_up', stepUp('accept')),
  refusedFor(65004, 'consent_step_up', stepUp('accept')),
  refusedFor(90094, 'admin_consent_required', denied('An Entra administrator')),
  refusedFor(500011, 'application_missing', denied('two enterprise applications')),
  refusedFor(7000112, 'application_missing', denied('two enterprise applications')),
  refusedFor(50105, 'not_assigned', denied('has to assign you')),
  refusedFor(50020, 'wrong_account', signIn('Sign in with a work account')),
  refusedFor(50076, 'claims_step_up', stepUp('Sign in to the connector again'), { challenge: claims }),
  refusedFor(53000, 'device_step_up', stepUp('from such a device'), { challenge: claims }),
  refusedFor(53003, 'blocked', denied('non-interactive sign-in log')),
  refusedFor(70043, 'sign_in_again', signIn('Sign in to the connector again')),
  refusedFor(50173, 'sign_in_again', signIn('Sign in to the connector again')),
  refusedFor(50013, 'assertion_rejected', signIn('Sign in to the connector again')),
  refusedFor(500133, 'assertion_rejected', signIn('Sign in to the connector again')),
  refusedFor(50057, 'account_disabled', denied('disabled')),
  refusedFor(7000215, 'credential_fault', later('operator has to renew')),
  refusedFor(7000222, 'credential_fault', later('operator has to renew')),
  refusedFor(700024, 'credential_fault', later('operator has to renew'), { entra: 2 }),
  refusedFor(70021, 'credential_fault', later('operator has to renew'), { entra: 3 }),
  refusedFor(70011, 'request_fault', later('Tell its operator')),
  refusedFor(9010010, 'request_fault', later('Tell its operator')),
  refusedFor(90002, 'wrong_cloud', later('another Microsoft cloud')),
  refusedFor(50196, 'loop_detected', later('Wait some minutes')),
  refusedFor(50033, 'unavailable', down, { entra: 3 }),
];

const exchange = { kind: 'token:on_behalf_of' } as const;
const json = { 'content-type': 'application/json' };

/** What happens on the way, or instead of an answer. */
function spoiltBy(name: string, fault: Fault, entra: number, kind = 'unavailable', answer = down): FaultRow {
  return {
    name,
    faults: [{ ...exchange, ...fault }],
    answer,
    entra,
    graph: 0,
    event: `refused ${kind} failed`,
    again: { answer, entra: 0, graph: 0 },
  };
}

/** What a second try mends. */
function mendedAfter(name: string, fault: Fault, entra = 2): FaultRow {
  return {
    name: `${name}, then well`,
    faults: [{ ...exchange, times: 1, ...fault }],
    answer: result,
    entra,
    graph: 0,
    event: 'ok exchanged',
  };
}

const status = (code: number, headers: Readonly<Record<string, string>> = json, body = '{}'): Fault => ({
  effect: 'status',
  status: code,
  headers,
  body,
});

/** An answer with 200 that is no grant to rely on. */
const grant = (changes: Readonly<Record<string, unknown>>): Fault =>
  status(
    200,
    json,
    JSON.stringify({
      token_type: 'Bearer',
      access_token: upstreamText.replaceAll(' ', ''),
      expires_in: 3600,
      scope: 'Mail.Read',
      ...changes,
    }),
  );

const accidents: readonly FaultRow[] = [
  mendedAfter('429 with Retry-After: 2', status(429, { ...json, 'retry-after': '2' })),
  spoiltBy(
    '429 with Retry-After: 30',
    status(429, { ...json, 'retry-after': '30' }),
    1,
    'throttled',
    later('Try again later'),
  ),
  spoiltBy('429 without Retry-After', status(429), 1, 'throttled', later('Try again later')),
  spoiltBy('500', status(500), 3),
  spoiltBy('503 with HTML', { effect: 'status', status: 503, ...html }, 3),
  mendedAfter('504', status(504)),
  spoiltBy('a redirect', status(302, { location: 'https://evil.example/' }), 3),
  spoiltBy('HTML with 200', { effect: 'status', status: 200, ...html }, 3),
  spoiltBy('no response', { effect: 'hang' }, 2),
  spoiltBy('a broken connection', { effect: 'reset' }, 3),
  mendedAfter('a broken connection', { effect: 'reset' }),
  spoiltBy('an answer that breaks off', { effect: 'truncate', afterBytes: 40 }, 3),
  mendedAfter('an answer that breaks off', { effect: 'truncate', afterBytes: 40 }),
  spoiltBy('a response of a megabyte', { effect: 'hugeBody', bytes: 1_000_000 }, 3),
  mendedAfter('a response in fast chunks', { effect: 'drip', bytesPerChunk: 500, intervalMs: 5 }, 1),
  mendedAfter(
    'a token response with the content type of text',
    { effect: 'contentType', contentType: 'text/plain' },
    1,
  ),
  spoiltBy('a token of another type', grant({ token_type: 'pop' }), 3),
  spoiltBy('a token without expires_in', grant({ expires_in: undefined }), 3),
  spoiltBy('a token with a line break', grant({ access_token: 'a\r\nx-injected: b' }), 3),
  spoiltBy('a token response without scope', grant({ scope: undefined }), 3),
  {
    name: 'AADSTS90055, throttled',
    entraError: { code: 90055 },
    answer: later('Try again later'),
    entra: 3,
    graph: 0,
    event: 'refused throttled failed',
  },
  {
    name: 'AADSTS90033, then well',
    entraError: { code: 90033, times: 1 },
    answer: result,
    entra: 2,
    graph: 0,
    event: 'ok exchanged',
  },
  {
    name: 'AADSTS700024, then well',
    entraError: { code: 700024, times: 1 },
    answer: result,
    entra: 2,
    graph: 0,
    event: 'ok exchanged',
  },
];

/** The exchange of a person's token for one for Graph. */
export const exchangeFaults: readonly FaultRow[] = [...refusals, ...accidents];
