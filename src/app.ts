import * as platform from 'cloudflare:workers';
import { Hono } from 'hono';
import { version } from '../package.json';
import { meRoutes } from './account/routes.ts';
import { createActorNames } from './admin/actor-names.ts';
import { createAdmin } from './admin/admin.ts';
import { adminAnswerRoutes } from './admin/callbacks.ts';
import { adminChangeRoutes } from './admin/changes.ts';
import { adminRoutes } from './admin/routes.ts';
import { checkReportSchema } from './admin/self-check.ts';
import { adminSessionTtlMs } from './admin/session.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { type Config, readConfig } from './config.ts';
import { createAccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential, expiringCredentials } from './entra/client-credential.ts';
import { entraErrorMessage } from './entra/error-messages.ts';
import { createIdTokenVerifier } from './entra/id-token.ts';
import { createOnBehalfOf } from './entra/on-behalf-of.ts';
import { scopeName } from './entra/scopes.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import type { OpenGraph } from './graph/client.ts';
import { createGraphClient } from './graph/create-client.ts';
import { downloadHosts } from './graph/download.ts';
import { createFederationRoutes } from './http/federation.ts';
import { createHealthRoutes } from './http/health.ts';
import { createHomeRoutes } from './http/home.tsx';
import { iconLinks } from './http/icons.ts';
import { limitAddresses } from './http/middleware/address-limit.ts';
import { createRateLimiter, rateLimits } from './http/rate-limit.ts';
import { createUnconfiguredApp } from './http/unconfigured.tsx';
import { systemClock as clock } from './lib/clock.ts';
import { type HostRule, createOutboundFetch } from './lib/outbound-fetch.ts';
import { createToolCatalog } from './mcp/catalog.ts';
import { sealedCursors } from './mcp/cursors.ts';
import type { McpFeatures } from './mcp/endpoint.ts';
import { createMcpRoute } from './mcp/route.ts';
import { connectorFeatures } from './mcp/server.ts';
import { knownClientMetadata } from './oauth/client-metadata.ts';
import type { PreflightExchange } from './oauth/errors.ts';
import { scopeOf } from './oauth/metadata.ts';
import { oauthPageRoutes } from './oauth/routes/browser.ts';
import { oauthTokenRoutes, wellKnownRoutes } from './oauth/routes/token.ts';
import { createSealedToken } from './oauth/sealed-tokens.ts';
import { createAuthorizationServer } from './oauth/server.ts';
import type { OAuthGrant } from './oauth/storage/grant.ts';
import { createGrantStore, createUserStore } from './oauth/storage/store-clients.ts';
import type { OAuthUser } from './oauth/storage/user.ts';
import { type CheckTenantPolicy, type User, lastRevocationMs } from './oauth/stores.ts';
import { createRoutes } from './routes.ts';
import { isGraphPermission } from './tenants/permissions.ts';
import { policyRefusal } from './tenants/policy.ts';
import { type TenantPolicies, createTenantPolicies } from './tenants/tenant-policies.ts';
import { type TenantPolicy, tenantPolicyClass } from './tenants/tenant-policy.ts';
import { createZoneCache } from './time/time-zone.ts';
import { tools } from './tools/index.ts';
import { createTrace, traceExchange } from './tracing.ts';
import { type Vault, createVault } from './vault/client.ts';
import { vaultErrorMessage } from './vault/error-messages.ts';
import { type TokenVault, type VaultServices, tokenVaultClass } from './vault/vault.ts';

const { waitUntil } = platform;
const trace = createTrace(platform.tracing);

/** Bindings, variables and secrets of the Worker. */
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
 * Reads the configuration and creates all services and routes, once per isolate.
 * @param createFeatures tools and resources of `/mcp`
 */
