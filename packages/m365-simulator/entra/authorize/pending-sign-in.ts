import { randomText } from '../../encoding/base64.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import type { EntraState } from '../entra-state.ts';
import type { AdminConsentRequest } from './admin-consent.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { SignInContext } from './sign-in-context.ts';

/** Request that started the sign-in. */
export type SignInPurpose =
  | { readonly kind: 'authorize'; readonly request: AuthorizeRequest }
  | { readonly kind: 'adminConsent'; readonly request: AdminConsentRequest };

/** A sign-in that is under way: what was requested, and how far the user has come. */
export interface PendingSignIn {
  readonly id: string;
  /** Tenant segment of the URL. */
  readonly tenant: string;
  readonly purpose: SignInPurpose;
  readonly expiresAtMs: number;
  /** The sign-in completes without pages because of `login_hint`. */
  readonly automatic: boolean;
  user?: DirectoryUser;
  context?: SignInContext;
  consent?: 'user' | 'organization' | 'declined';
}

const lifetimeMs = 10 * 60_000;

/** Starts a sign-in and keeps it for ten minutes. */
export function startSignIn(
  state: EntraState,
  tenant: string,
  purpose: SignInPurpose,
  automatic: boolean,
): PendingSignIn {
  const nowMs = state.nowMs();
  for (const [id, pending] of state.pendingSignIns) {
    if (pending.expiresAtMs <= nowMs) state.pendingSignIns.delete(id);
  }
  const pending = { id: randomText(24), tenant, purpose, automatic, expiresAtMs: nowMs + lifetimeMs };
  state.pendingSignIns.set(pending.id, pending);
  return pending;
}

/** The user has chosen an account: a new sign-in, with the device that they sit at. */
export function chooseAccount(state: EntraState, pending: PendingSignIn, user: DirectoryUser): void {
  pending.user = user;
  pending.context = {
    sessionId: crypto.randomUUID(),
    authTimeMs: state.nowMs(),
    mfa: false,
    compliantDevice: user.compliantDevice,
    generation: user.signInGeneration,
  };
}
