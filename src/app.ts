import { waitUntil } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { version } from '../package.json';
import { createAuditLog } from './audit/audit-log.ts';
import { type Config, readConfig } from './config.ts';
import { createAccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { createOnBehalfOf } from './entra/on-behalf-of.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import { createGraphClient } from './graph/create-graph-client.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { unconfiguredApp } from './http/unconfigured-app.ts';
import { systemClock as clock } from './lib/clock.ts';
import { createOutboundFetch, type HostRule, isLoopback } from './lib/outbound-fetch.ts';
import { createCatalogue } from './mcp/catalogue.ts';
import { createMcpEndpoint } from './mcp/mcp-endpoint.ts';
import { sealedCursors } from './mcp/sealed-cursors.ts';
import { tools } from './tools/index.ts';
import { type TokenVault, tokenVaultClass, type VaultServices } from './vault/token-vault.ts';
import { createVault } from './vault/vault-client.ts';

/** What the platform gives: variables, secrets, objects. */
export interface Environment {
  readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault>;
  readonly ANALYTICS?: AnalyticsEngineDataset;
  readonly [variable: string]: unknown;
}

/** Configuration, services and routes, put together once per isolate. */
export function createApp(env: Environment): Hono {
  const result = readConfig(env);
  if (!result.ok) return unconfiguredApp(result.problems);
  const { config } = result;
  const loginFetch = createOutboundFetch(isOrigin(config.loginUrl));
  const graphFetch = createOutboundFetch(isOrigin(config.graphUrl));
  const downloadFetch = createOutboundFetch(isDownloadHost(config));
  const serverScope = `api://${config.serverAppId}/access_as_user`;
  return createHttpApp({
    publicUrl: config.publicUrl,
    region: config.region,
    version,
    verifier: createAccessTokenVerifier({
      ...config,
      clock,
      signingKeys: createSigningKeys({
        keysUrl: new URL('/organizations/discovery/v2.0/keys', config.loginUrl),
        fetch: loginFetch,
        clock,
        waitUntil,
      }),
    }),
    vault: createVault({ namespace: env.TOKEN_VAULT, jurisdiction: config.vaultJurisdiction }),
    endpoint: createMcpEndpoint(
      { name: 'm365-mcp-connector', title: 'Microsoft 365', version, websiteUrl: config.publicUrl.origin },
      createCatalogue(tools),
      sealedCursors(config.keyRing),
      clock,
    ),
    graph: (accessToken, signal) =>
      createGraphClient({
        graphUrl: config.graphUrl,
        accessToken,
        fetch: graphFetch,
        downloadFetch,
        clock,
        signal,
        random: Math.random,
        userAgent: `NONISV|M365McpConnector|M365McpConnector/${version}`,
      }),
    auditLog: createAuditLog(config.region, env.ANALYTICS),
    clock,
    waitUntil,
    challenge: {
      resourceMetadata: `${config.publicUrl.origin}/.well-known/oauth-protected-resource/mcp`,
      scope: serverScope,
      authorizationUri: `${config.cloud.loginOrigin}/common/oauth2/v2.0/authorize`,
    },
  });
}

/** The class of the objects that hold the sealed Graph tokens. */
export const TokenVaultObject = tokenVaultClass(clock, composeVault);

function composeVault(env: Environment): VaultServices {
  const result = readConfig(env);
  if (!result.ok) throw new Error(`The configuration is not complete: ${result.problems.join('; ')}`);
  const { config } = result;
  return {
    keyRing: config.keyRing,
    onBehalfOf: createOnBehalfOf({
      cloud: config.cloud,
      loginUrl: config.loginUrl,
      serverAppId: config.serverAppId,
      credential: createClientCredential(config.serverCredential, clock),
      fetch: createOutboundFetch(isOrigin(config.loginUrl)),
      clock,
      wait: (milliseconds) => scheduler.wait(milliseconds),
      random: Math.random,
    }),
  };
}

function isOrigin(allowed: URL): HostRule {
  return (url) => url.origin === allowed.origin;
}

/** Where Graph's 302s may lead: hosts of the cloud, and this machine while Graph is a stand-in on this machine. */
function isDownloadHost({ cloud, graphUrl }: Config): HostRule {
  return (url) =>
    cloud.downloadHostSuffixes.some((suffix) => url.hostname.endsWith(suffix)) ||
    (isLoopback(graphUrl) && isLoopback(url));
}
