import type { Clock } from '../lib/clock.ts';
import type { ObjectId, TenantId } from '../lib/guid.ts';
import { type CloudEndpoints, personalTenantId } from './clouds.ts';
import { parseJwt } from './jwt.ts';
import type { SigningKeys } from './signing-keys.ts';
import {
  type TokenProfile,
  assertClaim,
  readStandardClaims,
  readObjectId,
  readProfile,
} from './token-claims.ts';
import { TokenError } from './token-error.ts';
import { verifySignature } from './signing-keys.ts';

declare const verified: unique symbol;

/** The user of a verified ID token. Only the ID token verifier creates one. */
export interface SignedInUser extends TokenProfile {
  readonly [verified]: true;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** Turns an ID token into a signed-in user. Nothing else does. */
export interface IdTokenVerifier {
  /**
   * @param nonce the nonce of the authorization request
   * @throws TokenError, and no other error.
   */
  verify(token: string, nonce: string): Promise<SignedInUser>;
}

/** Configuration of ID token validation. */
export interface IdTokenPolicy {
  readonly cloud: CloudEndpoints;
  /** Client id of the application that requested the ID token. */
  readonly clientId: string;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}

/**
 * Creates the strict verifier of Entra v2 ID tokens (OpenID Connect Core section 3.1.3.7), in the same order as for access
 * tokens: format and claims, signature, account type. It does not check whether the tenant is enabled, because an
 * administrator of a disabled tenant must be able to open the page that shows it.
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function createIdTokenVerifier({
  cloud,
  clientId,
  signingKeys,
  clock,
}: IdTokenPolicy): IdTokenVerifier {
  return {
    verify: async (token, nonce) => {
      const { keyId, payload } = parseJwt(token);
      const { tenantId } = readStandardClaims(payload, { cloud, audience: clientId, nowMs: clock.nowMs() });
      // An access token for the same application must not be accepted as an ID token.
      const isForOtherClient = Object.hasOwn(payload, 'azp') && payload['azp'] !== clientId;
      assertClaim(!Object.hasOwn(payload, 'scp') && !isForOtherClient, 'not_an_id_token');
      assertClaim(nonce !== '' && payload['nonce'] === nonce, 'nonce_mismatch');
      const objectId = readObjectId(payload);
      await verifySignature({ token, keyId, tenantId, cloud, signingKeys });
      if (tenantId === personalTenantId) throw new TokenError('personal_account');
      return Object.freeze({ tenantId, objectId, ...readProfile(payload) }) as SignedInUser;
    },
  };
}
