import { federatedKeyId, type FederatedKeys } from './federated-key.ts';

/**
 * The connector as an issuer that an application trusts, in place of a certificate that ends one day. It has a path:
 * the origin is the issuer of the relay, and neither speaks for the other.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface FederatedIssuer {
  /** `PUBLIC_URL/fic`. */
  readonly issuer: string;
  readonly keys: FederatedKeys;
}

/** What the assertions are about. The federated credential of the server application names it. */
export const federatedSubject = 'm365-mcp-connector-server';

/** @returns the issuer of a connector at this origin */
export function federatedIssuerAt(origin: string): string {
  return `${origin}/fic`;
}

/** What Entra reads first (OpenID Connect Discovery 1.0 section 3). Nobody signs in here: there is no more to it. */
export function federatedMetadata({ issuer }: FederatedIssuer) {
  return {
    issuer,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** The public halves of the keys (RFC 7517 section 5). */
export async function federatedKeySet({ keys }: FederatedIssuer) {
  return {
    keys: await Promise.all(
      keys.map(async (key) => ({
        kid: await federatedKeyId(key),
        use: 'sig',
        alg: 'RS256',
        ...key.publicJwk,
      })),
    ),
  };
}
