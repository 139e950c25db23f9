import { encodeBase64Url, randomText } from '../../encoding/base64.ts';
import { apps } from '../../seed-data/tenants.ts';
import { type SignInContext, encodeContext } from '../authorize/sign-in-context.ts';
import { type DirectoryUser, loginHintOf } from '../directory/directory.ts';
import { type CloudName, formatIssuer } from '../directory/microsoft-cloud.ts';
import type { SigningKey } from '../signing-keys.ts';
import { signJwt } from './jwt.ts';

/** Client authentication method: the `azpacr` claim. */
export type ClientProof = '0' | '1' | '2';

export interface AccessTokenInput {
  /** Application id of the resource: `aud` of a v2 token is always the bare GUID. */
  readonly audience: string;
  readonly clientId: string;
  readonly clientProof: ClientProof;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly scopes: readonly string[];
  readonly nowMs: number;
  readonly cloud: CloudName;
  /** Default: a random time between 60 and 90 minutes, as Entra chooses it. */
  readonly lifetimeSeconds?: number;
}

/**
 * Entra dates `iat` and `nbf` five minutes back, so that a token is good at once where clocks differ: of a token that
 * lives for an hour, `exp - iat` is 3900 in Microsoft's own samples.
 * @see https://github.com/openid/AppAuth-iOS/issues/264
 */
export const datedBackSeconds = 300;

/** Subject of a user at one application: another at every other application. */
export async function pairwiseSubject(user: DirectoryUser, appId: string): Promise<string> {
  const text = new TextEncoder().encode(`${user.tenantId}|${user.objectId}|${appId}`);
  return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

/** Between 60 and 90 minutes. */
export function randomLifetimeSeconds(): number {
  return 3600 + Math.floor(((crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 0x10000) * 1800);
}

/**
 * The claims of a v2 access token for a user, with the optional claims that the server application requests.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function accessTokenClaims(input: AccessTokenInput): Promise<Record<string, unknown>> {
  const { user, context } = input;
  const nowSeconds = Math.floor(input.nowMs / 1000);
  const issuedAt = nowSeconds - datedBackSeconds;
  return {
    aud: input.audience,
    iss: formatIssuer(input.cloud, user.tenantId),
    iat: issuedAt,
    nbf: issuedAt,
    exp: nowSeconds + (input.lifetimeSeconds ?? randomLifetimeSeconds()),
    acct: 0,
    aio: encodeContext(context),
    azp: input.clientId,
    azpacr: input.clientProof,
    idtyp: 'user',
    login_hint: loginHintOf(user),
    name: user.displayName,
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    rh: `1.${randomText(30)}.`,
    scp: input.scopes.join(' '),
    sid: context.sessionId,
    sub: await pairwiseSubject(user, input.audience),
    tid: user.tenantId,
    uti: randomText(16),
    ver: '2.0',
    ...(input.audience === apps.server && user.appRoles.length > 0 && { roles: user.appRoles }),
    ...(user.directoryRoles.length > 0 && { wids: user.directoryRoles }),
    xms_ftd: randomText(36),
  };
}

/** Signs claims as an access token. A v2 token's header names its key by `kid` alone. */
export function signAccessToken(claims: Readonly<Record<string, unknown>>, key: SigningKey): Promise<string> {
  const header = { typ: 'JWT', alg: 'RS256', kid: key.kid };
  return signJwt(JSON.stringify(header), JSON.stringify(claims), key.privateKey);
}
