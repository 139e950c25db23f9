import * as platform from 'cloudflare:workers';
import type { Environment } from './app.ts';
import { readConfig } from './config.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { createOnBehalfOf } from './entra/on-behalf-of.ts';
import { systemClock as clock } from './lib/clock.ts';
import { createOutboundFetch } from './lib/outbound-fetch.ts';
import { createTenantPolicies } from './tenants/tenant-policies.ts';
import { createTrace, traceExchange } from './tracing.ts';
import { TokenVault as VaultObject, type VaultDependencies } from './vault/vault.ts';

/*
 * The Durable Object classes of the Worker. Only the token vault has dependencies.
 */

/** @see VaultObject */
export class TokenVault extends VaultObject<Environment> {
  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env, () => createVaultDependencies(env), clock);
  }
}

export { BrowserSession } from './oauth/storage/browser-session.ts';
export { OAuthGrant } from './oauth/storage/grant.ts';
export { OAuthUser } from './oauth/storage/user.ts';
export { TenantPolicy } from './tenants/tenant-policy.ts';

function createVaultDependencies(env: Environment): VaultDependencies {
  const result = readConfig(env);
  if (!result.ok) throw new Error(`The configuration is invalid: ${result.problems.join('; ')}`);
  const { config } = result;
  return {
    keyRing: config.keyRing,
    policies: createTenantPolicies({ namespace: env.TENANT_POLICY, placement: config.placement }),
    onBehalfOf: traceExchange(
      createOnBehalfOf({
        cloud: config.cloud,
        loginUrl: config.loginUrl,
        serverAppId: config.serverAppId,
        credential: createClientCredential(config.serverCredential, clock),
        fetch: createOutboundFetch((url) => url.origin === config.loginUrl.origin, 'Microsoft Entra ID'),
        clock,
        wait: (milliseconds) => scheduler.wait(milliseconds),
        random: Math.random,
      }),
      createTrace(platform.tracing),
    ),
  };
}
