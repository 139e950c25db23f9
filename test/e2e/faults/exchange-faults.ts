import type { AadstsCode, Fault } from 'm365-simulator';
import {
  type ExpectedResponse,
  type FaultRow,
  htmlPage,
  httpError,
  success,
  upstreamText,
} from './fault-row.ts';

const claims =
  '{"access_token":{"polids":{"essential":true,"values":["5ce770ea-8690-4747-aa73-c5b3cd509cd4"]}}}';

const insufficientScope = (says: string) => httpError(403, 'insufficient_scope', says);
const accessDenied = (says: string) => httpError(403, 'access_denied', says);
const invalidToken = (says: string) => httpError(401, 'invalid_token', says);
const temporarilyUnavailable = (says: string) => httpError(503, 'temporarily_unavailable', says);
const unavailable = temporarilyUnavailable('Try again in a moment');

/** An error of Entra that is cached for the next call. */
function entraErrorRow(
  code: AadstsCode,
  kind: string,
  response: ExpectedResponse,
  { entraRequests = 1, challenge }: { readonly entraRequests?: number; readonly challenge?: string } = {},
): FaultRow {
  return {
    name: `AADSTS${code}, ${kind}`,
    entraError: { code, ...(challenge !== undefined && { claims: challenge }) },
    response,
    entraRequests,
    graphRequests: 0,
    auditEvent: `refused ${kind} failed`,
    repeated: { response, entraRequests: 0, graphRequests: 0 },
  };
}

/** One row per error class of the AADSTS reference. */
const entraErrors: readonly FaultRow[] = [
  entraErrorRow(65001, 'consent_step_up', insufficientScope('accept')),
  entraErrorRow(65004, 'consent_step_up', insufficientScope('accept')),
  entraErrorRow(90094, 'admin_consent_required', accessDenied('An Entra administrator')),
  entraErrorRow(500011, 'application_missing', accessDenied('two enterprise applications')),
  entraErrorRow(7000112, 'application_missing', accessDenied('two enterprise applications')),
  entraErrorRow(50105, 'not_assigned', accessDenied('has to assign you')),
  entraErrorRow(50020, 'wrong_account', invalidToken('Sign in with a work account')),
  entraErrorRow(50076, 'claims_step_up', insufficientScope('Sign in to the connector again'), {
    challenge: claims,
  }),
  entraErrorRow(53000, 'device_step_up', insufficientScope('from such a device'), { challenge: claims }),
  entraErrorRow(53003, 'blocked', accessDenied('sign-in log of users')),
  entraErrorRow(70043, 'sign_in_again', invalidToken('Sign in to the connector again')),
  entraErrorRow(50173, 'sign_in_again', invalidToken('Sign in to the connector again')),
  entraErrorRow(50013, 'assertion_rejected', invalidToken('Sign in to the connector again')),
  entraErrorRow(500133, 'assertion_rejected', invalidToken('Sign in to the connector again')),
  entraErrorRow(50057, 'account_disabled', accessDenied('disabled')),
  entraErrorRow(7000215, 'credential_fault', temporarilyUnavailable('has to renew it')),
  entraErrorRow(7000222, 'credential_fault', temporarilyUnavailable('has to renew it')),
  entraErrorRow(700024, 'credential_fault', temporarilyUnavailable('has to renew it'), {
    entraRequests: 2,
  }),
  entraErrorRow(70021, 'credential_fault', temporarilyUnavailable('has to renew it'), {
    entraRequests: 3,
  }),
  entraErrorRow(70011, 'request_fault', temporarilyUnavailable('Contact the operator')),
  entraErrorRow(9010010, 'request_fault', temporarilyUnavailable('Contact the operator')),
  entraErrorRow(90002, 'wrong_cloud', temporarilyUnavailable('another Microsoft cloud')),
  entraErrorRow(50196, 'loop_detected', temporarilyUnavailable('Wait a few minutes')),
  entraErrorRow(50033, 'unavailable', unavailable, { entraRequests: 3 }),
];

