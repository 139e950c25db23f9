import { randomText } from '../../encoding/base64.ts';
import { apps } from '../../seed-data/tenants.ts';
import { requireAssignment, requireLiveAccount, requireServicePrincipal } from '../authorize/access-rules.ts';
import { enforcePolicies, policiesFor } from '../authorize/conditional-access.ts';
import { grantedScopes } from '../authorize/consent.ts';
import type { SignInContext } from '../authorize/sign-in-context.ts';
import type { Application, DirectoryUser } from '../directory/directory.ts';
import { requireTenant } from '../directory/tenant-segment.ts';
import type { EntraState, Platform } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import {
  type ClientProof,
  accessTokenClaims,
  randomLifetimeSeconds,
  signAccessToken,
} from './access-token.ts';
import { issueGraphToken } from './graph-token.ts';
import { signIdToken } from './id-token.ts';
import { responseScope, readScope } from './scope.ts';
import type { TokenResponse } from './token-request.ts';

export interface TokenIssueInput {
  readonly client: Application;
  readonly clientProof: ClientProof;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly scope: string;
  readonly nonce?: string | undefined;
  /** Platform of the sign-in: refresh tokens remember it. Absent for an exchange on behalf of someone. */
  readonly platform?: Platform;
}

/**
 * Issues what a grant requested, after every check that does not depend on the kind of grant: account, both service
 * principals, assignment, consent, Conditional Access at the resource.
 */
export async function issueTokens(state: EntraState, input: TokenIssueInput): Promise<TokenResponse> {
  const { client, user, context } = input;
  const nowMs = state.nowMs();
  const tenant = requireTenant(state.directory, user.tenantId);
  requireLiveAccount(user, context);
  requireServicePrincipal(tenant, client);
  requireAssignment(tenant, client, user);
  const requested = readScope(state.directory, client, input.scope, tenant.displayName);
  const { resource } = requested;
  if (!tenant.servicePrincipals.has(resource.appId)) {
    throw new EntraError(500011, { resource: requested.prefix, tenant: tenant.displayName });
  }
  requireServicePrincipal(tenant, resource);
  requireAssignment(tenant, resource, user);

  const granted = grantedScopes(tenant, client.appId, resource.appId, user);
  const permissions = new Set(requested.isDefault ? granted : requested.names);
  const missing = requested.names.some((name) => name !== '.default' && !granted.has(name));
  // Signing in alone requests no permission of any resource, so nothing can be missing then.
  if (missing || (requested.isDefault && granted.size === 0)) {
    throw new EntraError(65001, { appId: client.appId, app: client.displayName });
  }
  enforcePolicies(policiesFor(state.policies, user, resource.appId), context, nowMs);

  const lifetimeSeconds = randomLifetimeSeconds();
  const scopes = [...permissions];
  const accessToken =
    resource.appId === apps.graph
      ? issueGraphToken(state, client.appId, user, context.sessionId, permissions, lifetimeSeconds)
      : await signAccessToken(
          await accessTokenClaims({
            audience: resource.appId,
            clientId: client.appId,
            clientProof: input.clientProof,
            user,
            context,
            scopes,
            nowMs,
            cloud: state.cloud,
            lifetimeSeconds,
          }),
          state.keys.current(),
        );
  return {
    token_type: 'Bearer',
    scope: responseScope(requested, scopes),
    expires_in: lifetimeSeconds - 1,
    ext_expires_in: lifetimeSeconds - 1,
    access_token: accessToken,
    ...(requested.openId.has('offline_access') && { refresh_token: issueRefreshToken(state, input) }),
    ...(requested.openId.has('openid') &&
      input.platform !== undefined && {
        id_token: await signIdToken(
          { clientId: client.appId, user, context, nonce: input.nonce, nowMs, cloud: state.cloud },
          state.keys.current(),
        ),
      }),
  };
}

function issueRefreshToken(state: EntraState, input: TokenIssueInput): string {
  const token = `1.${randomText(900)}`;
  const nowMs = state.nowMs();
  state.refreshTokens.set(token, {
    clientId: input.client.appId,
    platform: input.platform ?? 'web',
    scope: input.scope,
    user: input.user,
    context: input.context,
    issuedAtMs: nowMs,
    lastUsedMs: nowMs,
  });
  return token;
}
