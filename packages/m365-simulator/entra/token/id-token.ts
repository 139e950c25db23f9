import { randomText } from '../../encoding/base64.ts';
import { apps } from '../../seed-data/tenants.ts';
import type { SignInContext } from '../authorize/sign-in-context.ts';
import { type DirectoryUser, loginHintOf } from '../directory/directory.ts';
import { type CloudName, formatIssuer } from '../directory/microsoft-cloud.ts';
import type { SigningKey } from '../signing-keys.ts';
import { datedBackSeconds, pairwiseSubject } from './access-token.ts';
import { signJwt } from './jwt.ts';

export interface IdTokenInput {
  readonly clientId: string;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly nonce: string | undefined;
  readonly nowMs: number;
  readonly cloud: CloudName;
}

/** A v2 ID token. @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export async function signIdToken(input: IdTokenInput, key: SigningKey): Promise<string> {
  const { user } = input;
  const nowSeconds = Math.floor(input.nowMs / 1000);
  const issuedAt = nowSeconds - datedBackSeconds;
  const claims = {
    aud: input.clientId,
    iss: formatIssuer(input.cloud, user.tenantId),
    iat: issuedAt,
    nbf: issuedAt,
    exp: nowSeconds + 3600,
    auth_time: Math.floor(input.context.authTimeMs / 1000),
    login_hint: loginHintOf(user),
    name: user.displayName,
    ...(input.nonce !== undefined && { nonce: input.nonce }),
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    rh: `1.${randomText(30)}.`,
    sid: input.context.sessionId,
    sub: await pairwiseSubject(user, input.clientId),
    tid: user.tenantId,
    uti: randomText(16),
    ver: '2.0',
    ...(input.clientId === apps.server && user.appRoles.length > 0 && { roles: user.appRoles }),
    ...(user.directoryRoles.length > 0 && { wids: user.directoryRoles }),
  };
  const header = { typ: 'JWT', alg: 'RS256', kid: key.kid };
  return signJwt(JSON.stringify(header), JSON.stringify(claims), key.privateKey);
}
