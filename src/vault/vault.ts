import { DurableObject } from 'cloudflare:workers';
import { encodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { OnBehalfOf } from '../entra/on-behalf-of.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId, User } from '../lib/guid.ts';
import {
  type RuleDecision,
  type RuleDenial,
  checkAccessRules,
  defaultAccessRules,
} from '../tenants/access-rules.ts';
import { type KnownPolicy, type PolicyCache, createPolicyCache } from '../tenants/policy-cache.ts';
import { type Policy, type PolicyDenial, checkPolicy } from '../tenants/policy.ts';
import { type EntryKey, type VaultEntry, createEntryKey, sealEntry, unsealEntry } from './entry.ts';
import { type StoredFailures, createExchangeFailures } from './exchange-failures.ts';
import {
  type GraphTokenOutcome,
  type GraphTokenRequest,
  type GraphTokenResult,
  type IssuedTo,
  type RecordIssueRequest,
  type RevokeRequest,
  type TimeZoneRequest,
  vaultName,
} from './messages.ts';
import { type TokenValidity, openVaultStore } from './store.ts';

/** Dependencies of a vault object. */
export interface VaultDependencies {
  readonly onBehalfOf: OnBehalfOf;
  readonly keyRing: KeyRing;
  readonly policies: { read(tenantId: TenantId): Promise<Policy> };
}

type AccessDecision = { readonly issuedTo: IssuedTo | undefined } & (
  | { readonly ok: true; readonly policy: Policy; readonly reported: readonly RuleDenial[] }
  | { readonly ok: false; readonly reason: PolicyDenial | RuleDenial | 'revoked' | 'policy_unavailable' }
);

/** A Graph token or the reason why there is none, after the check of policy and revocation. */
type AuthorizedOutcome = { readonly issuedTo?: IssuedTo | undefined } & GraphTokenOutcome;

/** A Graph token is not returned in its last minutes: clocks differ, and a tool call takes time. */
const expiryMarginMs = 5 * 60_000;
const noDenial: RuleDecision = { denial: undefined, reported: [] };
const timeZonePattern = /^[A-Za-z0-9_+/-]{1,64}$/;

/**
 * Stores the sealed Graph tokens of one user. One object per user, named by `vaultName`.
 *
 * Members are #private, not `private`: every other method can be called over RPC.
 */
export class TokenVault<Env = unknown> extends DurableObject<Env> {
  readonly #createDependencies: () => VaultDependencies;
  readonly #clock: Clock;
  readonly #store = openVaultStore(this.ctx.storage);
  readonly #failures = createExchangeFailures({
    load: () => this.#store.readMemory('exchange_failures') as StoredFailures | undefined,
    save: (failures) => this.#store.writeMemory('exchange_failures', failures),
  });
  /** Pending token requests, by entry and claims. */
  readonly #pending = new Map<string, Promise<GraphTokenOutcome>>();
  #lazyDependencies: VaultDependencies | undefined;
  #policyCache: PolicyCache | undefined;

  /**
   * @param createDependencies called once, by the first request that needs them. If it throws, that request fails:
   * with an invalid configuration, tokens are refused, and revocation and clean-up still work.
   */
  constructor(ctx: DurableObjectState, env: Env, createDependencies: () => VaultDependencies, clock: Clock) {
    super(ctx, env);
    this.#createDependencies = createDependencies;
    this.#clock = clock;
  }

  /**
   * Returns the Graph token of an assertion, if the tenant policy allows the user: the stored token, or the result of
   * one exchange, however many requests wait for it.
   * @throws Error if the object belongs to another user, the configuration is invalid, or storage is unreadable
   */
  async graphToken(request: GraphTokenRequest): Promise<GraphTokenResult> {
    this.#assertOwner(request);
    const startedAtMs = this.#clock.nowMs();
    const key = await createEntryKey(request.assertion);
    const policies = this.#policies(request.tenantId);
    if (request.policy) policies.offer(request.policy);
    const { issuedTo, ...result } = await this.#graphToken(request, key);
    const policy = request.isPolicyPending ? policies.last() : undefined;
    const spentMs = request.isTimed ? this.#clock.nowMs() - startedAtMs : undefined;
    return {
      ...result,
      ...(issuedTo && { issuedTo }),
      ...(policy && { policy }),
      ...(spentMs !== undefined && { spentMs }),
    };
  }

  /** Records that the authorization server has issued an access token. */
  async recordIssue(request: RecordIssueRequest): Promise<void> {
    this.#assertOwner(request);
    const { issuedAtMs, issuedTo, assertionExpiresAtMs } = request;
    const { rowId } = await createEntryKey(request.assertion);
    await this.#store.putIssue(rowId, { issuedAtMs, issuedTo }, assertionExpiresAtMs);
  }

  async #graphToken(request: GraphTokenRequest, key: EntryKey): Promise<AuthorizedOutcome> {
    const stored = await this.#findStored(request, key);
    if (stored) return stored;
    const before = await this.#authorize(request, key, await this.#policies(request.tenantId).current());
    if (!before.ok) return before;
    const { tokenGeneration: generation = 0 } = before.policy;
    // Neither a stored failure nor a pending exchange of a lower generation is used.
    const entryId = `${encodeBase64Url(key.rowId)} ${generation}`;
    // A request after a rejection or a claims challenge does not share the exchange of a request without one.
    const pendingId = `${entryId} ${request.rejectedToken === undefined ? '' : 'rejected'} ${request.claims ?? ''}`;
    const shared = this.#pending.get(pendingId);
    // The exchange belongs to the object: it continues if the request that started it is canceled.
    const pending =
      shared ??
      this.#obtainToken(request, { key, entryId, generation }).finally(() => this.#pending.delete(pendingId));
    this.#pending.set(pendingId, pending);
    const result = await pending;
    // Revocation and policy may have changed during the exchange.
    const after = await this.#authorize(request, key, await this.#policies(request.tenantId).current());
    if (!after.ok) return after;
    if ((after.policy.tokenGeneration ?? 0) > generation) return await this.#graphToken(request, key);
    if (!result.ok) return { ...result, issuedTo: after.issuedTo };
    return applyPolicy({ ...result, exchanged: result.exchanged && !shared }, after);
  }

  /**
   * Returns the stored token, or why the policy denies it, without a read of the policy: the Worker has read it, or
   * compares it with the one that is applied here. Undefined if the vault needs a read or an exchange of its own.
   */
  async #findStored(request: GraphTokenRequest, key: EntryKey): Promise<AuthorizedOutcome | undefined> {
    const { policy, isPolicyPending, claims, rejectedToken } = request;
    if (claims !== undefined || rejectedToken !== undefined || !(policy || isPolicyPending)) return undefined;
    const policies = this.#policies(request.tenantId);
    if (!policies.last()) return undefined;
    const stored = await this.#readEntry(this.#dependencies().keyRing, request, key).catch(() => undefined);
    // No await between the check and the response: a revocation may arrive at any time.
    const decision = await this.#authorize(request, key, policies.last());
    if (!decision.ok) return decision;
    if (!stored || (stored.generation ?? 0) < (decision.policy.tokenGeneration ?? 0)) return undefined;
    const { accessToken, scopes, expiresAtMs, timeZone } = stored;
    const token = { accessToken, scopes, expiresAtMs, timeZone, exchanged: false, storageFailed: false };
    return applyPolicy({ ok: true, ...token }, decision);
  }

  /** Stores the user's time zone in the entry of the assertion, if there is one. */
  async rememberTimeZone(request: TimeZoneRequest): Promise<void> {
    this.#assertOwner(request);
    if (!timeZonePattern.test(request.timeZone)) throw new TypeError('The time zone must be an IANA name.');
    const { keyRing } = this.#dependencies();
    const key = await createEntryKey(request.assertion);
    const sealed = this.#store.sealedAt(key.rowId);
    const entry = sealed && (await unsealEntry(keyRing, request, key, sealed));
    if (!entry) return;
    const resealed = await sealEntry(keyRing, request, key, { ...entry, timeZone: request.timeZone });
    this.#store.replace(key.rowId, sealed, resealed);
  }

  /**
   * Revokes every access token issued at or before a time, and deletes every entry. Durable once it resolves; the
   * result of a pending exchange is neither stored nor returned.
   * @throws Error if the write fails: then nothing is revoked, and the caller has to retry
   */
  async revoke(request: RevokeRequest): Promise<void> {
    this.#assertOwner(request);
    if (!Number.isSafeInteger(request.beforeMs)) throw new TypeError('beforeMs must be an integer.');
    await this.#store.revoke(request.beforeMs);
  }

  override async alarm(): Promise<void> {
    await this.#store.removeExpired(this.#clock.nowMs());
  }

  async #obtainToken(
    request: GraphTokenRequest,
    {
      key,
      entryId,
      generation,
    }: { readonly key: EntryKey; readonly entryId: string; readonly generation: number },
  ): Promise<GraphTokenOutcome> {
    const { keyRing, onBehalfOf } = this.#dependencies();
    // Storage only saves exchanges: if it fails, the token is valid, and the result reports the failure.
    let storageFailed = false;
    const onStorageError = (): undefined => void (storageFailed = true);
    const { tenantId, assertion, correlationId, claims } = request;
    // Graph has rejected the stored token.
    if (claims !== undefined) this.#store.remove(key.rowId);
    const stored = await this.#readEntry(keyRing, request, key).catch(onStorageError);
    const isRejected = stored !== undefined && stored.accessToken === request.rejectedToken;
    // An entry of a lower generation is replaced, not deleted: a sign-in can depend on it (see #isRevoked).
    if (stored && !isRejected && (stored.generation ?? 0) >= generation) {
      const { accessToken, scopes, expiresAtMs, timeZone } = stored;
      return { ok: true, accessToken, scopes, expiresAtMs, timeZone, exchanged: false, storageFailed: false };
    }
    const recentFailure = this.#failures.find(entryId, this.#clock.nowMs());
    if (recentFailure) {
      return { ok: false, reason: 'exchange', failure: recentFailure, negativelyCached: true };
    }
    const exchange = await onBehalfOf.exchange({
      tenantId,
      assertion,
      correlationId,
      ...(claims === undefined ? {} : { claims }),
    });
    if (!exchange.ok) {
      if (isRejected) this.#store.remove(key.rowId);
      this.#failures.add(entryId, exchange.failure, this.#clock.nowMs());
      return { ok: false, reason: 'exchange', failure: exchange.failure, negativelyCached: false };
    }
    this.#failures.reset();
    const { accessToken, scopes, expiresAtMs } = exchange.grant;
    const timeZone = stored?.timeZone;
    const token = { accessToken, scopes, expiresAtMs, ...(timeZone === undefined ? {} : { timeZone }) };
    await this.#writeEntry(keyRing, request, key, { ...token, generation }).catch(onStorageError);
    return { ok: true, ...token, exchanged: true, storageFailed };
  }

  /** Returns the stored entry if it is usable. An entry that does not unseal is deleted. */
  async #readEntry(
    keyRing: KeyRing,
    request: GraphTokenRequest,
    key: EntryKey,
  ): Promise<VaultEntry | undefined> {
    const sealed = this.#store.sealedAt(key.rowId);
    const entry = sealed && (await unsealEntry(keyRing, request, key, sealed));
    if (entry && usableUntilMs(entry, request) > this.#clock.nowMs()) return entry;
    if (sealed) this.#store.remove(key.rowId);
    return undefined;
  }

  async #writeEntry(
    keyRing: KeyRing,
    request: GraphTokenRequest,
    key: EntryKey,
    entry: VaultEntry,
  ): Promise<void> {
    const untilMs = usableUntilMs(entry, request);
    if (untilMs <= this.#clock.nowMs()) return;
    const sealed = await sealEntry(keyRing, request, key, entry);
    // No await between the revocation check and the write.
    if (this.#isRevoked(request, key, this.#store.readValidity(key.rowId))) return;
    await this.#store.put(key.rowId, sealed, untilMs);
  }

  /** The platform sets the name that the object was created for: the request has to name the same user. */
  #assertOwner({ tenantId, objectId }: User): void {
    if (this.ctx.id.name !== vaultName(tenantId, objectId)) {
      throw new Error('The vault belongs to another user.');
    }
  }

  #policies(tenantId: TenantId): PolicyCache {
    const { policies } = this.#dependencies();
    return (this.#policyCache ??= createPolicyCache({
      read: () => policies.read(tenantId),
      clock: this.#clock,
      storage: {
        load: () => this.#store.readMemory('policy') as KnownPolicy | undefined,
        save: (known) => this.#store.writeMemory('policy', known),
      },
    }));
  }

  /** Checks the tenant policy and revocation. */
  async #authorize(
    request: GraphTokenRequest,
    key: EntryKey,
    known: KnownPolicy | undefined,
  ): Promise<AccessDecision> {
    let validity = this.#store.readValidity(key.rowId);
    const issuedTo = validity.issue?.issuedTo;
    if (!known) return { ok: false, reason: 'policy_unavailable', issuedTo };
    const { policy } = known;
    // A revocation of the tenant is stored as one of the user: it deletes the entries that it covers, and stays.
    if (policy.revokedBeforeMs > validity.revokedBeforeMs) {
      await this.#store.revoke(policy.revokedBeforeMs);
      validity = this.#store.readValidity(key.rowId);
    }
    const denial = checkPolicy(policy, request);
    if (denial !== undefined) return { ok: false, reason: denial, issuedTo };
    const { rules = defaultAccessRules } = policy;
    const { denial: ruleDenial, reported } = request.access
      ? checkAccessRules(rules, { at: 'mcp', ...request.access })
      : noDenial;
    if (ruleDenial !== undefined) return { ok: false, reason: ruleDenial, issuedTo };
    if (this.#isRevoked(request, key, validity)) return { ok: false, reason: 'revoked', issuedTo };
    return { ok: true, policy, reported, issuedTo };
  }

  /**
   * Compares when the authorization server issued the token, in our clock, with the revocation. Other tokens have only
   * `iat`, which Entra dates minutes back, so that a new access token would count as revoked for minutes. During a sign-in
   * the authorization server therefore sends when it was started; until the token is issued, requests are accepted because
   * it has an entry, which no revocation leaves in place.
   */
  #isRevoked(
    { issuedAtMs, authenticatedAtMs = issuedAtMs }: GraphTokenRequest,
    { rowId }: EntryKey,
    { issue, revokedBeforeMs }: TokenValidity,
  ): boolean {
    if (issue) return issue.issuedAtMs <= revokedBeforeMs;
    if (Math.max(issuedAtMs, authenticatedAtMs) > revokedBeforeMs) return false;
    return this.#store.sealedAt(rowId) === undefined;
  }

  #dependencies(): VaultDependencies {
    return (this.#lazyDependencies ??= this.#createDependencies());
  }
}

type StoredToken = Extract<GraphTokenOutcome, { ok: true }>;

function applyPolicy(
  token: StoredToken,
  { policy, reported, issuedTo }: Extract<AccessDecision, { ok: true }>,
): AuthorizedOutcome {
  const { disabledTools, disabledPermissions, labelRules } = policy;
  return {
    ...token,
    issuedTo,
    disabledTools,
    disabledPermissions,
    ...(labelRules && { labelRules }),
    ...(reported.length > 0 && { reported }),
  };
}

function usableUntilMs(entry: VaultEntry, request: GraphTokenRequest): number {
  return Math.min(entry.expiresAtMs - expiryMarginMs, request.assertionExpiresAtMs);
}
