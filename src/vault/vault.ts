import { DurableObject } from 'cloudflare:workers';
import { encodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { OnBehalfOf } from '../entra/on-behalf-of.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import { type PolicyCache, createPolicyCache } from '../tenants/policy-cache.ts';
import { type Policy, type PolicyRefusal, policyRefusal } from '../tenants/policy.ts';
import { type EntryKey, type EntryOwner, type VaultEntry, entryKey, openEntry, sealEntry } from './entry.ts';
import { createExchangeFailures } from './exchange-failures.ts';
import {
  type GraphTokenRequest,
  type GraphTokenResult,
  type Revocation,
  type TimeZoneNote,
  vaultName,
} from './messages.ts';
import { openVaultStore } from './store.ts';

/** What a vault object works with. */
export interface VaultServices {
  readonly onBehalfOf: OnBehalfOf;
  readonly keyRing: KeyRing;
  readonly policies: { read(tenantId: TenantId): Promise<Policy> };
}

/** An object of the class that `tokenVaultClass` makes. */
export type TokenVault = InstanceType<ReturnType<typeof tokenVaultClass>>;

type Decision =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly reason: PolicyRefusal | 'revoked' | 'policy_unavailable' };

/** An entry is not used in its last minutes: clocks differ, and a tool call takes its time. */
const marginMs = 5 * 60_000;
const timeZonePattern = /^[A-Za-z0-9_+/-]{1,64}$/;

/**
 * Makes the Durable Object class of the token vault: one object for each person of a tenant, named by `vaultName`.
 * `compose` runs once for each object, at the first call that needs it. What it throws is the answer of that call, so
 * a malformed configuration refuses tokens while revocation and clean-up go on.
 */
