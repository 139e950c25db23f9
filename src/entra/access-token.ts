import type { Clock } from '../lib/clock-part.ts';
import type { Assertion, VerifiedCaller } from './caller.ts';
import { type AccessTokenClaims, readAccessTokenClaims } from './access-token-claims.ts';
import type { ClientCredentialSource } from './client-credential.ts';
import type { CloudEndpoints } from './clouds.ts';
import { parseCompactToken } from './compact-token.ts';
import { personalTenant } from './personal-tenant.ts';
import type { SigningKeys } from './signing-keys.ts';
import { TokenRejection, type TokenRejectionReason } from './token-rejection.ts';
import { proveSignature } from './token-signature.ts';

/** Whom the connector lets in. */
export interface AccessTokenPolicy {
  readonly cloud: CloudEndpoints;
  /** Client id of the server application, lower case. */
  readonly serverAppId: string;
  /** Client ids (`azp`) that tokens may have been issued to, lower case. */
  readonly allowedClients: ReadonlySet<string>;
  /** Tenant ids, lower case; `*` opens the connector to every organisation. Empty means nobody. */
  readonly allowedTenants: ReadonlySet<string> | '*';
  /** Client id of the client application, lower case, and what it proves itself with, where it does. */
  readonly clientAppId?: string;
  readonly clientCredential?: ClientCredentialSource | undefined;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}

/** The one place where an access token becomes a person. */
export interface AccessTokenVerifier {
  /** @throws TokenRejection and nothing else. */
  verify(token: string): Promise<VerifiedAccessToken>;
}

/** A token that passed, and whom it names. */
export interface VerifiedAccessToken {
  readonly caller: VerifiedCaller;
  readonly assertion: Assertion;
}

const requiredScope = 'access_as_user';
/** `azpacr` of a client that proved itself: by a secret, by a certificate. */
const provenClient: ReadonlySet<unknown> = new Set(['1', '2']);

/**
 * The strict verifier of Entra v2 access tokens. Three steps, in this order: what the token's own text decides (401),
 * who signed it (401, 503), whether its holder may come in (403). So garbage costs no key fetch, and nobody learns
 * from a forged token which tenants and clients are allowed.
 *
 * It does not know of tenants that were disabled, of revocation or of tools: those are decided later, with its result.
 * It does not judge tokens for Graph, which are opaque to everybody but Graph.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-validation
 */
export function createAccessTokenVerifier(policy: AccessTokenPolicy): AccessTokenVerifier {
  return {
    async verify(token) {
      const { keyId, payload } = parseCompactToken(token);
      const { cloud, serverAppId, signingKeys, clock } = policy;
      const claims = readAccessTokenClaims(payload, { cloud, serverAppId, nowMs: clock.nowMs() });
      await proveSignature({ token, keyId, tenantId: claims.tenantId, cloud, signingKeys });
      const refusal = findRefusal(claims, payload, policy);
      if (refusal) {
        const { tenantId, objectId, clientId, tokenId } = claims;
        throw new TokenRejection(refusal, { holder: { tenantId, objectId, clientId, tokenId } });
      }
      return {
        caller: Object.freeze(claims) as VerifiedCaller,
        assertion: token as Assertion,
      };
    },
  };
}

/** Why a person whose token is good may not come in. */
function findRefusal(
  claims: AccessTokenClaims,
  payload: Readonly<Record<string, unknown>>,
  { allowedClients, allowedTenants, clientAppId, clientCredential }: AccessTokenPolicy,
): TokenRejectionReason | undefined {
  if (claims.tenantId === personalTenant) return 'personal_account';
  if (allowedTenants !== '*' && !allowedTenants.has(claims.tenantId)) return 'tenant_not_allowed';
  if (!allowedClients.has(claims.clientId)) return 'client_not_allowed';
  // Only the relay can prove the client application: without that the token was got round it, such as by a device code.
  const isRelays = clientCredential !== undefined && claims.clientId === clientAppId;
  if (isRelays && !provenClient.has(payload['azpacr'])) return 'client_unproven';
  // An agent identity acting for a person: the person is not at the keyboard, whatever `scp` says.
  if (Object.hasOwn(payload, 'xms_par_app_azp')) return 'agent_identity';
  if (!claims.scopes.includes(requiredScope)) return 'scope_missing';
  return undefined;
}
