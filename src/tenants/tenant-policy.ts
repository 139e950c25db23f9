import { DurableObject } from 'cloudflare:workers';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type TenantId, isGuid } from '../lib/guid.ts';
import {
  type Activity,
  type ActivityStore,
  type ActivitySummary,
  openActivityStore,
} from './activity-store.ts';
import type { BoundClient, NewBoundClient } from './bound-client.ts';
import {
  type ChangeActor,
  type ChangeDetails,
  type ChangeOutcome,
  type PolicyLogEntry,
  type PolicyStore,
  type SealedNames,
  hasPolicyStore,
  openPolicyStore,
} from './policy-store.ts';
import type { Policy, PolicyChange } from './policy.ts';

/*
 * RPC messages of a policy object. During a roll-out, Worker and objects may be of different versions for minutes:
 * members are only ever added.
 */

/** A change by an administrator. */
export interface PolicyChangeRequest extends ChangeDetails {
  readonly tenantId: TenantId;
  readonly change: PolicyChange;
  readonly actor: ChangeActor;
}

const maxChanges = 100;

/**
 * The name of a tenant's policy object, `v1/<tid>`.
 * @throws TypeError for anything but a canonical tenant id: RPC arguments are not type-checked
 */
export function policyName(tenantId: TenantId): string {
  if (!isGuid(tenantId)) throw new TypeError('A policy name needs a tenant id.');
  return `v1/${tenantId}`;
}

/**
 * Stores the policy of one tenant and the log of its changes. One object per tenant, named by `policyName`.
 *
 * Members are #private, not `private`: every other method can be called over RPC.
 */
export class TenantPolicy<Env = unknown> extends DurableObject<Env> {
  readonly #clock: Clock;
  #openedStore: PolicyStore | undefined;
  #openedActivity: ActivityStore | undefined;

  constructor(ctx: DurableObjectState, env: Env, clock: Clock = systemClock) {
    super(ctx, env);
    this.#clock = clock;
  }

  // Opened by the first call that needs them, since that creates tables.
  get #store(): PolicyStore {
    return (this.#openedStore ??= openPolicyStore(this.ctx.storage));
  }

  get #activity(): ActivityStore {
    return (this.#openedActivity ??= openActivityStore(this.ctx.storage));
  }

  async read(tenantId: TenantId): Promise<Policy> {
    this.#assertTenant(tenantId);
    return this.#store.read();
  }

  /**
   * Applies a change and logs it. Durable once it resolves. A change without an effect is not logged.
   * @throws TypeError for a malformed change
   */
  async change({ tenantId, change, actor, ...details }: PolicyChangeRequest): Promise<ChangeOutcome> {
    this.#assertTenant(tenantId);
    return this.#store.change(change, details, actor, this.#clock.nowMs());
  }

  /** The latest changes, newest first. */
  async changes(tenantId: TenantId, limit: number): Promise<readonly PolicyLogEntry[]> {
    this.#assertTenant(tenantId);
    return this.#store.changes(Math.min(limit, maxChanges));
  }

  /** Sealed names of the groups and users that the policy lists. */
  async names(tenantId: TenantId): Promise<SealedNames> {
    this.#assertTenant(tenantId);
    return this.#store.names();
  }

  async boundClients(tenantId: TenantId): Promise<readonly BoundClient[]> {
    this.#assertTenant(tenantId);
    return this.#store.boundClients();
  }

  /**
   * The name and the hash of the secret of a bound client, or undefined if it does not exist. Anybody can invent a client id
   * that names any tenant: the call creates no tables.
   */
  async findBoundClient(tenantId: TenantId, clientId: string): Promise<NewBoundClient | undefined> {
    this.#assertTenant(tenantId);
    if (!hasPolicyStore(this.ctx.storage)) return undefined;
    return this.#store.findBoundClient(clientId);
  }

  /** Counts an event. */
  async recordActivity(tenantId: TenantId, activity: Activity): Promise<void> {
    this.#assertTenant(tenantId);
    this.#activity.record(activity, this.#clock.nowMs());
  }

  /** The counters of the last 30 days. */
  async activity(tenantId: TenantId): Promise<ActivitySummary> {
    this.#assertTenant(tenantId);
    return this.#activity.summarize(this.#clock.nowMs());
  }

  /** The platform sets the name that the object was created for: the request has to name the same tenant. */
  #assertTenant(tenantId: TenantId): void {
    if (this.ctx.id.name !== policyName(tenantId)) throw new Error('The policy belongs to another tenant.');
  }
}
