import type { Clock } from '../lib/clock.ts';
import { isCancelled, readAuthorizeFailure } from './authorize-failure.ts';
import type { BrowserCookies } from './authorize.ts';
import { bindingOf } from './binding.ts';
import { answerFailure, type DescribeFailure } from './failure-answer.ts';
import type { GrantLedger } from './grant-ledger.ts';
import type { Parameters } from './parameters.ts';
import { isRandomId } from './random-id.ts';
import { redirectTo } from './redirect-uri.ts';
import { type SignInFormats, type SignInState, stateTtlMs } from './sign-in-formats.ts';
import { type RefusedSignIn, SignInProblem } from './sign-in-problem.ts';

/** What happens when Entra sends a person back. */
export type CallbackStep =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'refused'; readonly refused: RefusedSignIn };

/** What the endpoint works with. */
export interface CallbackServices {
  readonly issuer: string;
  readonly grants: GrantLedger;
  readonly formats: SignInFormats;
  readonly describe: DescribeFailure;
  readonly clock: Clock;
}

const maxCodeLength = 8192;

/**
 * The only redirect that Entra knows. A sign-in goes on only in the browser that it was begun in, and once. Entra's
 * code is wrapped for the client that began it, so that it is worth nothing to another one, or at Entra.
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
  if (!state) throw new SignInProblem('sign_in_unknown');
  if (!isRandomId(cookies.browser) || state.browser !== (await bindingOf(cookies.browser))) {
    throw new SignInProblem('other_browser');
  }
  if (parameters.get('error') !== undefined) {
    const failure = readAuthorizeFailure(parameters);
    const { code, message } = answerFailure(failure, 'access_denied', services.describe);
    const returnUrl = answer(state, services, { error: code, error_description: message });
    if (isCancelled(failure)) return { kind: 'redirect', location: returnUrl };
    return { kind: 'refused', refused: { failure, clientName: state.clientName, returnUrl } };
  }
  const entraCode = parameters.get('code');
  if (entraCode === undefined || entraCode.length > maxCodeLength) throw new SignInProblem('sign_in_unknown');
  const nowMs = services.clock.nowMs();
  if (!(await services.grants.begin(state.grantId, state.link, { nowMs, expiresAtMs: nowMs + stateTtlMs }))) {
    throw new SignInProblem('already_finished');
  }
  return {
    kind: 'redirect',
    location: answer(state, services, { code: await wrap(entraCode, state, services) }),
  };
}

function answer(
  { redirectUri, clientState }: SignInState,
  { issuer }: CallbackServices,
  parameters: Readonly<Record<string, string>>,
): string {
  return redirectTo(redirectUri, { ...parameters, state: clientState, iss: issuer });
}

async function wrap(
  entraCode: string,
  state: SignInState,
  { formats, clock }: CallbackServices,
): Promise<string> {
  const { grantId, link, binding, tenant, stepUpHandle } = state;
  return await formats.code.seal({
    grantId,
    link,
    binding,
    entraCode,
    tenant,
    signedInAtMs: clock.nowMs(),
    ...(stepUpHandle === undefined ? {} : { stepUpHandle }),
  });
}