export function createApp(
  env: Environment,
  createFeatures: (config: Config) => McpFeatures = createConnectorFeatures,
): Hono {
  const result = readConfig(env);
  if (!result.ok) return createUnconfiguredApp(result.problems);
  const { config } = result;
  const { publicUrl, loginUrl, graphUrl, cloud, region, resource, keyRing } = config;
  const { serverAppId, clientAppId, allowedTenants, vaultJurisdiction: jurisdiction } = config;

  // Outbound requests
  const loginFetch = createOutboundFetch(isOrigin(loginUrl), 'Microsoft Entra ID');
  const graphFetch = createOutboundFetch(isOrigin(graphUrl), 'Microsoft 365');
  const isDownloadHost = downloadHosts(cloud.downloadHostSuffixes, graphUrl);
  const downloadFetch = createOutboundFetch(isDownloadHost, 'Microsoft 365');
  const metadataUrls = new Set([...Object.keys(knownClientMetadata), ...config.trustedClientMetadata]);
  const documentFetch = createOutboundFetch((url) => metadataUrls.has(url.href));

  // Entra and Graph
  const keysUrl = new URL('/organizations/discovery/v2.0/keys', loginUrl);
  const signingKeys = createSigningKeys({ keysUrl, fetch: loginFetch, clock, waitUntil });
  const verifier = createAccessTokenVerifier({ ...config, clock, signingKeys });
  const idTokens = createIdTokenVerifier({ cloud, clientId: serverAppId, signingKeys, clock });
  const serverCredential = createClientCredential(config.serverCredential, clock);
  const clientCredential = config.clientCredential && createClientCredential(config.clientCredential, clock);
  const endingCredentials = (nowMs: number) => expiringCredentials(config, nowMs);
  const openGraph: OpenGraph = (access) =>
    createGraphClient({
      ...access,
      graphUrl,
      fetch: graphFetch,
      downloadFetch,
      trace,
      clock,
      random: Math.random,
      userAgent: `NONISV|M365McpConnector|M365McpConnector/${version}`,
    });

  // State
  const vault = createVault({ namespace: env.TOKEN_VAULT, jurisdiction });
  const policies = createTenantPolicies({ namespace: env.TENANT_POLICY, jurisdiction });
  const people = createUserStore({ people: env.OAUTH_USER, jurisdiction });
  const grants = createGrantStore({ grants: env.OAUTH_GRANT, jurisdiction });
  const askOrganisation = createTenantCheck(policies);
  const isTenantAllowed = (tenantId: string) => allowedTenants === '*' || allowedTenants.has(tenantId);

  // OAuth
  const relay = createAuthorizationServer({
    settings: config,
    credential: clientCredential,
    verifier,
    grants,
    people,
    askOrganisation,
    tryExchange: createPreflightExchange(vault),
    revokeAccess: (user, issuedUpToMs) => vault.revoke(user, issuedUpToMs),
    describe: ({ kind }) => entraErrorMessage[kind],
    loginFetch,
    documentFetch,
    clock,
    waitUntil,
  });
  const challenge = {
    resourceMetadata: `${publicUrl.origin}/.well-known/oauth-protected-resource/mcp`,
    scope: scopeOf(relay.identity),
    authorizationUri: `${cloud.loginOrigin}/common/oauth2/v2.0/authorize`,
  };

  // Routes
  const auditLog = createAuditLog(region, env.ANALYTICS, trace);
  const userLimit = createRateLimiter(env.PERSON_LIMIT, rateLimits.person);
  const addressLimit = createRateLimiter(env.ADDRESS_LIMIT, rateLimits.address);
  const pages = { publicUrl, loginUrl, adminCenter: cloud.adminCenter, relay, tools, auditLog, clock };
  const admin = {
    ...pages,
    admin: createAdmin({
      settings: config,
      serverCredential,
      clientCredential,
      idTokens,
      verifier,
      loginFetch,
      isPermission: isGraphPermission,
      clock,
    }),
    reports: createSealedToken(keyRing, clock, {
      purpose: 'm365-check/v1',
      schema: checkReportSchema,
      ttlMs: adminSessionTtlMs,
    }),
    policies,
    authorNames: createActorNames(keyRing),
    isTenantAllowed,
    lastRevocationMs: (user: User) => lastRevocationMs(user, { people, askOrganisation }),
    revokePerson: async (user: User) => {
      const nowMs = clock.nowMs();
      // Refresh tokens first: an access token renewed in between would be newer than the revocation.
      await people.revoke(user, nowMs);
      await vault.revoke(user, nowMs);
    },
    endingCredentials,
    serverAppId,
    clientAppId,
    vault,
    graph: openGraph,
  };
  const health = createHealthRoutes({ version, region, signingKeys, policies, endingCredentials, clock });
  return createRoutes({
    liveness: health.liveness,
    federation: createFederationRoutes(config.serverCredential),
    mcp: createMcpRoute({
      publicUrl,
      features: createFeatures(config),
      verifier,
      userLimit,
      vault,
      openGraph,
      createStepUp: (caller, failure) => relay.stepUps.handleFor(caller, failure),
      challenge,
      auditLog,
      trace,
      clock,
      waitUntil,
    }),
    limitAddresses: limitAddresses({ addressLimit, auditLog, clock }),
    readiness: health.readiness,
    home: createHomeRoutes({
      publicUrl,
      resource,
      isOpen: allowedTenants === '*' || allowedTenants.size > 0,
    }),
    oauth: mount(wellKnownRoutes(relay.identity), oauthPageRoutes(pages), oauthTokenRoutes(pages)),
    admin: mount(adminAnswerRoutes(admin), adminRoutes(admin), adminChangeRoutes(admin)),
    account: meRoutes(pages),
    auditLog,
    clock,
  });
}

