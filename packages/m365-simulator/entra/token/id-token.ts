import { randomText } from '../../encoding/base64.ts';
import { apps } from '../../seed-data/tenants.ts';
import type { SignInContext } from '../authorize/sign-in-context.ts';
import { type DirectoryUser, loginHintOf } from '../directory/directory.ts';
import { issuerOf } from '../directory/microsoft-cloud.ts';
import type { SigningKey } from '../signing-keys.ts';
import { datedBackSeconds, pairwiseSubject } from './access-token.ts';
import { signJwt } from './jwt.ts';

export interface IdTokenFacts {
  readonly clientId: string;
  readonly user: DirectoryUser;
  readonly context: SignInContext;
  readonly nonce: string | undefined;
  readonly nowMs: number;
}

/** A v2 ID token. @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export async function signIdToken(facts: IdTokenFacts, key: SigningKey): Promise<string> {
  const { user } = facts;
  const nowSeconds = Math.floor(facts.nowMs / 1000);
  const issuedAt = nowSeconds - datedBackSeconds;
  const claims = {
    aud: facts.clientId,
    iss: issuerOf(user.tenantId),
    iat: issuedAt,
    nbf: issuedAt,
    exp: nowSeconds + 3600,
    auth_time: Math.floor(facts.context.authTimeMs / 1000),
    login_hint: loginHintOf(user),
    name: user.displayName,
    ...(facts.nonce !== undefined && { nonce: facts.nonce }),
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    rh: `1.${randomText(30)}.`,
    sid: facts.context.sessionId,
    sub: await pairwiseSubject(user, facts.clientId),
    tid: user.tenantId,
    uti: randomText(16),
    ver: '2.0',
    ...(facts.clientId === apps.server && user.appRoles.length > 0 && { roles: user.appRoles }),
    ...(user.directoryRoles.length > 0 && { wids: user.directoryRoles }),
  };
  const header = { typ: 'JWT', alg: 'RS256', kid: key.kid };
  return signJwt(JSON.stringify(header), JSON.stringify(claims), key.privateKey);
}