export function tokenVaultClass<Env>(clock: Clock, compose: (env: Env) => VaultServices) {
  // Members are #private, not `private`: every other method of the class can be called over RPC.
  return class TokenVault extends DurableObject<Env> {
    readonly #store = openVaultStore(this.ctx.storage);
    readonly #failures = createExchangeFailures();
    readonly #flights = new Map<string, Promise<GraphTokenResult>>();
    #composed: VaultServices | undefined;
    #policy: PolicyCache | undefined;

    /**
     * The Graph token of an assertion: the stored one, or that of one exchange however many calls ask at once; where
     * the organisation lets the person in.
     * @throws Error when the object is another person's, the configuration is malformed, or revocation is unreadable.
     */
    async graphToken(request: GraphTokenRequest): Promise<GraphTokenResult> {
      this.#admit(request);
      const key = await entryKey(request.assertion);
      const before = await this.#judge(request, key);
      if (!before.ok) return before;
      const entry = encodeBase64Url(key.rowId);
      // Whoever answers a challenge does not share a flight with those who know of none.
      const name = `${entry} ${request.claims ?? ''}`;
      const underWay = this.#flights.get(name);
      // A flight belongs to the object and not to the call that started it, so it outlives that call.
      const flight = underWay ?? this.#obtain(request, key, entry).finally(() => this.#flights.delete(name));
      if (!underWay) this.#flights.set(name, flight);
      const result = await flight;
      // A revocation or a change of the policy may have come while this call waited.
      const after = await this.#judge(request, key);
      if (!after.ok) return after;
      if (!result.ok) return result;
      const { toolsOff, permissionsOff } = after.policy;
      return { ...result, exchanged: result.exchanged && !underWay, toolsOff, permissionsOff };
    }

    /** Keeps the person's time zone with the entry of the assertion, where there is one. */
    async rememberTimeZone(note: TimeZoneNote): Promise<void> {
      this.#admit(note);
      if (!timeZonePattern.test(note.timeZone)) throw new TypeError('A time zone is an IANA name.');
      const { keyRing } = this.#services();
      const key = await entryKey(note.assertion);
      const sealed = this.#store.sealedAt(key.rowId);
      const entry = sealed && (await openEntry(keyRing, note, key, sealed));
      if (!entry) return;
      const resealed = await sealEntry(keyRing, note, key, { ...entry, timeZone: note.timeZone });
      this.#store.replace(key.rowId, sealed, resealed);
    }

    /**
     * Refuses every access token issued at or before a time, and deletes every entry. Durable before it is answered;
     * what an exchange under way brings is neither stored nor handed out.
     * @throws Error when it could not be written: nothing is revoked then, and the caller has to try again.
     */
    async revoke(revocation: Revocation): Promise<void> {
      this.#admit(revocation);
      if (!Number.isSafeInteger(revocation.beforeMs)) throw new TypeError('A revocation needs a time.');
      await this.#store.revoke(revocation.beforeMs);
    }

    override async alarm(): Promise<void> {
      await this.#store.removeExpired(clock.nowMs());
    }

    async #obtain(request: GraphTokenRequest, key: EntryKey, entry: string): Promise<GraphTokenResult> {
      const { keyRing, onBehalfOf } = this.#services();
      // Storage saves exchanges and nothing more: without it the token is as good, and the answer says so.
      const storage = { failed: false };
      const fail = (): undefined => void (storage.failed = true);
      const { tenantId, assertion, correlationId, claims } = request;
      // Graph has refused the token that is stored: it serves nobody any more.
      if (claims !== undefined) this.#store.remove(key.rowId);
      const stored = await this.#read(keyRing, request, key).catch(fail);
      if (stored) return { ok: true, ...stored, exchanged: false, storageFailed: false };
      const known = this.#failures.recall(entry, clock.nowMs());
      if (known) return { ok: false, reason: 'exchange', failure: known, negativelyCached: true };
      const outcome = await onBehalfOf.exchange({
        tenantId,
        assertion,
        correlationId,
        ...(claims === undefined ? {} : { claims }),
      });
      if (!outcome.ok) {
        this.#failures.remember(entry, outcome.failure, clock.nowMs());
        return { ok: false, reason: 'exchange', failure: outcome.failure, negativelyCached: false };
      }
      this.#failures.recovered();
      const { accessToken, scopes, expiresAtMs } = outcome.grant;
      await this.#keep(keyRing, request, key, { accessToken, scopes, expiresAtMs }).catch(fail);
      return { ok: true, accessToken, scopes, expiresAtMs, exchanged: true, storageFailed: storage.failed };
    }

    /** The stored entry while it may be used. One that does not open is as good as none, and is deleted. */
    async #read(ring: KeyRing, request: GraphTokenRequest, key: EntryKey): Promise<VaultEntry | undefined> {
      const sealed = this.#store.sealedAt(key.rowId);
      const entry = sealed && (await openEntry(ring, request, key, sealed));
      if (entry && usableUntilMs(entry, request) > clock.nowMs()) return entry;
      if (sealed) this.#store.remove(key.rowId);
      return undefined;
    }

    async #keep(ring: KeyRing, request: GraphTokenRequest, key: EntryKey, entry: VaultEntry): Promise<void> {
      const untilMs = usableUntilMs(entry, request);
      if (untilMs <= clock.nowMs()) return;
      const sealed = await sealEntry(ring, request, key, entry);
      // Nothing is awaited between this look at the revocation and the write.
      if (this.#isRevoked(request, key, this.#store.revokedBeforeMs())) return;
      await this.#store.put(key.rowId, sealed, untilMs);
    }

    /** The platform says which name this object was made for: whoever asks has to be that person. */
    #admit({ tenantId, objectId }: EntryOwner): void {
      if (this.ctx.id.name !== vaultName(tenantId, objectId))
        throw new Error('This vault belongs to somebody else.');
    }

    /** Whether the organisation lets the person in, and the access token was not revoked. */
    async #judge(request: GraphTokenRequest, key: EntryKey): Promise<Decision> {
      const { tenantId } = request;
      const { policies } = this.#services();
      this.#policy ??= createPolicyCache(() => policies.read(tenantId), clock);
      const policy = await this.#policy.current();
      if (!policy) return { ok: false, reason: 'policy_unavailable' };
      // The organisation's mark becomes the person's own: what it covers is deleted, and it never goes back.
      let revokedBeforeMs = this.#store.revokedBeforeMs();
      if (policy.revokedBeforeMs > revokedBeforeMs) {
        await this.#store.revoke(policy.revokedBeforeMs);
        revokedBeforeMs = this.#store.revokedBeforeMs();
      }
      const isRevoked = this.#isRevoked(request, key, revokedBeforeMs);
      const reason = policyRefusal(policy, request) ?? (isRevoked ? 'revoked' : undefined);
      return reason === undefined ? { ok: true, policy } : { ok: false, reason };
    }

    /**
     * The date of an access token decides, and as Entra dates it back, a fresh one would count as revoked for minutes.
     * So where the relay says when it was proven, that decides; and from then on its entry, which no revocation before
     * has left and none after will leave.
     */
    #isRevoked(
      { issuedAtMs, authenticatedAtMs: authenticatedAtMs = issuedAtMs }: GraphTokenRequest,
      { rowId }: EntryKey,
      revokedBeforeMs: number,
    ): boolean {
      if (Math.max(issuedAtMs, authenticatedAtMs) > revokedBeforeMs) return false;
      return this.#store.sealedAt(rowId) === undefined;
    }

    #services(): VaultServices {
      return (this.#composed ??= compose(this.env));
    }
  };
}

function usableUntilMs(entry: VaultEntry, request: GraphTokenRequest): number {
  return Math.min(entry.expiresAtMs - marginMs, request.assertionExpiresAtMs);
}
