import { apps } from 'm365-simulator';
import { type FaultRow, httpError, success } from './fault-row.ts';
import { toolCall } from './graph-row.ts';
import {
  injectObjectFault,
  replaceSealedEntry,
  readSealedEntries,
  runVaultSql,
} from './inject-object-fault.ts';
import type { ObjectFault, PlatformError } from './object-fault.ts';
import { send, type FaultSession, openSession } from './run-fault.ts';

const list = { method: 'tools/list' };
const listTools = async (session: FaultSession) => send(session, list);
const slowExchange = { kind: 'token:on_behalf_of', times: 1, effect: 'delay', delayMs: 1500 } as const;

/** A row whose call succeeds. */
function succeeds(name: string, row: Partial<FaultRow>): FaultRow {
  return { name, response: success, entraRequests: 1, graphRequests: 0, auditEvent: 'ok exchanged', ...row };
}

/** Errors of the Workers runtime. */
const platformErrors = {
  overloaded: { message: 'Durable Object is overloaded.', overloaded: true, retryable: true },
  lost: { message: 'Network connection lost.', retryable: true },
  reset: { message: 'Durable Object reset.', durableObjectReset: true },
  unforeseen: { message: 'internal error' },
} as const satisfies Record<string, PlatformError>;

const failTimes = (times: number, error: PlatformError): ObjectFault => ({ kind: 'fail', times, error });
const failVault = (times: number, error: PlatformError) => (session: FaultSession) =>
  injectObjectFault(session, 'TOKEN_VAULT', failTimes(times, error));

const platformFaults: readonly FaultRow[] = [
  succeeds('a vault evicted from memory', {
    before: async (session) => {
      await listTools(session);
      await injectObjectFault(session, 'TOKEN_VAULT', { kind: 'abort' });
    },
    entraRequests: 0,
    auditEvent: 'ok cached',
  }),
  succeeds('a vault evicted during an on-behalf-of request', {
    faults: [slowExchange],
    during: (session) => injectObjectFault(session, 'TOKEN_VAULT', { kind: 'abort' }),
    entraRequests: 2,
  }),
  succeeds('a vault with one lost connection', { before: failVault(1, platformErrors.lost) }),
  succeeds('a vault with two lost connections', { before: failVault(2, platformErrors.lost) }),
  succeeds('a vault that is reset once', { before: failVault(1, platformErrors.reset) }),
  succeeds('a vault with nine lost connections', {
    before: failVault(9, platformErrors.lost),
    response: httpError(503, 'upstream_unavailable', 'Try again in a moment'),
    entraRequests: 0,
    auditEvent: 'failed upstream_unavailable',
  }),
  succeeds('a vault that is reset nine times', {
    before: failVault(9, platformErrors.reset),
    response: httpError(503, 'upstream_unavailable', 'Try again in a moment'),
    entraRequests: 0,
    auditEvent: 'failed upstream_unavailable',
  }),
  succeeds('an overloaded vault', {
    before: failVault(1, platformErrors.overloaded),
    response: httpError(429, 'throttled', 'Send fewer, and try again in a moment'),
    entraRequests: 0,
    auditEvent: 'failed throttled',
  }),
  succeeds('a vault with an unknown error', {
    before: failVault(1, platformErrors.unforeseen),
    response: httpError(503, 'internal', 'contact its operator'),
    entraRequests: 0,
    auditEvent: 'failed internal',
  }),
];

