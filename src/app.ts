import * as platform from 'cloudflare:workers';
import type { Hono } from 'hono';
import { version } from '../package.json';
import { createAuditLog } from './audit/audit-log.ts';
import { composeAdmin } from './compose-admin.ts';
import { composeRelay } from './compose-relay.ts';
import { type Config, readConfig } from './config.ts';
import { createTrace } from './create-trace.ts';
import { createAccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { createOnBehalfOf } from './entra/on-behalf-of.ts';
import { endingCredentials } from './entra/ending-credential.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import { createGraphClient } from './graph/create-client.ts';
import { downloadHosts } from './graph/download-hosts.ts';
import { createHttpApp } from './routes.ts';
import { policyTexts } from './mcp/vault-refusal.ts';
import { iconLinks } from './http/icons-part.ts';
import { createRateLimiter, rateLimits } from './http/rate-limit.ts';
import { unconfiguredApp } from './http/unconfigured-app.ts';
import { systemClock as clock } from './lib/clock-part.ts';
import { createOutboundFetch, type HostRule } from './lib/outbound-fetch.ts';
import { createZoneCache } from './time/zone-cache.ts';
import { createCatalogue } from './mcp/catalogue.ts';
import { connectorFeatures } from './mcp/connector-features.ts';
import { createMcpEndpoint, type McpFeatures } from './mcp/endpoint.ts';
import { sealedCursors } from './mcp/cursors.ts';
import { scopeOf } from './oauth/metadata.ts';
import type { AskOrganisation } from './oauth/organisation.ts';
import { policyRefusal } from './tenants/policy.ts';
import { createTenantPolicies, type TenantPolicies } from './tenants/tenant-policies.ts';
import { type TenantPolicy, tenantPolicyClass } from './tenants/tenant-policy.ts';
import { tools } from './tools/index.ts';
import type { SignInGrant } from './oauth/storage/grant.ts';
import { createGrantLedger, createPersonLedger } from './oauth/storage/store-clients.ts';
import type { SignInPerson } from './oauth/storage/user.ts';
import { traceExchange, traceStages } from './tracing.ts';
import { type TokenVault, tokenVaultClass, type VaultServices } from './vault/vault.ts';
import { createVault } from './vault/client.ts';

const { waitUntil } = platform;
const trace = createTrace(platform.tracing);

/** What the platform gives: variables, secrets, objects. */
export interface Environment {
  readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault>;
  readonly TENANT_POLICY: DurableObjectNamespace<TenantPolicy>;
  readonly SIGN_IN_GRANT: DurableObjectNamespace<SignInGrant>;
  readonly SIGN_IN_PERSON: DurableObjectNamespace<SignInPerson>;
  readonly ANALYTICS?: AnalyticsEngineDataset;
  readonly PERSON_LIMIT?: RateLimit;
  readonly ADDRESS_LIMIT?: RateLimit;
  readonly [variable: string]: unknown;
}

/**
 * Configuration, services and routes, put together once per isolate.
 * @param featuresOf what `/mcp` serves
 */
export function createApp(
  env: Environment,
  featuresOf: (config: Config) => McpFeatures = serveConnector,
): Hono {
  const result = readConfig(env);
  if (!result.ok) return unconfiguredApp(result.problems);
  const { config } = result;
  const loginFetch = createOutboundFetch(isOrigin(config.loginUrl));
  const graphFetch = createOutboundFetch(isOrigin(config.graphUrl));
  const downloadFetch = createOutboundFetch(
    downloadHosts(config.cloud.downloadHostSuffixes, config.graphUrl),
  );
  const signingKeys = createSigningKeys({
    keysUrl: new URL('/organizations/discovery/v2.0/keys', config.loginUrl),
    fetch: loginFetch,
    clock,
    waitUntil,
  });
  const verifier = createAccessTokenVerifier({ ...config, clock, signingKeys });
  const jurisdiction = config.vaultJurisdiction;
  const vault = createVault({ namespace: env.TOKEN_VAULT, jurisdiction });
  const policies = policiesOf(env, config);
  const people = createPersonLedger({ people: env.SIGN_IN_PERSON, jurisdiction });
  const askOrganisation = organisationsOf(policies);
  const shared = { verifier, vault, people, askOrganisation, loginFetch };
  const relay = composeRelay({
    ...shared,
    config,
    grants: createGrantLedger({ grants: env.SIGN_IN_GRANT, jurisdiction }),
    clock,
    waitUntil,
  });
  return createHttpApp({
    ...composeAdmin({ ...shared, config, signingKeys, policies, clock }),
    publicUrl: config.publicUrl,
    loginUrl: config.loginUrl,
    adminCentre: config.cloud.adminCentre,
    region: config.region,
    version,
    resource: config.resource,
    isOpen: config.allowedTenants === '*' || config.allowedTenants.size > 0,
    signingKeys,
    federatedIssuer:
      config.serverCredential.kind === 'federated' ? config.serverCredential.federation : undefined,
    endingCredentials: (nowMs) => endingCredentials(config, nowMs),
    relay,
    stepUps: relay.stepUps,
    ...traceStages(
      {
        verifier,
        vault,
        endpoint: createMcpEndpoint(featuresOf(config)),
        graph: (accessToken, signal, deadlineMs) =>
          createGraphClient({
            graphUrl: config.graphUrl,
            accessToken,
            fetch: graphFetch,
            downloadFetch,
            clock,
            signal,
            deadlineMs,
            random: Math.random,
            userAgent: `NONISV|M365McpConnector|M365McpConnector/${version}`,
          }),
        auditLog: createAuditLog(config.region, env.ANALYTICS),
      },
      trace,
    ),
    personLimit: createRateLimiter(env.PERSON_LIMIT, rateLimits.person),
    addressLimit: createRateLimiter(env.ADDRESS_LIMIT, rateLimits.address),
    clock,
    waitUntil,
    challenge: {
      resourceMetadata: `${config.publicUrl.origin}/.well-known/oauth-protected-resource/mcp`,
      scope: scopeOf(relay.identity),
      authorizationUri: `${config.cloud.loginOrigin}/common/oauth2/v2.0/authorize`,
    },
  });
}

function serveConnector({ publicUrl, keyRing }: Config): McpFeatures {
  const websiteUrl = publicUrl.origin;
  return connectorFeatures(
    { name: 'm365-mcp-connector', title: 'Microsoft 365', version, websiteUrl, icons: iconLinks(websiteUrl) },
    createCatalogue(tools),
    { cursors: sealedCursors(keyRing), clock, zones: createZoneCache(), trace },
  );
}

function organisationsOf(policies: TenantPolicies): AskOrganisation {
  return async (person) => {
    const policy = await policies.read(person.tenantId);
    const refusal = policyRefusal(policy, person);
    return { refusal: refusal && policyTexts[refusal], revokedBeforeMs: policy.revokedBeforeMs };
  };
}

/** The class of the objects that hold the sealed Graph tokens. */
export const TokenVaultObject = tokenVaultClass(clock, composeVault);

/** The class of the objects that hold what an organisation's administrators decided. */
export const TenantPolicyObject = tenantPolicyClass<Environment>(clock);

function composeVault(env: Environment): VaultServices {
  const result = readConfig(env);
  if (!result.ok) throw new Error(`The configuration is not complete: ${result.problems.join('; ')}`);
  const { config } = result;
  return {
    keyRing: config.keyRing,
    policies: policiesOf(env, config),
    onBehalfOf: traceExchange(
      createOnBehalfOf({
        cloud: config.cloud,
        loginUrl: config.loginUrl,
        serverAppId: config.serverAppId,
        credential: createClientCredential(config.serverCredential, clock),
        fetch: createOutboundFetch(isOrigin(config.loginUrl)),
        clock,
        wait: (milliseconds) => scheduler.wait(milliseconds),
        random: Math.random,
      }),
      trace,
    ),
  };
}

function policiesOf(env: Environment, { vaultJurisdiction }: Config): TenantPolicies {
  return createTenantPolicies({ namespace: env.TENANT_POLICY, jurisdiction: vaultJurisdiction });
}

function isOrigin(allowed: URL): HostRule {
  return (url) => url.origin === allowed.origin;
}
