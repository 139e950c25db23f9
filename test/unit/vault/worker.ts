import { WorkerEntrypoint } from 'cloudflare:workers';
import { createTenantPolicies } from '../../../src/tenants/tenant-policies.ts';
import { TenantPolicy as PolicyObject } from '../../../src/tenants/tenant-policy.ts';
import { type GraphTokenRequest, vaultName } from '../../../src/vault/messages.ts';
import { TokenVault as VaultObject, type VaultDependencies } from '../../../src/vault/vault.ts';
import { upstream } from './upstream.ts';

interface TestEnvironment {
  readonly TENANT_POLICY: DurableObjectNamespace<PolicyObject>;
}

const clock = { nowMs: () => upstream.nowMs };

/** Services on the upstream that the tests control. */
function createServices(env: TestEnvironment): VaultDependencies {
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
}

export class TokenVault extends VaultObject<TestEnvironment> {
  constructor(ctx: DurableObjectState, env: TestEnvironment) {
    super(ctx, env, () => createServices(env), clock);
  }
}

export class TenantPolicy extends PolicyObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env, clock);
  }
}

/** Asks a vault for whoever fetches, so that a test can hang up in the middle. */
export class Asker extends WorkerEntrypoint<{ readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault> }> {
  override async fetch(request: Request): Promise<Response> {
    const wish: GraphTokenRequest = await request.json();
    const stub = this.env.TOKEN_VAULT.getByName(vaultName(wish.tenantId, wish.objectId));
    return Response.json(await stub.graphToken(wish));
  }
}
