import type { Fault } from 'm365-simulator';
import { type ExpectedResponse, htmlPage, httpError, success, upstreamText } from './fault-row.ts';
import type { FaultSession } from './run-fault.ts';

type Key = Readonly<Record<string, unknown>>;

/** A fault of the signing key document of Entra, with a connector that has just started. */
export interface SigningKeyFaultRow {
  readonly name: string;
  readonly fault?: Fault;
  /** Replaces the key document. */
  readonly document?: (keys: readonly Key[], session: FaultSession) => unknown;
  /** Runs before the first key request. */
  readonly before?: (session: FaultSession) => unknown;
  /** Runs after a successful call, when the keys are cached. */
  readonly afterCached?: (session: FaultSession) => unknown;
  readonly response: ExpectedResponse;
  /** Expected key requests after the fault. */
  readonly keyRequests: number;
  /** `outcome` and `reason` of the audit event, joined by a space. */
  readonly auditEvent: string;
}

const noKeys = httpError(503, 'temporarily_unavailable', 'Try again shortly');
const badToken = httpError(401, 'invalid_token', 'Sign in again');

function unavailable(name: string, fault: Fault): SigningKeyFaultRow {
  return { name, fault, response: noKeys, keyRequests: 1, auditEvent: 'refused keys_unavailable' };
}

function withDocument(
  name: string,
  document: SigningKeyFaultRow['document'],
  event: string,
  response: ExpectedResponse = badToken,
): SigningKeyFaultRow {
  return { name, ...(document && { document }), response, keyRequests: 1, auditEvent: event };
}

/** Replaces members of every key. */
const replaceMembers = (change: Key) => (keys: readonly Key[]) => ({
  keys: keys.map((key) => ({ ...key, ...change })),
});

/** Faults of the signing key document. */
export const signingKeyFaults: readonly SigningKeyFaultRow[] = [
  unavailable('a connection reset', { effect: 'reset' }),
  unavailable('no response', { effect: 'hang' }),
  unavailable('500', { effect: 'status', status: 500, ...htmlPage }),
  unavailable('429', { effect: 'status', status: 429, headers: { 'retry-after': '5' } }),
  unavailable('HTML with 200', { effect: 'status', status: 200, ...htmlPage }),
  unavailable('an empty response', { effect: 'status', status: 200, body: '' }),
  unavailable('a truncated response', { effect: 'truncate', afterBytes: 700 }),
  unavailable('a response of a megabyte', { effect: 'hugeBody', bytes: 1_000_000 }),
  unavailable('a redirect', {
    effect: 'status',
    status: 302,
    headers: { location: 'https://evil.example/keys' },
  }),
  {
    ...unavailable('a slow response', { effect: 'drip', bytesPerChunk: 500, intervalMs: 20 }),
    response: success,
    auditEvent: 'ok',
  },
  withDocument('an empty list of keys', () => ({ keys: [] }), 'refused keys_unavailable', noKeys),
  withDocument(
    'a document without keys',
    () => ({ value: upstreamText }),
    'refused keys_unavailable',
    noKeys,
  ),
  withDocument(
    'keys without an issuer',
    replaceMembers({ issuer: undefined }),
    'refused keys_unavailable',
    noKeys,
  ),
  withDocument('keys with use: enc', replaceMembers({ use: 'enc' }), 'refused keys_unavailable', noKeys),
  withDocument('keys with a weak exponent', replaceMembers({ e: 'Aw' }), 'refused keys_unavailable', noKeys),
  withDocument(
    'keys of another tenant',
    replaceMembers({ issuer: 'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0' }),
    'refused key_issuer_mismatch',
  ),
  withDocument(
    'each key id twice',
    (keys) => ({ keys: [...keys, ...keys] }),
    'refused keys_unavailable',
    noKeys,
  ),
  withDocument(
    'another key under the key id of the token',
    (keys) => {
      const [first, second] = keys.map(({ n }) => n);
      return { keys: keys.map((key) => ({ ...key, n: key['n'] === first ? second : first })) };
    },
    'refused signature_invalid',
  ),
  withDocument(
    'malformed keys beside valid ones',
    (keys) => ({ keys: [{ kid: 'x', kty: 'RSA', n: '!', e: 'AQAB' }, null, 7, ...keys] }),
    'ok',
    success,
  ),
  {
    name: 'a removed key',
    before: ({ control }) => {
      for (const { kid, isCurrent } of control.keys()) if (isCurrent) control.removeSigningKey(kid);
    },
    response: badToken,
    keyRequests: 1,
    auditEvent: 'refused key_unknown',
  },
  {
    name: 'an outage after the keys are cached',
    afterCached: ({ control }) => control.addFault({ kind: 'keys', effect: 'reset' }),
    response: success,
    keyRequests: 0,
    auditEvent: 'ok',
  },
  {
    name: 'an empty document after the keys are cached',
    afterCached: ({ control }) =>
      control.addFault({ kind: 'keys', effect: 'status', status: 200, body: '{"keys":[]}' }),
    response: success,
    keyRequests: 0,
    auditEvent: 'ok',
  },
];
