import { encodeBase64Url, randomText } from '../../encoding/base64.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { microsoftCloud } from '../directory/microsoft-cloud.ts';
import type { EntraState } from '../entra-state.ts';
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
    aud: microsoftCloud.graphOrigin,
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
  const segments = [header, claims].map((part) =>
    encodeBase64Url(new TextEncoder().encode(JSON.stringify(part))),
  );
  const token = `${segments.join('.')}.${randomText(256)}`;
  if (state.graphTokens.size > sweepAbove) {
    for (const [known, issued] of state.graphTokens) {
      if (issued.expiresAtMs <= nowMs) state.graphTokens.delete(known);
    }
  }
  state.graphTokens.set(token, {
    tenantId: user.tenantId,
    objectId: user.objectId,
    scopes,
    expiresAtMs: nowMs + lifetimeSeconds * 1000,
  });
  return token;
}
