import * as platform from 'cloudflare:workers';
import { Hono } from 'hono';
import { version } from '../package.json';
import { accountCallback, accountRoutes } from './account/routes.ts';
import { createActorNames } from './admin/actor-names.ts';
import { adminCheckCallback, adminConsentCallback, adminConsentRoutes } from './admin/callbacks.ts';
import { adminChangeRoutes } from './admin/changes.ts';
import { consoleRoutes } from './admin/console-routes.ts';
import { adminRoutes } from './admin/routes.ts';
import { checkReportSchema } from './admin/self-check.ts';
import { adminSessionTtlMs } from './admin/session.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { type Config, readConfig } from './config.ts';
import { createAccessTokenVerifier } from './entra/access-token.ts';
import { expiringCredentials } from './entra/client-credential.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import type { OpenGraph } from './graph/client.ts';
import { createGraphClient } from './graph/create-client.ts';
import { createContentMemory } from './graph/content-memory.ts';
import { createTenantDomains } from './m365/tenant-domains.ts';
import { createRequestLimits, maxConcurrent } from './graph/request-limits.ts';
import { downloadHosts } from './graph/download.ts';
import { createFederationRoutes } from './http/federation.ts';
import { createHealthRoutes } from './http/health.ts';
import { createHomeRoutes } from './http/home.tsx';
import { iconLinks } from './http/icons.ts';
import { securityTxtRoutes } from './http/security-txt.ts';
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
import { checkIssuedClient } from './oauth/client-limits.ts';
import { accessScope } from './oauth/metadata.ts';
import { oauthBrowserRoutes } from './oauth/routes/browser.ts';
import { findRenewedGrant, oauthTokenRoutes, wellKnownRoutes } from './oauth/routes/token.ts';
import { createSealedToken } from './oauth/sealed-tokens.ts';
import type { BrowserSession } from './oauth/storage/browser-session.ts';
import type { OAuthGrant } from './oauth/storage/grant.ts';
import { createGrantStore, createSessionStore, createUserStore } from './oauth/storage/store-clients.ts';
import type { OAuthUser } from './oauth/storage/user.ts';
import { createRoutes } from './routes.ts';
import { createSignIns } from './sign-ins.ts';
import { createActivityLog } from './tenants/activity-log.ts';
import { createPolicyReader } from './tenants/policy-cache.ts';
import { createTenantPolicies } from './tenants/tenant-policies.ts';
import type { TenantPolicy } from './tenants/tenant-policy.ts';
import { createZoneCache } from './time/time-zone.ts';
import { optInTools, tools } from './tools/index.ts';
import { createTrace } from './tracing.ts';
import { createVault } from './vault/client.ts';
import type { TokenVault } from './vault/vault.ts';

const { waitUntil } = platform;
const trace = createTrace(platform.tracing);

/** Bindings, variables and secrets of the Worker. */
export interface Environment {
  readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault>;
  readonly TENANT_POLICY: DurableObjectNamespace<TenantPolicy>;
  readonly OAUTH_GRANT: DurableObjectNamespace<OAuthGrant>;
  readonly OAUTH_USER: DurableObjectNamespace<OAuthUser>;
  readonly BROWSER_SESSION: DurableObjectNamespace<BrowserSession>;
  readonly ANALYTICS?: AnalyticsEngineDataset;
  /** Absent on self-hosted workerd. */
  readonly VERSION_METADATA?: WorkerVersionMetadata;
  readonly PERSON_LIMIT?: RateLimit;
  readonly ADDRESS_LIMIT?: RateLimit;
  readonly CALLBACK_LIMIT?: RateLimit;
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
  const { serverAppId, clientAppId, allowedTenants, placement } = config;

  const deployment = env.VERSION_METADATA?.id;

  // Outbound requests
  const loginFetch = createOutboundFetch(isOrigin(loginUrl), 'Microsoft Entra ID');
  const graphFetch = createOutboundFetch(isOrigin(graphUrl), 'Microsoft 365');
  const isDownloadHost = downloadHosts(cloud.downloadHostSuffixes, graphUrl);
  const downloadFetch = createOutboundFetch(isDownloadHost, 'Microsoft 365');

  // Entra and Graph
  const keysUrl = new URL('/organizations/discovery/v2.0/keys', loginUrl);
  const signingKeys = createSigningKeys({ keysUrl, fetch: loginFetch, clock, waitUntil });
  const verifier = createAccessTokenVerifier({ ...config, clock, signingKeys });
  const endingCredentials = (nowMs: number) => expiringCredentials(config, nowMs);
  const limits = createRequestLimits(maxConcurrent, clock);
  const memory = createContentMemory(clock);
  const openGraph: OpenGraph = (access) =>
    createGraphClient({
      ...access,
      graphUrl,
      fetch: graphFetch,
      downloadFetch,
      trace,
      clock,
      random: Math.random,
      limits,
      memory,
      userAgent: `NONISV|M365McpConnector|M365McpConnector/${version}`,
    });

  // State
  const policies = createTenantPolicies({ namespace: env.TENANT_POLICY, placement });
  const policyReader = createPolicyReader({ read: (tenantId) => policies.read(tenantId), clock, waitUntil });
  const vault = createVault({
    namespace: env.TOKEN_VAULT,
    placement,
    policies: policyReader,
    onHop: (hopMs) => trace.setAttributes({ hopMs }),
  });
  const users = createUserStore({ namespace: env.OAUTH_USER, placement });
  const grants = createGrantStore({ namespace: env.OAUTH_GRANT, placement });
  const sessionStore = createSessionStore({ namespace: env.BROWSER_SESSION, placement });
  const isTenantAllowed = (tenantId: string) => allowedTenants === '*' || allowedTenants.has(tenantId);

