import { isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { type TokenHolder, TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import {
  EntraRefusal,
  type EntraSignIn,
  type VerifiedTokens,
  obtainTokens,
  toEntra,
} from './authorization-flow.ts';
import type { BrowserCookies } from './authorize.ts';
import { isCancelled, readAuthorizeFailure } from './entra-client.ts';
import {
  type DescribeFailure,
  type ProblemOwner,
  type RefusalCause,
  type RefusedSignIn,
  PageError,
  type PreflightExchange,
  answerFailure,
} from './errors.ts';
import type { Parameters } from './parameters.ts';
import { hashOf } from './pkce.ts';
import { redirectTo } from './redirect-uri.ts';
import {
  type OAuthTokens,
  type SignInState,
  codeTtlMs,
  sealPendingTokens,
  stateTtlMs,
} from './sealed-tokens.ts';
import { type StepUps, stepUpFor } from './step-up.ts';
import type { GrantStore } from './stores.ts';

/** What happens when Entra sends a person back. */
export type CallbackStep = {
  /** Whom Entra named, once that is verified: for the audit. */
  readonly holder?: TokenHolder | undefined;
} & (
  | {
      readonly kind: 'redirect';
      readonly location: string;
      /** Why the browser does not bring the client a code: the person called it off, or Entra wants more of them. */
      readonly failure?: EntraFailure;
    }
  | { readonly kind: 'refused'; readonly refused: RefusedSignIn }
);

/** What the endpoint works with. */
interface CallbackServices {
  readonly issuer: string;
  readonly entra: EntraSignIn;
  readonly verifier: AccessTokenVerifier;
  readonly tryExchange: PreflightExchange;
  readonly grants: GrantStore;
  readonly stepUps: StepUps;
  readonly formats: OAuthTokens;
  readonly describe: DescribeFailure;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

const maxCodeLength = 8192;

/**
 * The only redirect that Entra knows. A sign-in goes on only in the browser that it was begun in, and once. Everything
 * that the first request of the client would meet is met here, while there is still a browser to ask the person for
 * more, or a page to tell them why not: the token check, the organisation's policy, the exchange for Graph.
 * @throws SignInProblem where the answer belongs to no sign-in of this browser.
 */
export async function finishSignIn(
  parameters: Parameters,
  cookies: BrowserCookies,
  services: CallbackServices,
): Promise<CallbackStep> {
  const state =
    parameters.repeated.length > 0
      ? undefined
      : await services.formats.state.open(parameters.get('state') ?? '');
  if (!state) throw new PageError('sign_in_unknown');
  if (!isRandomId(cookies.browser) || state.browser !== (await hashOf(cookies.browser))) {
    throw new PageError('other_browser');
  }
  if (parameters.get('error') !== undefined) {
    return refuse(state, { failure: readAuthorizeFailure(parameters) }, services);
  }
  const code = parameters.get('code');
  if (code === undefined || code.length > maxCodeLength) throw new PageError('sign_in_unknown');
  const link = randomId();
  const nowMs = services.clock.nowMs();
  if (!(await services.grants.begin(state.grantId, link, { nowMs, expiresAtMs: nowMs + stateTtlMs }))) {
    throw new PageError('already_finished');
  }
  let verified: VerifiedTokens;
  try {
    const { tenant, codeVerifier } = state;
    verified = await obtainTokens({ tenant, code, codeVerifier }, services);
  } catch (error) {
    const holder = error instanceof TokenError ? error.details.holder : undefined;
    return { ...refuse(state, refusalCauseOf(error), services), holder };
  }
  const step = await admit(state, verified, link, services);
  return { ...step, holder: verified.caller };
}

/** Tries what the client is about to do, and gives it a code where that will succeed, or may. */
async function admit(
  state: SignInState,
  verified: VerifiedTokens,
  link: string,
  services: CallbackServices,
): Promise<CallbackStep> {
  const { caller, assertion } = verified;
  const { startedAtMs } = state;
  const trial = await services.tryExchange(caller, assertion, startedAtMs);
  if (!trial.ok && 'refusal' in trial) return refuse(state, trial.refusal, services);
  if (!trial.ok) {
    const stepUp = stepUpFor(trial.failure, caller);
    if (stepUp && !state.isRepeated) {
      const { grantId: _, codeVerifier: __, ...signIn } = state;
      const again = { ...signIn, tenant: caller.tenantId, isRepeated: true };
      const location = await toEntra(again, stepUp, services);
      return { kind: 'redirect', location, failure: trial.failure };
    }
    // What passes by itself does not stand in the way of a sign-in that is good.
    if (services.describe(trial.failure).owner !== 'nobody') return refuse(state, trial, services);
  }
  const { stepUpHandle } = state;
  const ended = stepUpHandle === undefined ? 'gone' : await services.stepUps.finish(stepUpHandle, caller);
  if (ended === 'other_person') {
    const text =
      'Another account was signed in than the one that was asked to. Connect again, with the same account as before.';
    return refuse(state, { text, owner: 'user' }, services);
  }
  const secret = randomId();
  await deposit(state, link, secret, verified, services);
  const code = await services.formats.code.seal({
    grantId: state.grantId,
    link,
    secret,
    binding: state.binding,
    clientName: state.clientName,
    startedAtMs,
    ...(ended === 'finished' && stepUpHandle !== undefined ? { stepUpHandle } : {}),
  });
  return { kind: 'redirect', location: answer(state, services, { code }) };
}

async function deposit(
  { grantId }: SignInState,
  link: string,
  secret: string,
  { tokens }: VerifiedTokens,
  { grants, keyRing, clock }: CallbackServices,
): Promise<void> {
  const nowMs = clock.nowMs();
  const { accessToken, expiresInSeconds, refreshToken } = tokens;
  const parcel = await sealPendingTokens(keyRing, secret, {
    accessToken,
    expiresAtMs: nowMs + expiresInSeconds * 1000,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  });
  await grants.deposit(grantId, link, parcel, { nowMs, expiresAtMs: nowMs + codeTtlMs });
}

/** Ends the sign-in: at once where the person called it off, else with a page that says why. */
function refuse(state: SignInState, cause: RefusalCause, services: CallbackServices): CallbackStep {
  const { code, message } =
    'failure' in cause
      ? answerFailure(cause.failure, 'access_denied', services.describe)
      : { code: cause.owner === 'nobody' ? 'temporarily_unavailable' : 'access_denied', message: cause.text };
  const returnUrl = answer(state, services, { error: code, error_description: message });
  if ('failure' in cause && isCancelled(cause.failure)) {
    return { kind: 'redirect', location: returnUrl, failure: cause.failure };
  }
  return { kind: 'refused', refused: { cause, clientName: state.clientName, returnUrl } };
}

function answer(
  { redirectUri, clientState }: SignInState,
  { issuer }: CallbackServices,
  parameters: Readonly<Record<string, string>>,
): string {
  return redirectTo(redirectUri, { ...parameters, state: clientState, iss: issuer });
}

/** Why there are no tokens, or the error itself where it says nothing of the kind. @throws */
export function refusalCauseOf(error: unknown): RefusalCause {
  if (error instanceof EntraRefusal) return { failure: error.failure };
  if (error instanceof TokenError) return { text: error.message, owner: ownerOf(error) };
  throw error;
}

/** A token that comes straight from Entra and is refused all the same: somebody has set something up wrongly. */
function ownerOf({ reason, status }: TokenError): ProblemOwner {
  if (status === 503) return 'nobody';
  return reason === 'personal_account' ? 'user' : 'operator';
}
