import { EntraError, throwForcedError } from '../errors/entra-error.ts';
import { authenticatePlatform } from './client-authentication.ts';
import { issueTokens } from './issue-tokens.ts';
import type { TokenResponse, TokenRequest } from './token-request.ts';

const inactivityMs = 90 * 24 * 3600 * 1000;

/**
 * `grant_type=refresh_token`. Every use gives a new token; the old one is not revoked and stays good for 90 days after
 * its last use. @see https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export async function redeemRefreshToken(token: TokenRequest): Promise<TokenResponse> {
  const { state, form, application, tenant } = token;
  const text = form.get('refresh_token');
  if (!text) throw new EntraError(900144, { parameter: 'refresh_token' });
  const issued = state.refreshTokens.get(text);
  if (!issued) throw new EntraError(9002313);
  token.logUser(issued.user);
  throwForcedError(state, 'refresh_token', issued.user);
  if (issued.clientId !== application.appId) throw new EntraError(70000);
  if (tenant && tenant.tenantId !== issued.user.tenantId) throw new EntraError(70000);
  const clientProof = await authenticatePlatform(token, issued.platform);
  const nowMs = state.nowMs();
  if (nowMs - issued.lastUsedMs > inactivityMs) {
    throw new EntraError(700082, { issued: new Date(issued.issuedAtMs).toISOString() });
  }
  // The documentation calls `scope` optional; in the field its absence is resolved against Microsoft Graph and fails.
  const scope = form.get('scope');
  if (!scope) throw new EntraError(900144, { parameter: 'scope' });
  const response = await issueTokens(state, {
    client: application,
    clientProof,
    user: issued.user,
    context: issued.context,
    scope: scope.split(' ').includes('offline_access') ? scope : `${scope} offline_access`,
    platform: issued.platform,
  });
  issued.lastUsedMs = nowMs;
  return response;
}
