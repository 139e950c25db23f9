import { requestText } from '../../http/request.ts';
import { grantScopes, needsAdministrator } from '../authorize/consent.ts';
import { escapeHtml, page } from '../authorize/page.ts';
import { errorPage } from '../authorize/sign-in-pages.ts';
import { type DirectoryUser, findUser } from '../directory/directory.ts';
import { mayConsentForTenant } from '../directory/seed-directory.ts';
import { requireTenant, readTenantSegment } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, createErrorTrace } from '../errors/entra-error.ts';
import type { DeviceSignIn } from './device-code.ts';
import { readScope } from './scope.ts';

const fields = `<form method="post" action="/devicelogin">
<p><label>Code <input name="user_code" required></label></p>
<p><label>Account <input name="login" required placeholder="patti@contoso.example"></label></p>
<button name="decision" value="approve">Sign in and accept</button>
<button name="decision" value="decline">Cancel</button></form>`;

/** `/devicelogin`: a user types the code of the other device, signs in and accepts what it requests. */
export async function deviceLogin(state: EntraState, request: Request): Promise<Response> {
  if (request.method !== 'POST') return page('Enter code to allow access', fields);
  try {
    const form = new URLSearchParams(await requestText(request));
    const user = completeDeviceSignIn(state, {
      userCode: form.get('user_code') ?? '',
      login: form.get('login') ?? '',
      approve: form.get('decision') === 'approve',
    });
    return page('You have signed in', `<p>${escapeHtml(user.displayName)}, you may close this window.</p>`);
  } catch (error) {
    if (error instanceof EntraError) return errorPage(error, createErrorTrace(request, state.nowMs()));
    throw error;
  }
}

/**
 * Completes a device code sign-in.
 * @throws EntraError AADSTS70018 for an invalid or used code, 50034 for an unknown user, 50020 for a user of
 * another tenant, 90094 when only an administrator can consent; the sign-in then stays pending, as in Entra
 */
export function completeDeviceSignIn(
  state: EntraState,
  {
    userCode,
    login,
    approve,
  }: { readonly userCode: string; readonly login: string; readonly approve: boolean },
): DirectoryUser {
  const pending = [...state.deviceSignIns.values()].find(
    (candidate) =>
      candidate.userCode === userCode.trim().toUpperCase() &&
      candidate.decision.kind === 'pending' &&
      candidate.expiresAtMs > state.nowMs(),
  );
  if (!pending) throw new EntraError(70018);
  const user = findUser(state.directory, login);
  if (!user) throw new EntraError(50034, { user: login, tenant: pending.tenant });
  if (!approve) {
    pending.decision = { kind: 'declined' };
    return user;
  }
  consent(state, pending, user);
  pending.decision = {
    kind: 'approved',
    user,
    context: {
      sessionId: crypto.randomUUID(),
      authTimeMs: state.nowMs(),
      mfa: false,
      compliantDevice: user.compliantDevice,
      generation: user.signInGeneration,
    },
  };
  return user;
}

function consent(state: EntraState, pending: DeviceSignIn, user: DirectoryUser): void {
  const requestedTenant = readTenantSegment(state.directory, pending.tenant);
  const tenant = requireTenant(state.directory, user.tenantId);
  const client = state.directory.applications.get(pending.clientId);
  if (!client) throw new EntraError(700016, { appId: pending.clientId, tenant: pending.tenant });
  if (requestedTenant && requestedTenant !== tenant) {
    throw new EntraError(50020, {
      user: user.userPrincipalName,
      home: tenant.tenantId,
      tenant: requestedTenant.displayName,
      app: client.displayName,
    });
  }
  const { resource, names: scopes } = readScope(state.directory, client, pending.scope, tenant.displayName);
  if (!mayConsentForTenant(user) && needsAdministrator(tenant, [{ client, resource, scopes }])) {
    throw new EntraError(90094);
  }
  grantScopes(tenant, client.appId, resource.appId, scopes, user.objectId);
}
