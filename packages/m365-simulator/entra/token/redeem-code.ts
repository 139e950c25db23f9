import { encodeBase64Url } from '../../encoding/base64.ts';
import type { IssuedCode } from '../entra-state.ts';
import { EntraError, throwForcedError } from '../errors/entra-error.ts';
import { authenticatePlatform } from './client-authentication.ts';
import { issueTokens } from './issue-tokens.ts';
import type { TokenResponse, TokenRequest } from './token-request.ts';

/** RFC 7636 section 4.6. A code that was requested without a challenge is redeemed without a verifier. */
async function checkVerifier(issued: IssuedCode, verifier: string | null): Promise<void> {
  const { challenge } = issued;
  if (!challenge && verifier === null) return;
  if (!challenge || verifier === null) throw new EntraError(501481);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const computed = challenge.method === 'plain' ? verifier : encodeBase64Url(new Uint8Array(digest));
  if (computed !== challenge.value) throw new EntraError(501481);
}

/** `grant_type=authorization_code`. @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export async function redeemCode(token: TokenRequest): Promise<TokenResponse> {
  const { state, form, application, tenant } = token;
  const code = form.get('code');
  if (!code) throw new EntraError(900144, { parameter: 'code' });
  const redirectUri = form.get('redirect_uri');
  if (!redirectUri) throw new EntraError(900144, { parameter: 'redirect_uri' });
  const issued = state.codes.get(code);
  if (!issued) throw new EntraError(9002313);
  token.logUser(issued.user);
  throwForcedError(state, 'authorization_code', issued.user);
  if (issued.clientId !== application.appId) throw new EntraError(70000);
  if (tenant && tenant.tenantId !== issued.user.tenantId) throw new EntraError(70000);
  if (issued.redirectUri !== redirectUri) {
    throw new EntraError(500112, { given: redirectUri, expected: issued.redirectUri });
  }
  const clientProof = await authenticatePlatform(token, issued.platform);
  await checkVerifier(issued, form.get('code_verifier'));
  if (issued.expiresAtMs <= state.nowMs()) throw new EntraError(70008);
  // No `await` up to the next line: only one of two concurrent redemptions succeeds.
  if (issued.redeemed) throw new EntraError(54005);
  issued.redeemed = true;
  return issueTokens(state, {
    client: application,
    clientProof,
    user: issued.user,
    context: issued.context,
    scope: form.get('scope') ?? issued.scope,
    nonce: issued.nonce,
    platform: issued.platform,
  });
}
