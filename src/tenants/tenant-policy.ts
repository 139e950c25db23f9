import { DurableObject } from 'cloudflare:workers';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type TenantId, isGuid } from '../lib/guid.ts';
import {
  type ChangeActor,
  type ChangeOutcome,
  type PolicyLogEntry,
  openPolicyStore,
} from './policy-store.ts';
import type { Policy, PolicyChange } from './policy.ts';

/*
 * RPC messages of a policy object. During a roll-out, Worker and objects may be of different versions for minutes:
 * members are only ever added.
 */

/** A change by an administrator. */
export interface PolicyChangeRequest {
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
  readonly #store = openPolicyStore(this.ctx.storage);
  readonly #clock: Clock;

  constructor(ctx: DurableObjectState, env: Env, clock: Clock = systemClock) {
    super(ctx, env);
    this.#clock = clock;
  }

  async read(tenantId: TenantId): Promise<Policy> {
    this.#assertTenant(tenantId);
    return this.#store.read();
  }

  /**
   * Applies a change and logs it. Durable once it resolves. A change without an effect is not logged.
   * @throws TypeError for a malformed change
   */
  async change({ tenantId, change, actor }: PolicyChangeRequest): Promise<ChangeOutcome> {
    this.#assertTenant(tenantId);
    return this.#store.change(change, actor, this.#clock.nowMs());
  }

  /** The latest changes, newest first. */
  async changes(tenantId: TenantId, limit: number): Promise<readonly PolicyLogEntry[]> {
    this.#assertTenant(tenantId);
    return this.#store.changes(Math.min(limit, maxChanges));
  }

  /** The platform sets the name that the object was created for: the request has to name the same tenant. */
  #assertTenant(tenantId: TenantId): void {
    if (this.ctx.id.name !== policyName(tenantId)) throw new Error('The policy belongs to another tenant.');
  }
}