  // OAuth
  const signIns = createSignIns({
    config,
    verifier,
    signingKeys,
    vault,
    grants,
    users,
    sessionStore,
    policies,
    isTenantAllowed,
    loginFetch,
    waitUntil,
    clock,
  });
  const { flow, authorizationServer, account, admin } = signIns;
  const challenge = {
    resourceMetadata: `${publicUrl.origin}/.well-known/oauth-protected-resource/mcp`,
    scope: accessScope(authorizationServer.identity),
    authorizationUri: `${cloud.loginOrigin}/common/oauth2/v2.0/authorize`,
  };

  // Routes
  const auditLog = createActivityLog({
    auditLog: createAuditLog(region, env.ANALYTICS, trace, deployment),
    policies,
    isTenantAllowed,
    waitUntil,
  });
  const userLimit = createRateLimiter(env.PERSON_LIMIT, rateLimits.person);
  const addressLimit = createRateLimiter(env.ADDRESS_LIMIT, rateLimits.address);
  const callbackLimit = createRateLimiter(env.CALLBACK_LIMIT, rateLimits.callback);
  const pages = { publicUrl, loginUrl, adminCenter: cloud.adminCenter, flow, auditLog, clock };
  const accountPages = { ...pages, account, tools };
  const adminPages = {
    ...pages,
    resource,
    tools,
    admin,
    reports: createSealedToken(keyRing, clock, {
      purpose: 'm365-check/v1',
      schema: checkReportSchema,
      ttlMs: adminSessionTtlMs,
    }),
    policies,
    actorNames: createActorNames(keyRing),
    isTenantAllowed,
    lastRevocationMs: signIns.lastRevocationMs,
    revokeUser: signIns.revokeUser,
    checkAdminNetwork: signIns.checkAdminNetwork,
    // With one allowed tenant, its administrators are the operator's.
    endingCredentials: allowedTenants !== '*' && allowedTenants.size === 1 ? endingCredentials : () => [],
    serverAppId,
    clientAppId,
    vault,
    graph: openGraph,
  };
  const health = createHealthRoutes({
    version,
    region,
    deployment,
    signingKeys,
    policies,
    endingCredentials,
    healthKey: config.healthKey,
    clock,
  });
  return createRoutes({
    liveness: health.liveness,
    federation: createFederationRoutes(config.serverCredential),
    mcp: createMcpRoute({
      publicUrl,
      features: createFeatures(config),
      verifier,
      userLimit,
      addressLimit,
      vault,
      openGraph,
      teams: cloud.teams,
      createStepUp: (caller, failure, mcpClient) =>
        authorizationServer.stepUps.handleFor(caller, failure, mcpClient),
      checkClient: (issuedTo) => checkIssuedClient(config.clientLimits, issuedTo),
      challenge,
      auditLog,
      trace,
      clock,
      waitUntil,
    }),
    limitAddresses: limitAddresses({
      addressLimit,
      renewals: {
        limit: callbackLimit,
        findGrant: async (request) => await findRenewedGrant(request, authorizationServer),
      },
      auditLog,
      clock,
    }),
    limitCallbacks: limitAddresses({ addressLimit: callbackLimit, auditLog, clock }),
    readiness: health.readiness,
    securityTxt: securityTxtRoutes({ publicUrl, contacts: config.securityContacts, clock }),
    home: createHomeRoutes({
      publicUrl,
      resource,
      isOpen: allowedTenants === '*' || allowedTenants.size > 0,
    }),
    oauth: mount(
      wellKnownRoutes(authorizationServer.identity, config.clientLimits.isRegistrationEnabled),
      oauthBrowserRoutes(
        { ...pages, authorizationServer },
        {
          account: accountCallback(accountPages),
          adminConsent: adminConsentCallback(adminPages),
          adminCheck: adminCheckCallback(adminPages),
        },
      ),
      oauthTokenRoutes({ authorizationServer, auditLog, clock }),
    ),
    admin: mount(
      consoleRoutes(adminPages),
      adminRoutes(adminPages),
      adminConsentRoutes(adminPages),
      adminChangeRoutes(adminPages),
    ),
    account: accountRoutes(accountPages),
    publicUrl,
    auditLog,
    clock,
  });
}

function mount(...routes: readonly Hono[]): Hono {
  const app = new Hono();
  for (const route of routes) app.route('/', route);
  return app;
}

function createConnectorFeatures({ publicUrl, keyRing, cloud, furtherHosts }: Config): McpFeatures {
  const websiteUrl = publicUrl.origin;
  const icons = iconLinks(websiteUrl);
  return connectorFeatures(
    { name: 'm365-mcp-connector', title: 'Microsoft 365', version, websiteUrl, icons },
    createToolCatalog([...tools, ...optInTools]),
    {
      cursors: sealedCursors(keyRing),
      clock,
      zones: createZoneCache(),
      domains: createTenantDomains(clock),
      furtherHosts,
      trace,
      teams: cloud.teams,
      teamsOrigin: cloud.teamsOrigin,
    },
  );
}

function isOrigin(allowed: URL): HostRule {
  return (url) => url.origin === allowed.origin;
}
