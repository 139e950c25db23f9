import { apps } from 'm365-simulator';
import { type FaultRow, refusal, result } from './fault-row.ts';
import { tool } from './graph-row.ts';
import { order, reseal, sealedEntries, vaultSql } from './inject-object-fault.ts';
import type { ObjectTrouble, PlatformError } from './object-fault.ts';
import { ask, type FaultWorld, openWorld } from './run-fault.ts';

const list = { method: 'tools/list' };
const good = async (world: FaultWorld) => ask(world, list);
const slowExchange = { kind: 'token:on_behalf_of', times: 1, effect: 'delay', delayMs: 1500 } as const;

/** A call that is answered as if nothing had happened. */
function unharmed(name: string, row: Partial<FaultRow>): FaultRow {
  return { name, answer: result, entra: 1, graph: 0, event: 'ok exchanged', ...row };
}

/** What the platform says when it could not reach an object. */
const failures = {
  overloaded: { message: 'Durable Object is overloaded.', overloaded: true, retryable: true },
  lost: { message: 'Network connection lost.', retryable: true },
  reset: { message: 'Durable Object reset.', durableObjectReset: true },
  unforeseen: { message: 'internal error' },
} as const satisfies Record<string, PlatformError>;

const failing = (times: number, error: PlatformError): ObjectTrouble => ({ does: 'fail', times, error });
const vaultFails = (times: number, error: PlatformError) => (world: FaultWorld) =>
  order(world, 'TOKEN_VAULT', failing(times, error));

const platform: readonly FaultRow[] = [
  unharmed('a vault evicted from memory', {
    before: async (world) => {
      await good(world);
      await order(world, 'TOKEN_VAULT', { does: 'abort' });
    },
    entra: 0,
    event: 'ok cached',
  }),
  unharmed('a vault evicted during an on-behalf-of request', {
    faults: [slowExchange],
    meanwhile: (world) => order(world, 'TOKEN_VAULT', { does: 'abort' }),
    entra: 2,
  }),
  unharmed('a vault with one lost connection', { before: vaultFails(1, failures.lost) }),
  unharmed('a vault with two lost connections', { before: vaultFails(2, failures.lost) }),
  unharmed('a vault that is reset once', { before: vaultFails(1, failures.reset) }),
  unharmed('a vault with nine lost connections', {
    before: vaultFails(9, failures.lost),
    answer: refusal(503, 'upstream_unavailable', 'Try again in a moment'),
    entra: 0,
    event: 'failed upstream_unavailable',
  }),
  unharmed('a vault that is reset nine times', {
    before: vaultFails(9, failures.reset),
    answer: refusal(503, 'upstream_unavailable', 'Try again in a moment'),
    entra: 0,
    event: 'failed upstream_unavailable',
  }),
  unharmed('an overloaded vault', {
    before: vaultFails(1, failures.overloaded),
    answer: refusal(429, 'throttled', 'Send fewer, and try again in a moment'),
    entra: 0,
    event: 'failed throttled',
  }),
  unharmed('a vault with an unknown error', {
    before: vaultFails(1, failures.unforeseen),
    answer: refusal(503, 'internal', 'tell the operator'),
    entra: 0,
    event: 'failed internal',
  }),
];

const storage: readonly FaultRow[] = [
  unharmed('storage that rejects writes', {
    before: (world) =>
      vaultSql(
        world,
        `CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      ),
    again: { answer: result, entra: 1, graph: 0 },
  }),
  unharmed('storage without the table of entries', {
    before: (world) => vaultSql(world, 'ALTER TABLE entry RENAME TO away'),
  }),
  unharmed('storage without the table of revocations', {
    before: (world) => vaultSql(world, 'ALTER TABLE revocation RENAME TO away'),
    answer: refusal(503, 'internal', 'tell the operator'),
    entra: 0,
    event: 'failed internal',
  }),
];

/** Entries that are not what was sealed: each is as good as none. */
function spoilt(name: string, change: (sealed: string) => string): FaultRow {
  return unharmed(name, {
    before: async (world) => {
      await good(world);
      await reseal(world, change);
    },
  });
}

/** Version, key id, iv, ciphertext and tag follow each other. */
const flipBitOf = (byte: number) => (sealed: string) => {
  const bytes = Buffer.from(sealed, 'hex');
  const index = byte < 0 ? bytes.length + byte : byte;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return bytes.toString('hex');
};

const entries: readonly FaultRow[] = [
  spoilt('a flipped bit in the version of an entry', flipBitOf(0)),
  spoilt('a flipped bit in the key id of an entry', flipBitOf(2)),
  spoilt('a flipped bit in the IV of an entry', flipBitOf(8)),
  spoilt('a flipped bit in the ciphertext of an entry', flipBitOf(40)),
  spoilt('a flipped bit in the tag of an entry', flipBitOf(-1)),
  spoilt('a truncated entry', (sealed) => sealed.slice(0, 60)),
  spoilt('an empty entry', () => ''),
  unharmed('an entry with an expiry in the past in its row', {
    // What is sealed decides.
    before: async (world) => {
      await good(world);
      await vaultSql(world, 'UPDATE entry SET expires_at_ms = 1');
    },
    entra: 0,
    event: 'ok cached',
  }),
  unharmed('the entry of another sign-in of the user', {
    before: async (world) => {
      await good(await openWorld(world.connector, world.person));
      const [other] = await sealedEntries(world);
      await good(world);
      await vaultSql(world, `UPDATE entry SET sealed = x'${other?.sealed}'`);
    },
  }),
  unharmed('the entry of a user with the same object id in another tenant', {
    before: async (world) => {
      await good(world);
      const other = await openWorld(world.connector, 'diego');
      await good(other);
      const [entry] = await sealedEntries(other);
      await reseal(world, () => entry?.sealed ?? '');
    },
  }),
];

/** Ends everything that the holder of the access token has signed in with. */
async function revoke({ connector, token }: FaultWorld): Promise<void> {
  const body = new URLSearchParams({ token, client_id: apps.client });
  const { status } = await fetch(`${connector.simulation.url}/oauth/revoke`, { method: 'POST', body });
  if (status !== 200) throw new Error(`The token was not revoked: ${status}.`);
}

const revoked = refusal(401, 'invalid_token', 'Sign in to the connector again');

const flights: readonly FaultRow[] = [
  unharmed('a hundred concurrent first requests', {
    faults: [slowExchange],
    meanwhile: async (world) => {
      const answers = await Promise.all(Array.from({ length: 99 }, async () => (await good(world)).status));
      if (answers.some((status) => status !== 200)) throw new Error(`Not all is well: ${answers.join()}`);
    },
  }),
  unharmed('a revocation during an on-behalf-of request', {
    faults: [slowExchange],
    meanwhile: revoke,
    answer: revoked,
    event: 'refused revoked',
    again: { answer: revoked, entra: 0, graph: 0 },
  }),
  unharmed('a revocation during a call', {
    faults: [{ kind: 'graph', effect: 'delay', delayMs: 1500 }],
    person: 'joni',
    question: tool('outlook_email_search', { query: 'the', timeZone: 'UTC', limit: 3 }),
    before: good,
    meanwhile: revoke,
    // What was under way ends; what comes after it does not begin.
    entra: 0,
    graph: 1,
    event: 'ok cached',
    again: { answer: revoked, entra: 0, graph: 0 },
  }),
];

/** The objects of one person, and what is kept in them. */
export const objectFaults: readonly FaultRow[] = [...platform, ...storage, ...entries, ...flights];
