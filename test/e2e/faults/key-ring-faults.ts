import { type ExpectedResponse, success, toolError } from './fault-row.ts';

/** A change of the key ring between two calls with one token. */
export interface KeyRingFaultRow {
  readonly name: string;
  /** Key names, primary first: see {@link formatKeyRing}. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether the second call uses the cursor of the first. */
  readonly withCursor?: true;
  readonly response: ExpectedResponse;
  readonly entraRequests: number;
  readonly graphRequests: number;
  readonly auditEvent: string;
}

/** A new isolate also reads the verified domains of the tenant. */
const kept = { response: success, entraRequests: 0, graphRequests: 2, auditEvent: 'ok cached' } as const;
const exchangedAgain = {
  response: success,
  entraRequests: 1,
  graphRequests: 2,
  auditEvent: 'ok exchanged',
} as const;

/** Changes of the key ring while users are active. */
export const keyRingFaults: readonly KeyRingFaultRow[] = [
  { ...kept, name: 'a key is added', before: ['old'], after: ['old', 'new'] },
  { ...kept, name: 'the new key is promoted', before: ['old', 'new'], after: ['new', 'old'] },
  {
    ...kept,
    name: 'the new key is promoted, and a cursor of the old key',
    before: ['old'],
    after: ['new', 'old'],
    withCursor: true,
  },
  { ...exchangedAgain, name: 'the old key is retired', before: ['old'], after: ['new'] },
  {
    ...exchangedAgain,
    name: 'a key is replaced under the same id',
    before: ['old'],
    after: ['old-with-other-bytes'],
  },
  {
    name: 'the old key is retired, and a cursor of the old key',
    before: ['old'],
    after: ['new'],
    withCursor: true,
    response: toolError('invalid_cursor', 'Repeat the search'),
    // The invalid cursor is rejected before any upstream request.
    entraRequests: 0,
    graphRequests: 0,
    auditEvent: 'failed invalid_cursor',
  },
];

const material: Readonly<Record<string, string>> = {
  old: `old:${Buffer.alloc(32, 1).toString('base64')}`,
  new: `new:${Buffer.alloc(32, 2).toString('base64')}`,
  'old-with-other-bytes': `old:${Buffer.alloc(32, 3).toString('base64')}`,
};

/** Formats `SEAL_KEYS`. */
export function formatKeyRing(names: readonly string[]): string {
  return names.map((name) => material[name]).join(',');
}
