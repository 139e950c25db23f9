import { AppError } from '../lib/app-error.ts';
import { type ObjectPlacement, callDurableObject, objectsByName } from '../lib/durable-object.ts';
import type { TenantId } from '../lib/guid.ts';
import type { Activity, ActivitySummary } from './activity-store.ts';
import type { BoundClient, NewBoundClient } from './bound-client.ts';
import type { ChangeOutcome, PolicyLogEntry, SealedNames } from './policy-store.ts';
import type { Policy } from './policy.ts';
import { type PolicyChangeRequest, type TenantPolicy, policyName } from './tenant-policy.ts';

/** The policies of all tenants. Every method throws AppError if the policy object does not respond. */
export interface TenantPolicies {
  read(tenantId: TenantId): Promise<Policy>;
  /** Durable once it resolves. Token vaults apply it within ten seconds. */
  change(request: PolicyChangeRequest): Promise<ChangeOutcome>;
  /** The latest changes, newest first. */
  changes(tenantId: TenantId, limit: number): Promise<readonly PolicyLogEntry[]>;
  /** Sealed names of the groups and users that the policy lists. */
  names(tenantId: TenantId): Promise<SealedNames>;
  boundClients(tenantId: TenantId): Promise<readonly BoundClient[]>;
  /** Undefined if the client does not exist. */
  findBoundClient(tenantId: TenantId, clientId: string): Promise<NewBoundClient | undefined>;
  recordActivity(tenantId: TenantId, activity: Activity): Promise<void>;
  /** The counters of the last 30 days. */
  activity(tenantId: TenantId): Promise<ActivitySummary>;
}

export interface TenantPoliciesOptions {
  readonly namespace: DurableObjectNamespace<TenantPolicy>;
  readonly placement?: ObjectPlacement | undefined;
}

/** Creates the client of the policy objects. */
export function createTenantPolicies({ namespace, placement = {} }: TenantPoliciesOptions): TenantPolicies {
  const policyOf = objectsByName(namespace, placement);

  async function call<T>(
    tenantId: TenantId,
    method: (policy: DurableObjectStub<TenantPolicy>) => Promise<T>,
  ): Promise<T> {
    const name = policyName(tenantId);
    try {
      return await callDurableObject(() => method(policyOf(name)));
    } catch (cause) {
      const message = 'The policy of your organization could not be read. Try again in a moment.';
      throw new AppError('upstream_unavailable', message, { retryAfterSeconds: 10 }, { cause });
    }
  }

  return {
    read: (tenantId) => call(tenantId, async (policy) => await policy.read(tenantId)),
    change: (request) => call(request.tenantId, async (policy) => await policy.change(request)),
    changes: (tenantId, limit) => call(tenantId, async (policy) => await policy.changes(tenantId, limit)),
    names: (tenantId) => call(tenantId, async (policy) => await policy.names(tenantId)),
    boundClients: (tenantId) => call(tenantId, async (policy) => await policy.boundClients(tenantId)),
    findBoundClient: (tenantId, clientId) =>
      call(tenantId, async (policy) => await policy.findBoundClient(tenantId, clientId)),
    recordActivity: (tenantId, activity) =>
      call(tenantId, async (policy) => await policy.recordActivity(tenantId, activity)),
    activity: (tenantId) => call(tenantId, async (policy) => await policy.activity(tenantId)),
  };
}
