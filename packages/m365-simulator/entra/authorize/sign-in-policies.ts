import type { DirectoryUser } from '../directory/directory.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { policiesFor } from './conditional-access.ts';
import { type PendingSignIn, chooseAccount } from './pending-sign-in.ts';
import type { SignInContext } from './sign-in-context.ts';
import { accountPage, approvalPage } from './sign-in-pages.ts';

/**
 * Applies the policies of the resource and the `claims` parameter to an interactive sign-in. Returns the
 * resulting sign-in context or the page to show.
 * @throws EntraError AADSTS53003, 53000, 50058
 */
export function resolvePolicies(
  state: EntraState,
  pending: PendingSignIn,
  request: AuthorizeRequest,
  user: DirectoryUser,
  context: SignInContext,
): SignInContext | Response {
  const challenged = state.policies.filter(
    (policy) => policy.tenantId === user.tenantId && request.challengedPolicies.includes(policy.id),
  );
  const policies = new Set([
    ...policiesFor(state.policies, user, request.scope.resource.appId),
    ...challenged,
  ]);
  let settled = context;
  for (const policy of policies) {
    switch (policy.grant) {
      case 'block':
        throw new EntraError(53003);
      case 'compliantDevice':
        if (!settled.compliantDevice) throw new EntraError(53000);
        break;
      case 'signInFrequency': {
        const tooOld = state.nowMs() - settled.authTimeMs > (policy.maximumAgeSeconds ?? 0) * 1000;
        if (!tooOld) break;
        if (request.prompt === 'none') throw new EntraError(50058);
        if (!pending.automatic) return accountPage(state.directory, pending);
        chooseAccount(state, pending, user);
        settled = pending.context ?? settled;
        break;
      }
      case 'mfa':
        if (settled.mfa) break;
        if (request.prompt === 'none') throw new EntraError(50076, { resource: policy.resourceId });
        if (!pending.automatic) return approvalPage(pending);
        settled = { ...settled, mfa: true };
        break;
    }
  }
  return settled;
}
