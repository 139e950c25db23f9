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

/** A person who has just signed in to a page of the connector. Nothing but the verifier makes one. */
export interface SignedInUser extends TokenProfile {
  readonly [verified]: true;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** The one place where an ID token becomes a person. */
export interface IdTokenVerifier {
  /**
   * @param nonce the random value that the sign-in was begun with
   * @throws TokenError and nothing else.
   */
  verify(token: string, nonce: string): Promise<SignedInUser>;
}

/** What ID tokens are held against. */
export interface IdTokenPolicy {
  readonly cloud: CloudEndpoints;
  /** Client id of the application that people sign in to. */
  readonly clientId: string;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}

/**
 * The strict verifier of Entra v2 ID tokens (OpenID Connect Core section 3.1.3.7), in the order of the one for access
 * tokens: the token's own text, its signature, its holder. The tenant is that of the proven token. Whether the
 * organisation is enabled is not asked: an administrator has to see the page that says that it is not.
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
      // An access token for the same application is not the answer to a sign-in.
      const isForAnother = Object.hasOwn(payload, 'azp') && payload['azp'] !== clientId;
      assertClaim(!Object.hasOwn(payload, 'scp') && !isForAnother, 'not_an_id_token');
      assertClaim(nonce !== '' && payload['nonce'] === nonce, 'nonce_mismatch');
      const objectId = readObjectId(payload);
      await verifySignature({ token, keyId, tenantId, cloud, signingKeys });
      if (tenantId === personalTenantId) throw new TokenError('personal_account');
      return Object.freeze({ tenantId, objectId, ...readProfile(payload) }) as SignedInUser;
    },
  };
}
