import { AppError } from '../lib/app-error.ts';
import { callDurableObject } from '../lib/durable-object.ts';
import type { TenantId } from '../lib/guid.ts';
import type { ChangeOutcome, PolicyLogEntry } from './policy-store.ts';
import type { Policy } from './policy.ts';
import { type PolicyChangeRequest, type TenantPolicy, policyName } from './tenant-policy.ts';

/** The policies of every organisation. Every method throws AppError when a policy object does not answer. */
export interface TenantPolicies {
  read(tenantId: TenantId): Promise<Policy>;
  /** Durable once it has returned, and in force for everybody of the organisation ten seconds later. */
  change(request: PolicyChangeRequest): Promise<ChangeOutcome>;
  /** The newest decisions, the latest first. */
  changes(tenantId: TenantId, limit: number): Promise<readonly PolicyLogEntry[]>;
}

/** The policy objects, and where they have to stay. */
export interface TenantPoliciesOptions {
  readonly namespace: DurableObjectNamespace<TenantPolicy>;
  /** Objects of another jurisdiction are other objects: nothing moves along. */
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
}

/** Makes the client of the policy objects. */
export function createTenantPolicies(options: TenantPoliciesOptions): TenantPolicies {
  const { jurisdiction } = options;
  const namespace = jurisdiction ? options.namespace.jurisdiction(jurisdiction) : options.namespace;

  /** Every call can be repeated, and is, once, where the platform says that it may help. */
  async function ask<T>(
    tenantId: TenantId,
    call: (policy: DurableObjectStub<TenantPolicy>) => Promise<T>,
  ): Promise<T> {
    const name = policyName(tenantId);
    try {
      return await callDurableObject(() => call(namespace.getByName(name)));
    } catch (error) {
      throw refusal(error);
    }
  }

  return {
    read: (tenantId) => ask(tenantId, async (policy) => await policy.read(tenantId)),
    change: (request) => ask(request.tenantId, async (policy) => await policy.change(request)),
    changes: (tenantId, limit) => ask(tenantId, async (policy) => await policy.changes(tenantId, limit)),
  };
}

function refusal(cause: unknown): AppError {
  const message = 'The settings of the organisation could not be reached. Try again in a moment.';
  return new AppError('upstream_unavailable', message, { retryAfterSeconds: 10 }, { cause });
}
