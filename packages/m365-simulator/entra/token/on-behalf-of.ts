import { requireServicePrincipal } from '../authorize/access-rules.ts';
import { type SignInContext, decodeContext } from '../authorize/sign-in-context.ts';
import type { Application, DirectoryUser } from '../directory/directory.ts';
import { formatIssuer } from '../directory/microsoft-cloud.ts';
import { requireTenant } from '../directory/tenant-segment.ts';
import { EntraError, throwForcedError } from '../errors/entra-error.ts';
import { authenticateClient } from './client-authentication.ts';
import { issueTokens } from './issue-tokens.ts';
import { type DecodedJwt, decodeJwt } from './jwt.ts';
import type { TokenResponse, TokenRequest } from './token-request.ts';

/** Throws AADSTS50013, 50027, 500131, 500133 and 7000114. */
async function checkAssertion(token: TokenRequest, assertion: string): Promise<DecodedJwt> {
  const { state, application, tenant } = token;
  const jwt = decodeJwt(assertion);
  if (!jwt) throw new EntraError(50027);
  const key = state.keys.published(String(jwt.header['kid']));
  if (!key || jwt.header['alg'] !== 'RS256')
    throw new EntraError(50013, { reason: 'The key was not found.' });
  if (!(await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key.publicKey, jwt.signature, jwt.signingInput))) {
    const reason = 'The provided signature value did not match the expected signature value.';
    throw new EntraError(50013, { reason });
  }
  const { aud, iss, tid, exp, nbf, idtyp, scp } = jwt.claims;
  const tenantId = String(tid);
  if (iss !== formatIssuer(state.cloud, tenantId) || key.issuer.replace('{tenantid}', tenantId) !== iss) {
    throw new EntraError(50013, { reason: 'The issuer of the assertion does not match.' });
  }
  if (tenant && tenant.tenantId !== tenantId) {
    throw new EntraError(50013, { reason: 'The assertion was issued by another tenant.' });
  }
  if (aud !== application.appId) throw new EntraError(500131, audienceValues(application, aud));
  const now = state.nowMs() / 1000;
  const ends = typeof exp === 'number' ? exp : 0;
  if (ends <= now || (typeof nbf === 'number' && nbf > now + 300)) {
    const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
    throw new EntraError(500133, { now: iso(now), expiry: iso(ends) });
  }
  if (idtyp === 'app' || typeof scp !== 'string') throw new EntraError(7000114, { appId: application.appId });
  return jwt;
}

function audienceValues(application: Application, audience: unknown): Record<string, string> {
  return { audience: String(audience), appId: application.appId, app: application.displayName };
}

/** Sign-in context of the assertion. A token without one counts as a sign-in without MFA at its issue time. */
function contextOf(jwt: DecodedJwt, user: DirectoryUser): SignInContext {
  const issuedAt = jwt.claims['iat'];
  return (
    decodeContext(jwt.claims['aio']) ?? {
      sessionId: typeof jwt.claims['sid'] === 'string' ? jwt.claims['sid'] : crypto.randomUUID(),
      authTimeMs: typeof issuedAt === 'number' ? issuedAt * 1000 : 0,
      mfa: false,
      compliantDevice: false,
      generation: user.signInGeneration,
    }
  );
}

/**
 * `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer` with `requested_token_use=on_behalf_of`.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export async function exchangeOnBehalfOf(token: TokenRequest): Promise<TokenResponse> {
  const { state, request, form, application } = token;
  for (const parameter of ['assertion', 'scope', 'requested_token_use']) {
    if (!form.get(parameter)) throw new EntraError(900144, { parameter });
  }
  if (form.get('requested_token_use') !== 'on_behalf_of') {
    throw new EntraError(90023, { parameter: 'requested_token_use' });
  }
  const clientProof = await authenticateClient(request, form, application, state);
  const jwt = await checkAssertion(token, form.get('assertion') ?? '');
  const tenant = requireTenant(state.directory, String(jwt.claims['tid']));
  requireServicePrincipal(tenant, application);
  const user = tenant.users.get(String(jwt.claims['oid']));
  if (!user) {
    throw new EntraError(50034, { user: String(jwt.claims['oid']), tenant: tenant.displayName });
  }
  token.logUser(user);
  throwForcedError(state, 'on_behalf_of', user);
  return issueTokens(state, {
    client: application,
    clientProof,
    user,
    context: contextOf(jwt, user),
    scope: form.get('scope') ?? '',
  });
}
