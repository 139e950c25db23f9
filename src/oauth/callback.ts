import { randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { TokenHolder } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import {
  type AuthorizationFlow,
  type AuthorizationResponse,
  type BrowserCookies,
  type StateOf,
  readAuthorizationCode,
  stateTtlMs,
} from './authorization-flow.ts';
import type { BrowserUsers } from './browser-users.ts';
import { type ClientApplication, type VerifiedTokens, redeemAndVerify } from './client-application.ts';
import { isCancelled } from './entra-client.ts';
import {
  type DescribeFailure,
  type FailedSignIn,
  PageError,
  type PreflightExchange,
  type SignInFailure,
  ruleSignInFailure,
  toOAuthError,
  tokenSignInFailure,
} from './errors.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { en } from '../http/messages/en.ts';
import { redirectTo } from './redirect-uri.ts';
import { type OAuthTokens, codeTtlMs, sealPendingTokens } from './sealed-tokens.ts';
import { type StepUps, stepUpFor } from './step-up.ts';
import type { GrantStore } from './stores.ts';

/** The next step after the authorization response of Entra. */
export type CallbackStep = {
  /** The verified token holder, for the audit. */
  readonly holder?: TokenHolder | undefined;
  /** The cookie of the users who have signed in with the browser. */
  readonly users?: string;
  /** Access rules of the tenant that only report. */
  readonly reported?: readonly RuleDenial[];
} & (
  | {
      readonly kind: 'redirect';
      readonly location: string;
      /** Set if the client does not receive a code: the user canceled, or Entra requires a step-up. */
      readonly failure?: EntraFailure;
    }
  | { readonly kind: 'failed'; readonly failed: FailedSignIn }
);

export interface CallbackDependencies {
  readonly issuer: string;
  readonly flow: AuthorizationFlow;
  readonly clientApplication: ClientApplication;
  /** The tenant that signs users in: its id, or `organizations`. */
  readonly signInTenant: string;
  readonly verifier: AccessTokenVerifier;
  readonly preflightExchange: PreflightExchange;
  readonly tenantAccess: TenantAccess;
  readonly grants: GrantStore;
  readonly stepUps: StepUps;
  readonly browserUsers: BrowserUsers;
  readonly tokens: OAuthTokens;
  readonly describe: DescribeFailure;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

type ClientState = StateOf<'client'>;

/**
 * Handles the authorization response of Entra for a client's sign-in. A response is accepted once. The checks of the
 * client's first MCP request run here, while the browser can show a page or redirect to Entra for a step-up: token
 * validation, tenant policy, token exchange.
 * @throws PageError if the response has neither code nor error, or was processed before
 */
export async function finishSignIn(
  { state, parameters }: AuthorizationResponse<'client'>,
  cookies: BrowserCookies,
  dependencies: CallbackDependencies,
): Promise<CallbackStep> {
  const { clientApplication, verifier, grants, clock } = dependencies;
  const response = readAuthorizationCode(parameters);
  const fail = async (failure: SignInFailure, account?: string): Promise<CallbackStep> =>
    failSignIn(state, failure, account, cookies, dependencies);
  if (!response.ok) return await fail({ reason: 'entra', failure: response.failure });
  const rotationId = randomId();
  const nowMs = clock.nowMs();
  const started = await grants.start(state.grantId, rotationId, { nowMs, expiresAtMs: nowMs + stateTtlMs });
  if (!started) throw new PageError('already_finished');
  const { tenant, codeVerifier } = state;
  const redeemed = await redeemAndVerify(
    tenant,
    { code: response.code, codeVerifier },
    clientApplication,
    verifier,
  );
  if (!redeemed.ok) {
    if (redeemed.reason === 'entra') return await fail(redeemed);
    const { holder } = redeemed.error.details;
    return { ...(await fail(tokenSignInFailure(redeemed.error), holder?.username)), holder };
  }
  const step = await completeSignIn(state, redeemed, rotationId, cookies, dependencies);
  return {
    ...step,
    holder: redeemed.caller,
    users: await dependencies.browserUsers.add(cookies.users, redeemed.caller),
  };
}

/** Runs the token exchange, and issues an authorization code if it succeeds or fails transiently. */
async function completeSignIn(
  state: ClientState,
  verified: VerifiedTokens,
  rotationId: string,
  cookies: BrowserCookies,
  dependencies: CallbackDependencies,
): Promise<CallbackStep> {
  const { caller, assertion } = verified;
  const { startedAtMs, stepUpHandle } = state;
  const fail = async (failure: SignInFailure): Promise<CallbackStep> =>
    failSignIn(state, failure, caller.preferredUsername, cookies, dependencies);
  const { denial, reported } = await dependencies.tenantAccess.check(caller.tenantId, {
    at: 'sign_in',
    clientId: state.client.id,
    address: cookies.address,
    directoryRoles: caller.directoryRoles,
  });
  if (denial !== undefined) {
    return await fail(ruleSignInFailure(denial));
  }
  const exchange = await dependencies.preflightExchange(caller, assertion, startedAtMs);
  if (!exchange.ok) {
    if (exchange.reason === 'connector') return await fail(exchange);
    const stepUp = stepUpFor(exchange.failure, caller);
    if (stepUp && !state.isRepeated) {
      const { tenantId } = caller;
      const repeated = { ...state, tenant: tenantId, grantId: randomId(), isRepeated: true };
      const started = await dependencies.flow.start(cookies, repeated);
      const location = dependencies.clientApplication.authorizationUrl(tenantId, started, { stepUp });
      return { kind: 'redirect', location, failure: exchange.failure };
    }
    // A transient failure does not invalidate the sign-in.
    if (dependencies.describe(exchange.failure).owner !== 'nobody') {
      return await fail(exchange);
    }
  }
  const stepUpResult =
    stepUpHandle === undefined ? 'unknown' : await dependencies.stepUps.finish(stepUpHandle, caller);
  if (stepUpResult === 'other_user') {
    const text = en.denials.other_user;
    return await fail({ reason: 'connector', code: 'other_user', text, owner: 'user' });
  }
  const secret = randomId();
  await storeTokens(state, rotationId, secret, verified, dependencies);
  const code = await dependencies.tokens.code.seal({
    grantId: state.grantId,
    rotationId,
    secret,
    binding: state.binding,
    tenantId: caller.tenantId,
    objectId: caller.objectId,
    startedAtMs,
    ...(stepUpResult === 'finished' && stepUpHandle !== undefined ? { stepUpHandle } : {}),
  });
  return { kind: 'redirect', location: clientRedirect(state, dependencies.issuer, { code }), reported };
}

async function storeTokens(
  { grantId, client, clientName }: ClientState,
  rotationId: string,
  secret: string,
  { tokens }: VerifiedTokens,
  { grants, keyRing, clock }: CallbackDependencies,
): Promise<void> {
  const nowMs = clock.nowMs();
  const { accessToken, expiresInSeconds, refreshToken } = tokens;
  const sealedTokens = await sealPendingTokens(keyRing, secret, {
    accessToken,
    expiresAtMs: nowMs + expiresInSeconds * 1000,
    client,
    clientName,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  });
  await grants.storeTokens(grantId, rotationId, sealedTokens, { nowMs, expiresAtMs: nowMs + codeTtlMs });
}

/** Redirects to the client if the user canceled; otherwise returns the failure for a page. */
async function failSignIn(
  state: ClientState,
  failure: SignInFailure,
  account: string | undefined,
  cookies: BrowserCookies,
  dependencies: CallbackDependencies,
): Promise<CallbackStep> {
  const { issuer, describe } = dependencies;
  const { code, message } =
    failure.reason === 'entra'
      ? toOAuthError(failure.failure, 'access_denied', describe)
      : {
          code: failure.owner === 'nobody' ? 'temporarily_unavailable' : 'access_denied',
          message: failure.text,
        };
  const returnUrl = clientRedirect(state, issuer, { error: code, error_description: message });
  if (failure.reason === 'entra' && isCancelled(failure.failure)) {
    return { kind: 'redirect', location: returnUrl, failure: failure.failure };
  }
  const otherAccountUrl = await startAgain(state, cookies, dependencies);
  return {
    kind: 'failed',
    failed: { failure, clientName: state.clientName, returnUrl, account, otherAccountUrl },
  };
}

/** The URL that starts the sign-in again, for another account. */
async function startAgain(
  { stepUpHandle: _stepUpHandle, ...state }: ClientState,
  cookies: BrowserCookies,
  { flow, clientApplication, signInTenant, clock }: CallbackDependencies,
): Promise<string> {
  const started = await flow.start(cookies, {
    ...state,
    tenant: signInTenant,
    grantId: randomId(),
    startedAtMs: clock.nowMs(),
    isRepeated: false,
  });
  return clientApplication.authorizationUrl(signInTenant, started);
}

function clientRedirect(
  { redirectUri, clientState }: ClientState,
  issuer: string,
  parameters: Readonly<Record<string, string>>,
): string {
  return redirectTo(redirectUri, { ...parameters, state: clientState, iss: issuer });
}