const exchange = { kind: 'token:on_behalf_of' } as const;
const json = { 'content-type': 'application/json' };

/** A fault that lasts. */
function failsWith(
  name: string,
  fault: Fault,
  entraRequests: number,
  kind = 'unavailable',
  response = unavailable,
): FaultRow {
  return {
    name,
    faults: [{ ...exchange, ...fault }],
    response,
    entraRequests,
    graphRequests: 0,
    auditEvent: `refused ${kind} failed`,
    repeated: { response, entraRequests: 0, graphRequests: 0 },
  };
}

/** A fault that is gone on the next attempt. */
function recovers(name: string, fault: Fault, entraRequests = 2): FaultRow {
  return {
    name: `${name}, then well`,
    faults: [{ ...exchange, times: 1, ...fault }],
    response: success,
    entraRequests,
    graphRequests: 0,
    auditEvent: 'ok exchanged',
  };
}

const status = (code: number, headers: Readonly<Record<string, string>> = json, body = '{}'): Fault => ({
  effect: 'status',
  status: code,
  headers,
  body,
});

/** A token response with status 200 and changed members. */
const tokenResponse = (changes: Readonly<Record<string, unknown>>): Fault =>
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

const transportFaults: readonly FaultRow[] = [
  recovers('429 with Retry-After: 2', status(429, { ...json, 'retry-after': '2' })),
  failsWith(
    '429 with Retry-After: 30',
    status(429, { ...json, 'retry-after': '30' }),
    1,
    'throttled',
    temporarilyUnavailable('Try again later'),
  ),
  failsWith(
    '429 without Retry-After',
    status(429),
    1,
    'throttled',
    temporarilyUnavailable('Try again later'),
  ),
  failsWith('500', status(500), 3),
  failsWith('503 with HTML', { effect: 'status', status: 503, ...htmlPage }, 3),
  recovers('504', status(504)),
  failsWith('a redirect', status(302, { location: 'https://evil.example/' }), 3),
  failsWith('HTML with 200', { effect: 'status', status: 200, ...htmlPage }, 3),
  failsWith('no response', { effect: 'hang' }, 2),
  failsWith('a broken connection', { effect: 'reset' }, 3),
  recovers('a broken connection', { effect: 'reset' }),
  failsWith('an answer that breaks off', { effect: 'truncate', afterBytes: 40 }, 3),
  recovers('an answer that breaks off', { effect: 'truncate', afterBytes: 40 }),
  failsWith('a response of a megabyte', { effect: 'hugeBody', bytes: 1_000_000 }, 3),
  recovers('a response in fast chunks', { effect: 'drip', bytesPerChunk: 500, intervalMs: 5 }, 1),
  recovers(
    'a token response with the content type of text',
    { effect: 'contentType', contentType: 'text/plain' },
    1,
  ),
  failsWith('a token of another type', tokenResponse({ token_type: 'pop' }), 3),
  failsWith('a token without expires_in', tokenResponse({ expires_in: undefined }), 3),
  failsWith('a token with a line break', tokenResponse({ access_token: 'a\r\nx-injected: b' }), 3),
  failsWith('a token response without scope', tokenResponse({ scope: undefined }), 3),
  {
    name: 'AADSTS90055, throttled',
    entraError: { code: 90055 },
    response: temporarilyUnavailable('Try again later'),
    entraRequests: 3,
    graphRequests: 0,
    auditEvent: 'refused throttled failed',
  },
  {
    name: 'AADSTS90033, then well',
    entraError: { code: 90033, times: 1 },
    response: success,
    entraRequests: 2,
    graphRequests: 0,
    auditEvent: 'ok exchanged',
  },
  {
    name: 'AADSTS700024, then well',
    entraError: { code: 700024, times: 1 },
    response: success,
    entraRequests: 2,
    graphRequests: 0,
    auditEvent: 'ok exchanged',
  },
];

/** Faults of the on-behalf-of request. */
export const exchangeFaults: readonly FaultRow[] = [...entraErrors, ...transportFaults];
