import { requestText } from '../../http/request.ts';
import { findUser } from '../directory/directory.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, createErrorTrace } from '../errors/entra-error.ts';
import { continueAdminConsent } from './admin-consent.ts';
import { continueAuthorize } from './authorize.ts';
import { type PendingSignIn, chooseAccount } from './pending-sign-in.ts';
import { errorPage } from './sign-in-pages.ts';

function applyFormInput(state: EntraState, pending: PendingSignIn, form: URLSearchParams): void {
  const login = form.get('login');
  if (login !== null) {
    const user = findUser(state.directory, login);
    if (!user) throw new EntraError(50034, { user: login, tenant: pending.tenant });
    chooseAccount(state, pending, user);
  }
  if (form.get('mfa') === 'approved' && pending.context) pending.context = { ...pending.context, mfa: true };
  const consent = form.get('consent');
  if (consent === 'cancel') pending.consent = 'declined';
  const forEverybody = form.has('organization') || pending.purpose.kind === 'adminConsent';
  if (consent === 'accept') pending.consent = forEverybody ? 'organization' : 'user';
}

/** `POST /{tenant}/login`: the response of a user to any of the pages. */
export async function loginForm(state: EntraState, http: Request): Promise<Response> {
  try {
    const form = new URLSearchParams(await requestText(http));
    const pending = state.pendingSignIns.get(form.get('ctx') ?? '');
    if (!pending || pending.expiresAtMs <= state.nowMs()) throw new EntraError(50089);
    applyFormInput(state, pending, form);
    const { purpose } = pending;
    return purpose.kind === 'authorize'
      ? continueAuthorize(state, pending, purpose.request, http)
      : continueAdminConsent(state, pending, purpose.request, http);
  } catch (error) {
    if (error instanceof EntraError) return errorPage(error, createErrorTrace(http, state.nowMs()));
    throw error;
  }
}
