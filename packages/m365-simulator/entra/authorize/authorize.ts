import { randomText } from '../../encoding/base64.ts';
import { type DirectoryUser, findUser } from '../directory/directory.ts';
import { readTenantSegment, requireAudience } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, throwForcedError, createErrorTrace } from '../errors/entra-error.ts';
import { requireHomeTenant, requireAssignment, requireServicePrincipal } from './access-rules.ts';
import { redirectResponse, errorRedirect } from './authorization-response.ts';
import { resolveConsent } from './authorize-consent.ts';
import {
  type AuthorizeRequest,
  type ValidatedRedirect,
  validateRedirectUri,
  readAuthorizeRequest,
} from './authorize-request.ts';
import { browserSession, rememberSession } from './browser-session.ts';
import { type PendingSignIn, chooseAccount, startSignIn } from './pending-sign-in.ts';
import type { SignInContext } from './sign-in-context.ts';
import { accountPage, errorPage } from './sign-in-pages.ts';
import { resolvePolicies } from './sign-in-policies.ts';

const codeLifetimeMs = 10 * 60_000;

function issueCode(
  state: EntraState,
  request: AuthorizeRequest,
  user: DirectoryUser,
  context: SignInContext,
): string {
  const code = `1.${randomText(600)}`;
  state.codes.set(code, {
    clientId: request.application.appId,
    redirectUri: request.redirectUri,
    platform: request.platform,
    challenge: request.challenge,
    scope: request.scope.text,
    nonce: request.nonce,
    user,
    context,
    expiresAtMs: state.nowMs() + codeLifetimeMs,
    redeemed: false,
  });
  return code;
}

/** Takes a sign-in as far as it goes: to the next page, or to the application with a code or an error. */
export function continueAuthorize(
  state: EntraState,
  pending: PendingSignIn,
  request: AuthorizeRequest,
  http: Request,
): Response {
  try {
    const { user } = pending;
    if (!user || !pending.context) {
      if (request.prompt === 'none') throw new EntraError(50058);
      return accountPage(state.directory, pending);
    }
    const tenant = requireHomeTenant(state, pending, user);
    throwForcedError(state, 'authorize', user);
    for (const application of [request.application, request.scope.resource]) {
      // One that is missing may come with consent.
      if (!tenant.servicePrincipals.has(application.appId)) continue;
      requireServicePrincipal(tenant, application);
      requireAssignment(tenant, application, user);
    }
    const context = resolvePolicies(state, pending, request, user, pending.context);
    if (context instanceof Response) return context;
    pending.context = context;
    const consentResponse = resolveConsent(state, tenant, pending, request, user);
    if (consentResponse) return consentResponse;
    state.pendingSignIns.delete(pending.id);
    return redirectResponse(
      request.redirectUri,
      {
        code: issueCode(state, request, user, context),
        state: request.state,
        session_state: context.sessionId,
      },
      rememberSession(state, http, user, context),
    );
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    state.pendingSignIns.delete(pending.id);
    return errorRedirect(request, error, createErrorTrace(http, state.nowMs()));
  }
}

/** `GET /{tenant}/oauth2/v2.0/authorize`. @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export function authorize(state: EntraState, http: Request, tenant: string): Response {
  const parameters = new URL(http.url).searchParams;
  const trace = createErrorTrace(http, state.nowMs());
  let validated: ValidatedRedirect;
  try {
    const named = readTenantSegment(state.directory, tenant === 'consumers' ? 'common' : tenant);
    validated = validateRedirectUri(state.directory, parameters, tenant);
    requireAudience(validated.application, named);
  } catch (error) {
    if (error instanceof EntraError) return errorPage(error, trace);
    throw error;
  }
  try {
    throwForcedError(state, 'authorize');
    const request = readAuthorizeRequest(state.directory, validated, parameters, tenant);
    const hinted = request.loginHint === undefined ? undefined : findUser(state.directory, request.loginHint);
    const automatic = state.autoSignIn && hinted !== undefined && request.prompt !== 'select_account';
    const pending = startSignIn(state, tenant, { kind: 'authorize', request }, automatic);
    const remembered = browserSession(state, http);
    const reusable = request.prompt !== 'select_account' && request.prompt !== 'login';
    if (reusable && remembered && (hinted === undefined || hinted === remembered.user)) {
      pending.user = remembered.user;
      pending.context = remembered.context;
    } else if (automatic && request.prompt !== 'none') chooseAccount(state, pending, hinted);
    return continueAuthorize(state, pending, request, http);
  } catch (error) {
    if (error instanceof EntraError) return errorRedirect(validated, error, trace);
    throw error;
  }
}
