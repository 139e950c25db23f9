import { WorkerEntrypoint } from 'cloudflare:workers';
import { createTenantPolicies } from '../../../src/tenants/tenant-policies.ts';
import { type TenantPolicy as PolicyObject, tenantPolicyClass } from '../../../src/tenants/tenant-policy.ts';
import { type GraphTokenRequest, vaultName } from '../../../src/vault/messages.ts';
import { tokenVaultClass } from '../../../src/vault/vault.ts';
import { upstream } from './upstream.ts';

interface TestEnvironment {
  readonly TENANT_POLICY: DurableObjectNamespace<PolicyObject>;
}

const clock = { nowMs: () => upstream.nowMs };

const TokenVaultObject = tokenVaultClass(clock, (env: TestEnvironment) => {
  if (upstream.fault !== undefined) throw new Error(upstream.fault);
  const policies = createTenantPolicies({ namespace: env.TENANT_POLICY });
  return {
    keyRing: upstream.keyRing,
    policies: {
      read: async (tenantId) => {
        upstream.policyReads.push(tenantId);
        if (upstream.policyFault !== undefined) throw new Error(upstream.policyFault);
        return await policies.read(tenantId);
      },
    },
    onBehalfOf: {
      exchange: async (request) => {
        upstream.exchanges.push(request);
        return await upstream.exchange(request);
      },
    },
  };
});

export class TokenVault extends TokenVaultObject {}

export class TenantPolicy extends tenantPolicyClass(clock) {}

/** Asks a vault for whoever fetches, so that a test can hang up in the middle. */
export class Asker extends WorkerEntrypoint<{ readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault> }> {
  override async fetch(request: Request): Promise<Response> {
    const wish: GraphTokenRequest = await request.json();
    const stub = this.env.TOKEN_VAULT.getByName(vaultName(wish.tenantId, wish.objectId));
    return Response.json(await stub.graphToken(wish));
  }
}
