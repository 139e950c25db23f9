import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../lib/clock.ts';
import { type TenantId, isGuid } from '../lib/guid.ts';
import {
  type ChangeActor,
  type ChangeOutcome,
  type PolicyLogEntry,
  openPolicyStore,
} from './policy-store.ts';
import type { Policy, PolicyChange } from './policy.ts';

/*
 * What Worker, vault objects and policy object say to each other. During a roll-out they may be of different versions
 * for minutes, so members are only ever added.
 */

/** A decision of an administrator. */
export interface PolicyChangeRequest {
  readonly tenantId: TenantId;
  readonly change: PolicyChange;
  readonly author: ChangeActor;
}

/** An object of the class that `tenantPolicyClass` makes. */
export type TenantPolicy = InstanceType<ReturnType<typeof tenantPolicyClass>>;

const maxChanges = 100;

/**
 * The name of an organisation's policy object, `v1/<tid>`.
 * @throws TypeError for anything but a canonical tenant id, whatever the types promised: this comes over RPC too.
 */
export function policyName(tenantId: TenantId): string {
  if (!isGuid(tenantId)) throw new TypeError('A policy is named by a tenant id.');
  return `v1/${tenantId}`;
}

/** Makes the Durable Object class of a tenant's policy: one object for each organisation, named by `policyName`. */
export function tenantPolicyClass<Env>(clock: Clock) {
  // Members are #private, not `private`: every other method of the class can be called over RPC.
  return class TenantPolicy extends DurableObject<Env> {
    readonly #store = openPolicyStore(this.ctx.storage);

    async read(tenantId: TenantId): Promise<Policy> {
      this.#admit(tenantId);
      return this.#store.read();
    }

    /**
     * Takes a decision and logs it. Durable before it is answered; a change that changes nothing is not logged.
     * @throws TypeError for a change that is malformed.
     */
    async change({ tenantId, change, author }: PolicyChangeRequest): Promise<ChangeOutcome> {
      this.#admit(tenantId);
      return this.#store.change(change, author, clock.nowMs());
    }

    /** The newest decisions, the latest first. */
    async changes(tenantId: TenantId, limit: number): Promise<readonly PolicyLogEntry[]> {
      this.#admit(tenantId);
      return this.#store.changes(Math.min(limit, maxChanges));
    }

    /** The platform says which name this object was made for: whoever asks has to mean that organisation. */
    #admit(tenantId: TenantId): void {
      if (this.ctx.id.name !== policyName(tenantId))
        throw new Error('This policy belongs to another organisation.');
    }
  };
}
