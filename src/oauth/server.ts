import { type Account, type AccountStep, createAccount } from '../account/account.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { ClientCredential } from '../entra/client-credential.ts';
import type { CloudEndpoints } from '../entra/clouds.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { createEntraSignIn } from './authorization-flow.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import { type Authorize, type BrowserCookies, createAuthorize } from './authorize.ts';
import { type CallbackStep, finishSignIn } from './callback.ts';
import { type DocumentServices, createClientMetadataDocuments } from './client-metadata.ts';
import { createClients } from './clients.ts';
import { createConsents } from './consent.ts';
import type { DescribeFailure, PreflightExchange } from './errors.ts';
import { type TokenResponse, redeemCode, redeemRefreshToken } from './grants.ts';
import { readParameters } from './parameters.ts';
import { type Registrations, createRegistrations } from './registration.ts';
import { type RevokeAccess, revokeToken } from './revocation.ts';
import { createOAuthTokens } from './sealed-tokens.ts';
import { type StepUps, createStepUps } from './step-up.ts';
import type { CheckTenantPolicy, GrantStore, User, UserStore } from './stores.ts';
import { readTokenRequest } from './token-request.ts';

/** What the operator decided, as far as sign-ins go. */
export interface AuthorizationServerSettings extends Pick<
  AuthorizationServerIdentity,
  'resource' | 'serverAppId' | 'clientAppId'
> {
  readonly publicUrl: URL;
  readonly allowedTenants: ReadonlySet<string> | '*';
  readonly trustedClientMetadata: readonly string[];
  readonly cloud: CloudEndpoints;
  readonly loginUrl: URL;
  readonly keyRing: KeyRing;
}

/** What the relay works with. */
export interface AuthorizationServerDependencies extends DocumentServices {
  readonly settings: AuthorizationServerSettings;
  /** Where the client application is confidential. */
  readonly credential: ClientCredential | undefined;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly people: UserStore;
  readonly askOrganisation: CheckTenantPolicy;
  readonly tryExchange: PreflightExchange;
  readonly revokeAccess: RevokeAccess;
  readonly describe: DescribeFailure;
  /** To Entra. */
  readonly loginFetch: OutboundFetch;
}

/** The authorization server that MCP clients see, in front of Entra, which keeps the people. */
export interface AuthorizationServer {
  readonly identity: AuthorizationServerIdentity;
  readonly authorize: Authorize;
  readonly registrations: Registrations;
  readonly stepUps: StepUps;
  readonly account: Account;
  /** The way back from Entra, of a client's sign-in or of one to the account page. @throws SignInProblem */
  finish(query: URLSearchParams, cookies: BrowserCookies): Promise<CallbackStep | AccountStep>;
  /** @throws OAuthError */
  issue(
    form: URLSearchParams,
    authorization: string | undefined,
  ): Promise<{ readonly response: TokenResponse; readonly caller: VerifiedCaller }>;
  /** @throws OAuthError */
  revoke(form: URLSearchParams, authorization: string | undefined): Promise<User | undefined>;
}

/** Puts the relay together, once for each isolate. */
export function createAuthorizationServer(services: AuthorizationServerDependencies): AuthorizationServer {
  const { settings, clock, people: users } = services;
  const { keyRing } = settings;
  const identity: AuthorizationServerIdentity = { ...settings, issuer: settings.publicUrl.origin };
  const formats = createOAuthTokens(keyRing, clock);
  const registrations = createRegistrations(keyRing, clock);
  const stepUps = createStepUps(users, keyRing, clock);
  const entra = createEntraSignIn({ ...services, ...settings, identity, fetch: services.loginFetch });
  const documents = createClientMetadataDocuments(settings.trustedClientMetadata, services);
  const tenant = onlyTenant(settings.allowedTenants) ?? 'organizations';
  const common = { ...services, keyRing, identity, formats, stepUps, entra };
  const account = createAccount({ ...common, tenant });
  return {
    identity,
    registrations,
    stepUps,
    authorize: createAuthorize({
      ...common,
      signInTenant: tenant,
      clients: createClients(identity.clientAppId, registrations, documents),
      consents: createConsents(keyRing, clock),
    }),
    account,
    finish: async (query, cookies) => {
      const parameters = readParameters(query);
      const step = await account.finish(parameters, cookies);
      return step ?? (await finishSignIn(parameters, cookies, { ...common, issuer: identity.issuer }));
    },
    issue: async (form, authorization) => {
      const request = readTokenRequest(form, authorization, identity);
      return request.grantType === 'refresh_token'
        ? await redeemRefreshToken(request, common)
        : await redeemCode(request, common);
    },
    revoke: (form, authorization) => revokeToken(form, authorization, common),
  };
}

/** Guests can be signed in only by the tenant that they are guests of, so where there is one tenant, it is named. */
function onlyTenant(allowedTenants: ReadonlySet<string> | '*'): string | undefined {
  if (allowedTenants === '*' || allowedTenants.size !== 1) return undefined;
  const [only] = allowedTenants;
  return only;
}
