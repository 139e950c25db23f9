import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import { type SharedWork, createSharedWork } from '../lib/shared-work.ts';
import type { Policy } from './policy.ts';

/** A tenant policy and the start of the request that read it. */
export interface KnownPolicy {
  readonly policy: Policy;
  readonly readAtMs: number;
}

/** Maximum age of the policy: a change applies to every user within this time. */
export const policyFreshForMs = 10_000;
/**
 * How long the last known policy applies while the policy object cannot be reached: at least an hour, since the time in
 * a vault's row may be `maxRowLagMs` behind.
 */
export const policyUsableForMs = 90 * 60_000;
/** A stored policy that is read again unchanged is written again only after this time. */
export const maxRowLagMs = 30 * 60_000;

/** The tenant policy, cached in a vault object. */
export interface PolicyCache {
  /**
   * At most ten seconds old, or the last known policy if it cannot be read. Undefined if there is none, or if it is too
   * old: then access is denied.
   */
  current(): Promise<KnownPolicy | undefined>;
  /** The last known policy, without a read. Undefined if there is none, or if it is too old. */
  last(): KnownPolicy | undefined;
  /** Takes over a newer policy that the Worker has read, if one is known already. */
  offer(known: KnownPolicy): void;
}

export interface PolicyCacheOptions {
  readonly read: () => Promise<Policy>;
  readonly clock: Clock;
  /** The policy that survives eviction from memory. */
  readonly storage?: {
    load(): KnownPolicy | undefined;
    save(known: KnownPolicy): void;
  };
}

/**
 * Reads the policy at most once in ten seconds, failed attempts included, however many requests need it, so that a slow
 * policy object of a large tenant does not receive more requests. The age counts from the start of a read.
 */
export function createPolicyCache({ read, clock, storage }: PolicyCacheOptions): PolicyCache {
  let cached = storage?.load();
  let saved = cached;
  let attemptedAtMs = Number.NEGATIVE_INFINITY;
  let attempt: Promise<void> = Promise.resolve();

  function update(known: KnownPolicy): void {
    cached = known;
    const isStored =
      saved !== undefined &&
      isSamePolicy(saved.policy, known.policy) &&
      known.readAtMs - saved.readAtMs < maxRowLagMs;
    if (isStored) return;
    storage?.save(known);
    saved = known;
  }

  async function load(startedAtMs: number): Promise<void> {
    let policy: Policy;
    try {
      policy = await read();
    } catch {
      // The last known policy is used; without one, access is denied.
      return;
    }
    if (!cached || startedAtMs > cached.readAtMs) update({ policy, readAtMs: startedAtMs });
  }

  function last(): KnownPolicy | undefined {
    return cached && clock.nowMs() - cached.readAtMs < policyUsableForMs ? cached : undefined;
  }

  return {
    async current() {
      const nowMs = clock.nowMs();
      if (nowMs - attemptedAtMs >= policyFreshForMs) {
        attemptedAtMs = nowMs;
        attempt = load(nowMs);
      }
      await attempt;
      return last();
    },
    last,
    offer(known) {
      if (cached && known.readAtMs > cached.readAtMs) update(known);
    },
  };
}

/** The policies of all tenants, cached in an isolate of the Worker. */
export interface PolicyReader {
  /** A policy that is at most ten seconds old. */
  fresh(tenantId: TenantId): KnownPolicy | undefined;
  /** Reads the policy, unless that was attempted in the last ten seconds. Undefined if it could not be read in time. */
  read(tenantId: TenantId): Promise<KnownPolicy | undefined>;
}

export interface PolicyReaderOptions {
  readonly read: (tenantId: TenantId) => Promise<Policy>;
  readonly clock: Clock;
  /** Continues a read that other requests wait for after the request that started it. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** A request does not wait longer: its vault has decided by the last policy that it knows. */
const maxReadMs = 2000;
const maxTenants = 500;

interface TenantRead {
  known: KnownPolicy | undefined;
  readonly attemptedAtMs: number;
  readonly reading: SharedWork;
}

/** Creates the cache. It holds the policies of the 500 tenants that were read last. */
export function createPolicyReader({
  read,
  clock,
  waitUntil,
  sleep = (milliseconds) => scheduler.wait(milliseconds),
}: PolicyReaderOptions): PolicyReader {
  const tenants = new Map<TenantId, TenantRead>();

  function fresh(tenantId: TenantId): KnownPolicy | undefined {
    const known = tenants.get(tenantId)?.known;
    return known && clock.nowMs() - known.readAtMs < policyFreshForMs ? known : undefined;
  }

  async function start(tenantId: TenantId, startedAtMs: number): Promise<void> {
    const reading = createSharedWork({ maxMs: maxReadMs, clock, waitUntil });
    const entry: TenantRead = { known: undefined, attemptedAtMs: startedAtMs, reading };
    tenants.delete(tenantId);
    tenants.set(tenantId, entry);
    const [oldest] = tenants.keys();
    if (tenants.size > maxTenants && oldest !== undefined) tenants.delete(oldest);
    await reading.run(async () => {
      const policy = await read(tenantId).catch(() => undefined);
      if (policy) entry.known = { policy, readAtMs: startedAtMs };
    });
  }

  return {
    fresh,
    async read(tenantId) {
      const nowMs = clock.nowMs();
      const last = tenants.get(tenantId);
      const isRecent = last !== undefined && nowMs - last.attemptedAtMs < policyFreshForMs;
      if (isRecent) await last.reading.wait();
      else await Promise.race([start(tenantId, nowMs), sleep(maxReadMs)]);
      return fresh(tenantId);
    },
  };
}

/** Compares two policies as the policy object formats them. */
export function isSamePolicy(one: Policy, other: Policy): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
