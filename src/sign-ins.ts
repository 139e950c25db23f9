import { type Account, createAccount } from './account/account.ts';
import { type Admin, createAdmin } from './admin/admin.ts';
import type { Config } from './config.ts';
import type { AccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { entraErrorMessage } from './entra/error-messages.ts';
import { createIdTokenVerifier } from './entra/id-token.ts';
import { scopeName } from './entra/scopes.ts';
import type { SigningKeys } from './entra/signing-keys.ts';
import type { Clock } from './lib/clock.ts';
import type { TenantId, User } from './lib/guid.ts';
import { type OutboundFetch, createOutboundFetch } from './lib/outbound-fetch.ts';
import {
  type AuthorizationFlow,
  adminConsentTtlMs,
  createAuthorizationFlow,
} from './oauth/authorization-flow.ts';
import type { AuthorizationServerIdentity } from './oauth/authorize-request.ts';
import { createClientApplication } from './oauth/client-application.ts';
import { isDocumentUrl } from './oauth/client-metadata.ts';
import { createEntraClient } from './oauth/entra-client.ts';
import type { DescribeFailure, PreflightExchange } from './oauth/errors.ts';
import { type RevokeAccess, type RevokeUser, createRevokeUser } from './oauth/revocation.ts';
import { type AuthorizationServer, createAuthorizationServer, getSignInTenant } from './oauth/server.ts';
import { type CheckTenantPolicy, lastRevocationMs } from './oauth/sign-in-checks.ts';
import { createStateUse } from './oauth/sessions.ts';
import type { GrantStore, SessionStore, UserStore } from './oauth/stores.ts';
import { isGraphPermission } from './tenants/permissions.ts';
import { checkPolicy } from './tenants/policy.ts';
import { type TenantAccess, createTenantAccess } from './tenants/tenant-access.ts';
import type { TenantPolicies } from './tenants/tenant-policies.ts';
import type { Vault } from './vault/client.ts';
import { en } from './http/messages/en.ts';
import { getVaultErrorOwner } from './vault/messages.ts';

export interface SignInDependencies {
  readonly config: Config;
  readonly verifier: AccessTokenVerifier;
  readonly signingKeys: SigningKeys;
  readonly vault: Vault;
  readonly grants: GrantStore;
  readonly users: UserStore;
  readonly sessionStore: SessionStore;
  readonly policies: TenantPolicies;
  /** Returns true if the operator has enabled the tenant. */
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  /** Sends requests to Entra. */
  readonly loginFetch: OutboundFetch;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly clock: Clock;
}

/** Everything that users sign in to, on one authorization flow. */
export interface SignIns {
  readonly flow: AuthorizationFlow;
  readonly authorizationServer: AuthorizationServer;
  readonly account: Account;
  readonly admin: Admin;
  readonly revokeUser: RevokeUser;
  /** The network rule of the tenant for a sign-in to /admin. */
  readonly checkAdminNetwork: TenantAccess['checkPage'];
  /** When the user or the tenant last revoked all sign-ins. */
  readonly lastRevocationMs: (user: User) => Promise<number>;
}

/** Creates the authorization server, the account page and the administration, once per isolate. */
export function createSignIns(dependencies: SignInDependencies): SignIns {
  const { config, verifier, vault, grants, users, waitUntil, clock } = dependencies;
  const { resource, serverAppId, clientAppId, cloud, loginUrl, keyRing } = config;
  const issuer = config.publicUrl.origin;
  const identity: AuthorizationServerIdentity = { issuer, resource, serverAppId, clientAppId };
  const signInTenant = getSignInTenant(config.allowedTenants);
  const sessions = { sessionStore: dependencies.sessionStore, keyRing, clock };
  const flow = createAuthorizationFlow(keyRing, clock, createStateUse(sessions, adminConsentTtlMs));
  const clientApplication = createClientApplication({
    identity,
    cloud,
    loginUrl,
    credential: config.clientCredential && createClientCredential(config.clientCredential, clock),
    fetch: dependencies.loginFetch,
  });
  const checkTenantPolicy = createTenantCheck(dependencies.policies);
  const tenantAccess = createTenantAccess(dependencies.policies, dependencies.isTenantAllowed);
  const preflightExchange = createPreflightExchange(vault);
  const revokeAccess: RevokeAccess = (user, issuedUpToMs) => vault.revoke(user, issuedUpToMs);
  const revokeUser = createRevokeUser(users, revokeAccess, clock);
  const describe: DescribeFailure = ({ kind }) => entraErrorMessage[kind];
  const trustedDocuments = new Set(config.clientLimits.trustedDocuments);
  return {
    flow,
    authorizationServer: createAuthorizationServer({
      identity,
      flow,
      clientApplication,
      signInTenant,
      clientLimits: config.clientLimits,
      verifier,
      grants,
      users,
      checkTenantPolicy,
      tenantAccess,
      preflightExchange,
      recordIssue: async (caller, assertion, issuedAtMs, { grantId, client }) =>
        await vault.recordIssue(
          caller,
          assertion,
          issuedAtMs,
          client && {
            grantId,
            clientKind: client.kind,
            clientId: client.id,
            redirectHost: client.redirectHost,
          },
        ),
      revokeAccess,
      describe,
      documentFetch: createOutboundFetch(({ href }) => trustedDocuments.has(href) || isDocumentUrl(href)),
      waitUntil,
      keyRing,
      clock,
    }),
    account: createAccount({
      issuer,
      flow,
      clientApplication,
      signInTenant,
      verifier,
      users,
      grants,
      checkTenantPolicy,
      tenantAccess,
      preflightExchange,
      revokeAccess,
      revokeUser,
      describe,
      ...sessions,
    }),
    admin: createAdmin({
      identity,
      flow,
      serverApplication: createEntraClient({
        clientId: serverAppId,
        redirectUri: `${issuer}/admin/callback`,
        cloud,
        loginUrl,
        credential: createClientCredential(config.serverCredential, clock),
        fetch: dependencies.loginFetch,
      }),
      clientApplication,
      signInTenant,
      idTokens: createIdTokenVerifier({
        cloud,
        clientId: serverAppId,
        signingKeys: dependencies.signingKeys,
        clock,
      }),
      verifier,
      graphOrigin: cloud.graphOrigin,
      loginUrl,
      isPermission: isGraphPermission,
      ...sessions,
    }),
    revokeUser,
    checkAdminNetwork: async (tenantId, address) =>
      config.isNetworkRuleAtAdmin
        ? await tenantAccess.checkPage(tenantId, address)
        : { denial: undefined, reported: [] },
    lastRevocationMs: (user) => lastRevocationMs(user, { users, checkTenantPolicy }),
  };
}

/** Whether the tenant policy admits a user who signs in. */
function createTenantCheck(policies: TenantPolicies): CheckTenantPolicy {
  return async (user) => {
    const policy = await policies.read(user.tenantId);
    const denial = checkPolicy(policy, user);
    return { deniedText: denial && en.denials[denial], revokedBeforeMs: policy.revokedBeforeMs };
  };
}

/** The exchange during sign-in. Its Graph token is stored for the first request. */
function createPreflightExchange(vault: Vault): PreflightExchange {
  return async (caller, assertion, authenticatedAtMs) => {
    const result = await vault.graphToken(caller, assertion, crypto.randomUUID(), { authenticatedAtMs });
    if (result.ok) {
      const { scopes, disabledTools = [], disabledPermissions = [] } = result;
      const granted = scopes.map(scopeName).filter(isGraphPermission);
      return { ok: true, granted, disabledTools, disabledPermissions };
    }
    if (result.reason === 'exchange') return { ok: false, reason: 'entra', failure: result.failure };
    const { reason: code } = result;
    return { ok: false, reason: 'connector', code, text: en.denials[code], owner: getVaultErrorOwner(code) };
  };
}