const storageFaults: readonly FaultRow[] = [
  succeeds('storage that rejects writes', {
    before: (session) =>
      runVaultSql(
        session,
        `CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      ),
    repeated: { response: success, entraRequests: 1, graphRequests: 0 },
  }),
  succeeds('storage without the table of entries', {
    before: (session) => runVaultSql(session, 'ALTER TABLE entry RENAME TO away'),
  }),
  succeeds('storage without the table of revocations', {
    before: (session) => runVaultSql(session, 'ALTER TABLE revocation RENAME TO away'),
    response: httpError(503, 'internal', 'contact its operator'),
    entraRequests: 0,
    auditEvent: 'failed internal',
  }),
];

/** Corrupted entries count as missing. */
function corruptedEntry(name: string, change: (sealed: string) => string): FaultRow {
  return succeeds(name, {
    before: async (session) => {
      await listTools(session);
      await replaceSealedEntry(session, change);
    },
  });
}

/** Layout: version, key id, IV, ciphertext, tag. */
const flipBit = (byte: number) => (sealed: string) => {
  const bytes = Buffer.from(sealed, 'hex');
  const index = byte < 0 ? bytes.length + byte : byte;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return bytes.toString('hex');
};

const entryFaults: readonly FaultRow[] = [
  corruptedEntry('a flipped bit in the version of an entry', flipBit(0)),
  corruptedEntry('a flipped bit in the key id of an entry', flipBit(2)),
  corruptedEntry('a flipped bit in the IV of an entry', flipBit(8)),
  corruptedEntry('a flipped bit in the ciphertext of an entry', flipBit(40)),
  corruptedEntry('a flipped bit in the tag of an entry', flipBit(-1)),
  corruptedEntry('a truncated entry', (sealed) => sealed.slice(0, 60)),
  corruptedEntry('an empty entry', () => ''),
  succeeds('an entry with an expiry in the past in its row', {
    // The sealed expiry is authoritative.
    before: async (session) => {
      await listTools(session);
      await runVaultSql(session, 'UPDATE entry SET expires_at_ms = 1');
    },
    entraRequests: 0,
    auditEvent: 'ok cached',
  }),
  succeeds('the entry of another sign-in of the user', {
    before: async (session) => {
      await listTools(await openSession(session.connector, session.user));
      const [other] = await readSealedEntries(session);
      await listTools(session);
      await runVaultSql(session, `UPDATE entry SET sealed = x'${other?.sealed}'`);
    },
  }),
  succeeds('the entry of a user with the same object id in another tenant', {
    before: async (session) => {
      await listTools(session);
      const other = await openSession(session.connector, 'diego');
      await listTools(other);
      const [entry] = await readSealedEntries(other);
      await replaceSealedEntry(session, () => entry?.sealed ?? '');
    },
  }),
];

/** Revokes all tokens of the user. */
async function revoke({ connector, token }: FaultSession): Promise<void> {
  const body = new URLSearchParams({ token, client_id: apps.client });
  const { status } = await fetch(`${connector.simulation.url}/oauth/revoke`, { method: 'POST', body });
  if (status !== 200) throw new Error(`The token was not revoked: ${status}.`);
}

const revoked = httpError(401, 'invalid_token', 'Sign in to the connector again');

const concurrencyFaults: readonly FaultRow[] = [
  succeeds('a hundred concurrent first requests', {
    faults: [slowExchange],
    during: async (session) => {
      const responses = await Promise.all(
        Array.from({ length: 99 }, async () => (await listTools(session)).status),
      );
      if (responses.some((status) => status !== 200))
        throw new Error(`A request failed: ${responses.join()}`);
    },
  }),
  succeeds('a revocation during an on-behalf-of request', {
    faults: [slowExchange],
    during: revoke,
    response: revoked,
    auditEvent: 'refused revoked',
    repeated: { response: revoked, entraRequests: 0, graphRequests: 0 },
  }),
  succeeds('a revocation during a call', {
    faults: [{ kind: 'graph', effect: 'delay', delayMs: 1500 }],
    user: 'joni',
    request: toolCall('outlook_email_search', { query: 'the', timeZone: 'UTC', limit: 3 }),
    before: listTools,
    during: revoke,
    // The running call completes, and later calls are rejected.
    entraRequests: 0,
    // The search, and the verified domains of the tenant.
    graphRequests: 2,
    auditEvent: 'ok cached',
    repeated: { response: revoked, entraRequests: 0, graphRequests: 0 },
  }),
];

/** Faults of the Durable Objects of one user and their storage. */
export const objectFaults: readonly FaultRow[] = [
  ...platformFaults,
  ...storageFaults,
  ...entryFaults,
  ...concurrencyFaults,
];
