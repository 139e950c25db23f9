import { compactVerify } from 'jose';
import type { TenantId } from '../lib/guid.ts';
import { type CloudEndpoints, issuerOf } from './clouds.ts';
import type { SigningKeys } from './signing-keys.ts';
import { TokenError } from './token-rejection.ts';

/** A token whose claims were read, and what proves them. */
export interface SignatureInput {
  readonly token: string;
  readonly keyId: string;
  readonly tenantId: TenantId;
  readonly cloud: CloudEndpoints;
  readonly signingKeys: SigningKeys;
}

/**
 * Checks who signed a token. Entra's keys are not all for every tenant: each names its issuer, and a key of another
 * issuer proves nothing, however good the signature. Every claim was checked before, so the library is asked for the
 * signature alone.
 * @throws TokenRejection `key_unknown`, `keys_unavailable`, `key_issuer_mismatch`, `signature_invalid`.
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
 */
export async function verifySignature(facts: SignatureInput): Promise<void> {
  const { token, keyId, tenantId, cloud, signingKeys } = facts;
  const { key, issuer } = await signingKeys.find(keyId);
  if (issuer.replace('{tenantid}', tenantId) !== issuerOf(cloud, tenantId)) {
    throw new TokenError('key_issuer_mismatch');
  }
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
  } catch (error) {
    throw new TokenError('signature_invalid', {}, { cause: error });
  }
}
