import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { Clock } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import type { AuthorizationFlow, AuthorizationResponse, BrowserCookies } from './authorization-flow.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import { type Authorize, createAuthorize } from './authorize.ts';
import { createBrowserUsers } from './browser-users.ts';
import { type CallbackDependencies, type CallbackStep, finishSignIn } from './callback.ts';
import type { ClientApplication } from './client-application.ts';
import type { ClientLimits } from './client-limits.ts';
import { createClientMetadataDocuments } from './client-metadata.ts';
import { createClients } from './clients.ts';
import { redeemCode } from './code-grant.ts';
import { createConsents } from './consent.ts';
import { type DescribeFailure, OAuthError, type PreflightExchange } from './errors.ts';
import { redeemRefreshToken } from './refresh-grant.ts';
import { type Registrations, createRegistrations } from './registration.ts';
import {
  type RevocationDependencies,
  type RevokeAccess,
  type RevokedToken,
  revokeToken,
} from './revocation.ts';
import { createOAuthTokens } from './sealed-tokens.ts';
import type { CheckTenantPolicy } from './sign-in-checks.ts';
import { type StepUps, createStepUps } from './step-up.ts';
import type { GrantStore, UserStore } from './stores.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { readParameters } from './parameters.ts';
import { readClientCredentials, readTokenRequest } from './token-request.ts';
import type { IssuedTokens, RecordIssue, TokenDependencies } from './token-response.ts';

export interface AuthorizationServerDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly flow: AuthorizationFlow;
  readonly clientApplication: ClientApplication;
  /** The tenant that signs users in: its id, or `organizations`. */
  readonly signInTenant: string;
  readonly clientLimits: ClientLimits;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly users: UserStore;
  readonly checkTenantPolicy: CheckTenantPolicy;
  readonly tenantAccess: TenantAccess;
  readonly preflightExchange: PreflightExchange;
  readonly recordIssue: RecordIssue;
  readonly revokeAccess: RevokeAccess;
  readonly describe: DescribeFailure;
  /** Fetches client metadata documents. */
  readonly documentFetch: OutboundFetch;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** The OAuth authorization server for MCP clients. Users sign in at Entra. */
export interface AuthorizationServer {
  readonly identity: AuthorizationServerIdentity;
  readonly authorize: Authorize;
  readonly registrations: Registrations;
  readonly stepUps: StepUps;
  /** Completes a client's sign-in after the authorization response of Entra. @throws PageError */
  finishSignIn(response: AuthorizationResponse<'client'>, cookies: BrowserCookies): Promise<CallbackStep>;
  /** The token endpoint. @throws OAuthError */
  issue(form: URLSearchParams, authorization: string | undefined): Promise<IssuedTokens>;
  /** The grant of a request with a refresh token of this authorization server, current or not. */
  findRenewedGrant(form: URLSearchParams): Promise<string | undefined>;
  /** The revocation endpoint. @throws OAuthError */
  revoke(form: URLSearchParams, authorization: string | undefined): Promise<RevokedToken | undefined>;
}

/** Creates the authorization server, once per isolate. */
export function createAuthorizationServer(
  dependencies: AuthorizationServerDependencies,
): AuthorizationServer {
  const { identity, flow, clientApplication, verifier, grants, users, clock, keyRing } = dependencies;
  const { preflightExchange, describe, clientLimits, tenantAccess } = dependencies;
  const tokens = createOAuthTokens(keyRing, clock);
  const registrations = createRegistrations(keyRing, clock, clientLimits);
  const stepUps = createStepUps(users, keyRing, clock);
  const browserUsers = createBrowserUsers(keyRing, clock);
  const documents = createClientMetadataDocuments(clientLimits.trustedDocuments, {
    documentFetch: dependencies.documentFetch,
    clock,
    waitUntil: dependencies.waitUntil,
  });
  const callback: CallbackDependencies = {
    issuer: identity.issuer,
    flow,
    clientApplication,
    signInTenant: dependencies.signInTenant,
    verifier,
    preflightExchange,
    tenantAccess,
    grants,
    stepUps,
    browserUsers,
    tokens,
    describe,
    keyRing,
    clock,
  };
  const token: TokenDependencies = {
    identity,
    clientLimits,
    clientApplication,
    verifier,
    grants,
    users,
    checkTenantPolicy: dependencies.checkTenantPolicy,
    tenantAccess,
    recordIssue: dependencies.recordIssue,
    revokeAccess: dependencies.revokeAccess,
    tokens,
    describe,
    keyRing,
    clock,
  };
  const revocation: RevocationDependencies = {
    identity,
    verifier,
    grants,
    tokens,
    revokeAccess: dependencies.revokeAccess,
    clock,
  };
  return {
    identity,
    registrations,
    stepUps,
    authorize: createAuthorize({
      identity,
      flow,
      clientApplication,
      signInTenant: dependencies.signInTenant,
      clients: createClients(
        identity.clientAppId,
        registrations,
        documents,
        clientLimits,
        tenantAccess.findBoundClient,
      ),
      clientLimits,
      tenantAccess,
      consents: createConsents(keyRing, clock),
      stepUps,
      browserUsers,
      keyRing,
      clock,
    }),
    finishSignIn: (response, cookies) => finishSignIn(response, cookies, callback),
    issue: async (form, authorization) => {
      await authenticateClient(form, authorization, tenantAccess);
      const request = readTokenRequest(form, authorization, identity);
      return request.grantType === 'refresh_token'
        ? await redeemRefreshToken(request, token)
        : await redeemCode(request, token);
    },
    findRenewedGrant: async (form) => {
      const [refreshToken, ...others] = form.getAll('refresh_token');
      if (refreshToken === undefined || others.length > 0) return undefined;
      return (await tokens.refreshToken.open(refreshToken))?.grantId;
    },
    revoke: async (form, authorization) => {
      await authenticateClient(form, authorization, tenantAccess);
      return await revokeToken(form, authorization, revocation);
    },
  };
}

/** @throws OAuthError `invalid_client` if a bound client does not send its secret */
async function authenticateClient(
  form: URLSearchParams,
  authorization: string | undefined,
  tenantAccess: TenantAccess,
): Promise<void> {
  const { clientId, secret } = readClientCredentials(readParameters(form), authorization);
  if (await tenantAccess.authenticate(clientId, secret)) return;
  throw new OAuthError('invalid_client', 'The client secret is missing or wrong, or the client was removed.');
}

/** The tenant that signs users in. With one allowed tenant it is named, because only it can sign its guests in. */
export function getSignInTenant(allowedTenants: ReadonlySet<string> | '*'): string {
  if (allowedTenants === '*' || allowedTenants.size !== 1) return 'organizations';
  const [tenant = 'organizations'] = allowedTenants;
  return tenant;
}
