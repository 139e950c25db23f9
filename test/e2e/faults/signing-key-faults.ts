import type { Fault } from 'm365-simulator';
import { type ExpectedAnswer, html, refusal, result, upstreamText } from './fault-row.ts';
import type { FaultWorld } from './run-fault.ts';

type Key = Readonly<Record<string, unknown>>;

/** One thing that goes wrong with Entra's key document, before a connector that has just started. */
export interface KeyFaultRow {
  readonly name: string;
  readonly fault?: Fault;
  /** A key document in place of the true one. */
  readonly document?: (keys: readonly Key[], world: FaultWorld) => unknown;
  /** Done before the connector asks for the first time. */
  readonly before?: (world: FaultWorld) => unknown;
  /** Done after a first good call: the document is known then. */
  readonly afterGood?: (world: FaultWorld) => unknown;
  readonly answer: ExpectedAnswer;
  /** Requests for the document, those before the fault not counted. */
  readonly keys: number;
  /** `outcome` and `reason` of the audit event. */
  readonly event: string;
}

const noKeys = refusal(503, 'temporarily_unavailable', 'Try again in a moment');
const badToken = refusal(401, 'invalid_token', 'Sign in again');

function unreadable(name: string, fault: Fault): KeyFaultRow {
  return { name, fault, answer: noKeys, keys: 1, event: 'refused keys_unavailable' };
}

function withDocument(
  name: string,
  document: KeyFaultRow['document'],
  event: string,
  answer: ExpectedAnswer = badToken,
): KeyFaultRow {
  return { name, ...(document && { document }), answer, keys: 1, event };
}

/** Every key of organisations, changed; those of personal accounts stay. */
const changed = (change: Key) => (keys: readonly Key[]) => ({
  keys: keys.map((key) => ({ ...key, ...change })),
});

/** What may go wrong with the document of signing keys. */
export const keyFaults: readonly KeyFaultRow[] = [
  unreadable('a connection reset', { effect: 'reset' }),
  unreadable('no response', { effect: 'hang' }),
  unreadable('500', { effect: 'status', status: 500, ...html }),
  unreadable('429', { effect: 'status', status: 429, headers: { 'retry-after': '5' } }),
  unreadable('HTML with 200', { effect: 'status', status: 200, ...html }),
  unreadable('an empty response', { effect: 'status', status: 200, body: '' }),
  unreadable('a truncated response', { effect: 'truncate', afterBytes: 700 }),
  unreadable('a response of a megabyte', { effect: 'hugeBody', bytes: 1_000_000 }),
  unreadable('a redirect', {
    effect: 'status',
    status: 302,
    headers: { location: 'https://evil.example/keys' },
  }),
  {
    ...unreadable('a slow response', { effect: 'drip', bytesPerChunk: 500, intervalMs: 20 }),
    answer: result,
    event: 'ok',
  },
  withDocument('an empty list of keys', () => ({ keys: [] }), 'refused keys_unavailable', noKeys),
  withDocument(
    'a document without keys',
    () => ({ value: upstreamText }),
    'refused keys_unavailable',
    noKeys,
  ),
  withDocument('keys without an issuer', changed({ issuer: undefined }), 'refused keys_unavailable', noKeys),
  withDocument('keys with use: enc', changed({ use: 'enc' }), 'refused keys_unavailable', noKeys),
  withDocument('keys with a weak exponent', changed({ e: 'Aw' }), 'refused keys_unavailable', noKeys),
  withDocument(
    'keys of another tenant',
    changed({ issuer: 'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0' }),
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
    result,
  ),
  {
    name: 'a removed key',
    before: ({ control }) => {
      for (const { kid, isCurrent } of control.keys()) if (isCurrent) control.removeSigningKey(kid);
    },
    answer: badToken,
    keys: 1,
    event: 'refused key_unknown',
  },
  {
    name: 'an outage after the keys are cached',
    afterGood: ({ control }) => control.addFault({ kind: 'keys', effect: 'reset' }),
    answer: result,
    keys: 0,
    event: 'ok',
  },
  {
    name: 'an empty document after the keys are cached',
    afterGood: ({ control }) =>
      control.addFault({ kind: 'keys', effect: 'status', status: 200, body: '{"keys":[]}' }),
    answer: result,
    keys: 0,
    event: 'ok',
  },
];
