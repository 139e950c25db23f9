import { encodeBase64Url, randomText } from '../../encoding/base64.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { graphOrigins } from '../directory/microsoft-cloud.ts';
import type { EntraState, IssuedGraphToken } from '../entra-state.ts';
import { datedBackSeconds } from './access-token.ts';

/** Number of tokens above which expired ones are removed. */
const sweepAbove = 20_000;

/**
 * A Microsoft Graph token. To all users but Graph it is opaque: it looks like a v1 JWT, but nothing of it can be
 * verified (as with the real ones, whose header carries a `nonce`), and its members may change.
 */
export function issueGraphToken(
  state: EntraState,
  clientId: string,
  user: DirectoryUser,
  sessionId: string,
  scopes: ReadonlySet<string>,
  lifetimeSeconds: number,
): string {
  const nowMs = state.nowMs();
  const nowSeconds = Math.floor(nowMs / 1000);
  const header = { typ: 'JWT', nonce: randomText(32), alg: 'RS256', kid: randomText(20) };
  const claims = {
    aud: graphOrigins[state.cloud],
    iss: `https://sts.windows.net/${user.tenantId}/`,
    iat: nowSeconds - datedBackSeconds,
    nbf: nowSeconds - datedBackSeconds,
    exp: nowSeconds + lifetimeSeconds,
    appid: clientId,
    appidacr: '1',
    idtyp: 'user',
    oid: user.objectId,
    scp: [...scopes].join(' '),
    sid: sessionId,
    tid: user.tenantId,
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    uti: randomText(16),
    ver: '1.0',
  };
  const { tenantId, objectId } = user;
  return rememberToken(state, header, claims, {
    tenantId,
    objectId,
    scopes,
    expiresAtMs: nowMs + lifetimeSeconds * 1000,
  });
}

/** A Microsoft Graph token of an application without a user, with its app roles. */
export function issueApplicationGraphToken(
  state: EntraState,
  {
    tenantId,
    objectId,
    appId,
  }: { readonly tenantId: string; readonly objectId: string; readonly appId: string },
  roles: ReadonlySet<string>,
  lifetimeSeconds: number,
): string {
  const nowMs = state.nowMs();
  const header = { typ: 'JWT', nonce: randomText(32), alg: 'RS256', kid: randomText(20) };
  const claims = {
    aud: graphOrigins[state.cloud],
    appid: appId,
    idtyp: 'app',
    oid: objectId,
    roles: [...roles],
  };
  return rememberToken(state, header, claims, {
    tenantId,
    objectId,
    scopes: roles,
    isApplication: true,
    expiresAtMs: nowMs + lifetimeSeconds * 1000,
  });
}

/** Stores an opaque token, and removes expired ones. */
function rememberToken(state: EntraState, header: object, claims: object, issued: IssuedGraphToken): string {
  const segments = [header, claims].map((part) =>
    encodeBase64Url(new TextEncoder().encode(JSON.stringify(part))),
  );
  const token = `${segments.join('.')}.${randomText(256)}`;
  const nowMs = state.nowMs();
  if (state.graphTokens.size > sweepAbove) {
    for (const [known, { expiresAtMs }] of state.graphTokens) {
      if (expiresAtMs <= nowMs) state.graphTokens.delete(known);
    }
  }
  state.graphTokens.set(token, issued);
  return token;
}