function mount(...routes: readonly Hono[]): Hono {
  const app = new Hono();
  for (const route of routes) app.route('/', route);
  return app;
}

function createConnectorFeatures({ publicUrl, keyRing }: Config): McpFeatures {
  const websiteUrl = publicUrl.origin;
  const icons = iconLinks(websiteUrl);
  return connectorFeatures(
    { name: 'm365-mcp-connector', title: 'Microsoft 365', version, websiteUrl, icons },
    createToolCatalog(tools),
    { cursors: sealedCursors(keyRing), clock, zones: createZoneCache(), trace },
  );
}

/** Whether the tenant policy admits a user who signs in. */
function createTenantCheck(policies: TenantPolicies): CheckTenantPolicy {
  return async (user) => {
    const policy = await policies.read(user.tenantId);
    const refusal = policyRefusal(policy, user);
    return { refusal: refusal && vaultErrorMessage[refusal].text, revokedBeforeMs: policy.revokedBeforeMs };
  };
}

/** The exchange during sign-in. Its Graph token is stored for the first request. */
function createPreflightExchange(vault: Vault): PreflightExchange {
  return async (caller, assertion, authenticatedAtMs) => {
    const result = await vault.graphToken(caller, assertion, crypto.randomUUID(), { authenticatedAtMs });
    if (result.ok) {
      const { scopes, toolsOff = [], permissionsOff = [] } = result;
      const granted = scopes.map(scopeName).filter(isGraphPermission);
      return { ok: true, granted, toolsOff, permissionsOff };
    }
    if (result.reason === 'exchange') return { ok: false, failure: result.failure };
    return { ok: false, refusal: vaultErrorMessage[result.reason] };
  };
}

/** The class of the objects that store the sealed Graph tokens. */
export const TokenVaultObject = tokenVaultClass(clock, createVaultServices);

/** The class of the objects that store the policies of tenants. */
export const TenantPolicyObject = tenantPolicyClass<Environment>(clock);

/** Services of a vault object. */
function createVaultServices(env: Environment): VaultServices {
  const result = readConfig(env);
  if (!result.ok) throw new Error(`The configuration is not complete: ${result.problems.join('; ')}`);
  const { cloud, loginUrl, serverAppId, serverCredential, keyRing, vaultJurisdiction } = result.config;
  return {
    keyRing,
    policies: createTenantPolicies({ namespace: env.TENANT_POLICY, jurisdiction: vaultJurisdiction }),
    onBehalfOf: traceExchange(
      createOnBehalfOf({
        cloud,
        loginUrl,
        serverAppId,
        credential: createClientCredential(serverCredential, clock),
        fetch: createOutboundFetch(isOrigin(loginUrl), 'Microsoft Entra ID'),
        clock,
        wait: (milliseconds) => scheduler.wait(milliseconds),
        random: Math.random,
      }),
      trace,
    ),
  };
}

function isOrigin(allowed: URL): HostRule {
  return (url) => url.origin === allowed.origin;
}
