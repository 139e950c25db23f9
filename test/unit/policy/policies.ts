import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { TenantId } from '../../../src/lib/guid.ts';
import type { PolicyChange } from '../../../src/tenants/policy.ts';
import { createTenantPolicies } from '../../../src/tenants/tenant-policies.ts';
import type { TenantPolicy } from '../../../src/tenants/tenant-policy.ts';

export const policyNamespace = (
  env as unknown as { readonly TENANT_POLICY: DurableObjectNamespace<TenantPolicy> }
).TENANT_POLICY;

export const policies = createTenantPolicies({ namespace: policyNamespace });

export const actor = { objectId: 'a0000000-0000-4000-8000-000000000002', sealedName: 'sealed' };

/** An organisation of its own for each test. */
export function newTenant(): TenantId {
  return crypto.randomUUID() as TenantId;
}

/** An administrator decides. */
export async function decide(
  tenantId: TenantId,
  kind: PolicyChange['kind'],
  subject?: string,
): Promise<string> {
  return await policies.change({ tenantId, change: { kind, ...(subject && { subject }) }, actor });
}

/** Runs SQL in a policy object and gives back the rows. */
export async function sqlInPolicy(
  tenantId: TenantId,
  query: string,
): Promise<readonly Record<string, SqlStorageValue>[]> {
  return await runInDurableObject(policyNamespace.getByName(`v1/${tenantId}`), (_policy, state) =>
    state.storage.sql.exec(query).toArray(),
  );
}
