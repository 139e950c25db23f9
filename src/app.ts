import * as platform from 'cloudflare:workers';
import type { Hono } from 'hono';
import { version } from '../package.json';
import { createActorNames } from './admin/actor-names.ts';
import { createAdmin } from './admin/admin.ts';
import type { AdminRouteServices } from './admin/routes.ts';
import { checkReportSchema } from './admin/self-check.ts';
import { adminSessionTtlMs } from './admin/session.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { type Config, readConfig } from './config.ts';
import { type AccessTokenVerifier, createAccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential, expiringCredentials } from './entra/client-credential.ts';
import { entraErrorMessage } from './entra/error-messages.ts';
import { createIdTokenVerifier } from './entra/id-token.ts';
import { createOnBehalfOf } from './entra/on-behalf-of.ts';
import { scopeName } from './entra/scopes.ts';
import { type SigningKeys, createSigningKeys } from './entra/signing-keys.ts';
import { createGraphClient } from './graph/create-client.ts';
import { downloadHosts } from './graph/download.ts';
import { iconLinks } from './http/icons.ts';
import { createRateLimiter, rateLimits } from './http/rate-limit.ts';
import { unconfiguredApp } from './http/unconfigured.tsx';
import { type Clock, systemClock as clock } from './lib/clock.ts';
import { type HostRule, type OutboundFetch, createOutboundFetch } from './lib/outbound-fetch.ts';
import { createToolCatalog } from './mcp/catalog.ts';
import { sealedCursors } from './mcp/cursors.ts';
import { type McpFeatures, createMcpEndpoint } from './mcp/endpoint.ts';
import { policyTexts, vaultRefusalCause } from './mcp/route.ts';
import { connectorFeatures } from './mcp/server.ts';
import { knownClientMetadata } from './oauth/client-metadata.ts';
import { scopeOf } from './oauth/metadata.ts';
import { createSealedToken } from './oauth/sealed-tokens.ts';
import {
  type AuthorizationServer,
  type AuthorizationServerDependencies,
  createAuthorizationServer,
} from './oauth/server.ts';
import type { OAuthGrant } from './oauth/storage/grant.ts';
import { createGrantStore, createUserStore } from './oauth/storage/store-clients.ts';
import type { OAuthUser } from './oauth/storage/user.ts';
import { type CheckTenantPolicy, type UserStore, lastRevocationMs } from './oauth/stores.ts';
import { createHttpApp } from './routes.ts';
import { isGraphPermission } from './tenants/permissions.ts';
import { policyRefusal } from './tenants/policy.ts';
import { type TenantPolicies, createTenantPolicies } from './tenants/tenant-policies.ts';
import { type TenantPolicy, tenantPolicyClass } from './tenants/tenant-policy.ts';
import { createZoneCache } from './time/time-zone.ts';
import { tools } from './tools/index.ts';
import { createTrace, traceExchange, traceStages } from './tracing.ts';
import { type Vault, createVault } from './vault/client.ts';
import { type TokenVault, type VaultServices, tokenVaultClass } from './vault/vault.ts';

const { waitUntil } = platform;
const trace = createTrace(platform.tracing);

/** What the platform gives: variables, secrets, objects. */
export interface Environment {
  readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault>;
  readonly TENANT_POLICY: DurableObjectNamespace<TenantPolicy>;
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
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
  const loginFetch = createOutboundFetch(isOrigin(config.loginUrl), 'Microsoft Entra ID');
  const graphFetch = createOutboundFetch(isOrigin(config.graphUrl), 'Microsoft 365');
  const downloadFetch = createOutboundFetch(
    downloadHosts(config.cloud.downloadHostSuffixes, config.graphUrl),
    'Microsoft 365',
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
  const people = createUserStore({ people: env.OAUTH_USER, jurisdiction });
  const askOrganisation = organisationsOf(policies);
  const shared = { verifier, vault, people, askOrganisation, loginFetch };
  const relay = composeAuthorizationServer({
    ...shared,
    config,
    grants: createGrantStore({ grants: env.OAUTH_GRANT, jurisdiction }),
    clock,
    waitUntil,
  });
  return createHttpApp({
    ...createAdminServices({ ...shared, config, signingKeys, policies, clock }),
    publicUrl: config.publicUrl,
    loginUrl: config.loginUrl,
    adminCenter: config.cloud.adminCenter,
    region: config.region,
    version,
    resource: config.resource,
    isOpen: config.allowedTenants === '*' || config.allowedTenants.size > 0,
    signingKeys,
    federatedIssuer:
      config.serverCredential.kind === 'federated' ? config.serverCredential.federation : undefined,
    endingCredentials: (nowMs) => expiringCredentials(config, nowMs),
    relay,
    stepUps: relay.stepUps,
    ...traceStages(
      {
        verifier,
        vault,
        endpoint: createMcpEndpoint(featuresOf(config)),
        auditLog: createAuditLog(config.region, env.ANALYTICS),
      },
      trace,
    ),
    graph: (options) =>
      createGraphClient({
        ...options,
        graphUrl: config.graphUrl,
        fetch: graphFetch,
        downloadFetch,
        trace,
        clock,
        random: Math.random,
        userAgent: `NONISV|M365McpConnector|M365McpConnector/${version}`,
      }),
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
    createToolCatalog(tools),
    { cursors: sealedCursors(keyRing), clock, zones: createZoneCache(), trace },
  );
}

function organisationsOf(policies: TenantPolicies): CheckTenantPolicy {
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
        fetch: createOutboundFetch(isOrigin(config.loginUrl), 'Microsoft Entra ID'),
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

/** What the relay shares with the rest of the connector. */
export interface AuthorizationServerComposition extends Pick<
  AuthorizationServerDependencies,
  'verifier' | 'grants' | 'people' | 'askOrganisation' | 'loginFetch' | 'clock' | 'waitUntil'
> {
  readonly config: Config;
  readonly vault: Vault;
}

/** The relay, with the vault behind its trial exchange and the connector's words for what Entra refuses. */
export function composeAuthorizationServer(parts: AuthorizationServerComposition): AuthorizationServer {
  const { config, vault, clock } = parts;
  const documents = new Set([...Object.keys(knownClientMetadata), ...config.trustedClientMetadata]);
  return createAuthorizationServer({
    ...parts,
    settings: config,
    credential: config.clientCredential && createClientCredential(config.clientCredential, clock),
    tryExchange: async (caller, assertion, authenticatedAtMs) => {
      const result = await vault.graphToken(caller, assertion, crypto.randomUUID(), {
        authenticatedAtMs: authenticatedAtMs,
      });
      if (result.ok) {
        const { scopes, toolsOff = [], permissionsOff = [] } = result;
        const granted = scopes.map(scopeName).filter(isGraphPermission);
        return { ok: true, granted, toolsOff, permissionsOff };
      }
      if (result.reason === 'exchange') return { ok: false, failure: result.failure };
      return { ok: false, refusal: vaultRefusalCause(result.reason) };
    },
    revokeAccess: (person, issuedUpToMs) => vault.revoke(person, issuedUpToMs),
    describe: ({ kind }) => entraErrorMessage[kind],
    documentFetch: createOutboundFetch((url) => documents.has(url.href)),
  });
}

/** What the administration shares with the rest of the connector. */
export interface AdminComposition {
  readonly config: Config;
  readonly signingKeys: SigningKeys;
  readonly verifier: AccessTokenVerifier;
  readonly policies: TenantPolicies;
  readonly people: Pick<UserStore, 'revoke' | 'revokedBeforeMs'>;
  readonly askOrganisation: CheckTenantPolicy;
  readonly vault: Vault;
  readonly loginFetch: OutboundFetch;
  readonly clock: Clock;
}

/** What the administration pages need, beside what every page needs. */
export function createAdminServices(
  parts: AdminComposition,
): Pick<
  AdminRouteServices,
  | 'admin'
  | 'reports'
  | 'policies'
  | 'authorNames'
  | 'isTenantAllowed'
  | 'revokePerson'
  | 'lastRevocationMs'
  | 'tools'
  | 'serverAppId'
  | 'clientAppId'
> {
  const { config, clock, policies, people, vault } = parts;
  const { cloud, keyRing, serverAppId, clientAppId, allowedTenants } = config;
  return {
    admin: createAdmin({
      ...parts,
      settings: config,
      serverCredential: createClientCredential(config.serverCredential, clock),
      clientCredential: config.clientCredential && createClientCredential(config.clientCredential, clock),
      isPermission: isGraphPermission,
      idTokens: createIdTokenVerifier({ ...parts, cloud, clientId: serverAppId }),
    }),
    reports: createSealedToken(keyRing, clock, {
      purpose: 'm365-check/v1',
      schema: checkReportSchema,
      ttlMs: adminSessionTtlMs,
    }),
    policies,
    authorNames: createActorNames(keyRing),
    isTenantAllowed: (tenantId) => allowedTenants === '*' || allowedTenants.has(tenantId),
    lastRevocationMs: (person) => lastRevocationMs(person, parts),
    revokePerson: async (person) => {
      const nowMs = clock.nowMs();
      // Renewals first: an access token renewed in between would be younger than the mark.
      await people.revoke(person, nowMs);
      await vault.revoke(person, nowMs);
    },
    tools,
    serverAppId,
    clientAppId,
  };
}
