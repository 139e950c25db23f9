import type { Clock } from '../lib/clock.ts';
import { isGuid } from '../lib/guid.ts';
import type { Assertion, VerifiedCaller } from './caller.ts';
import type { ClientCredentialSource } from './client-credential.ts';
import { type CloudEndpoints, personalTenantId } from './clouds.ts';
import { parseJwt } from './jwt.ts';
import type { SigningKeys } from './signing-keys.ts';
import {
  type TokenPayload,
  assertClaim,
  readStandardClaims,
  readObjectId,
  readProfile,
  readStringArray,
} from './token-claims.ts';
import { TokenError, type TokenErrorReason } from './token-error.ts';
import { verifySignature } from './signing-keys.ts';

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
  /** @throws TokenError and nothing else. */
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
      const { keyId, payload } = parseJwt(token);
      const { cloud, serverAppId, signingKeys, clock } = policy;
      const claims = readAccessTokenClaims(payload, { cloud, serverAppId, nowMs: clock.nowMs() });
      await verifySignature({ token, keyId, tenantId: claims.tenantId, cloud, signingKeys });
      const refusal = findRefusal(claims, payload, policy);
      if (refusal) {
        const { tenantId, objectId, clientId, tokenId } = claims;
        throw new TokenError(refusal, { holder: { tenantId, objectId, clientId, tokenId } });
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
): TokenErrorReason | undefined {
  if (claims.tenantId === personalTenantId) return 'personal_account';
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

/** What a token says of its holder: the fields of {@link VerifiedCaller} without its promise. */
type AccessTokenClaims = Omit<VerifiedCaller, keyof VerifiedCaller & symbol>;

/** What the claims are held against. */
interface ExpectedClaims {
  readonly cloud: CloudEndpoints;
  /** Client id of the server application. */
  readonly serverAppId: string;
  readonly nowMs: number;
}

/**
 * Reads the claims of an Entra v2 access token for a signed-in person, in the strictest form that Entra issues. All of
 * it can be decided from the token alone, before a key is looked for; a good signature makes it true, not this.
 * @throws TokenError 401.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
function readAccessTokenClaims(
  payload: TokenPayload,
  { cloud, serverAppId, nowMs }: ExpectedClaims,
): AccessTokenClaims {
  const issue = readStandardClaims(payload, { cloud, audience: serverAppId, nowMs });
  const scopes = readDelegatedScopes(payload);
  const objectId = readObjectId(payload);
  const clientId = payload['azp'];
  assertClaim(isGuid(clientId), 'client_malformed');
  return {
    ...issue,
    objectId,
    clientId,
    ...readProfile(payload),
    isGuest: payload['acct'] === 1,
    ...(Array.isArray(payload['groups'])
      ? { groupIds: Object.freeze(readStringArray(payload['groups']).filter(isGuid)) }
      : {}),
    scopes: Object.freeze(scopes),
  };
}

/** Only a person who signed in to a client has `scp`. ID tokens, app-only and device tokens end here. */
function readDelegatedScopes(payload: TokenPayload): string[] {
  const type = payload['idtyp'];
  const scopes = payload['scp'];
  assertClaim(type === undefined || type === 'user', 'not_delegated');
  assertClaim(typeof scopes === 'string', 'not_delegated');
  assertClaim(
    !['nonce', 'c_hash', 'at_hash'].some((claim) => Object.hasOwn(payload, claim)),
    'not_an_access_token',
  );
  // A token bound to a key (RFC 7800) proves nothing without the proof, which is not checked here.
  assertClaim(!Object.hasOwn(payload, 'cnf'), 'sender_constrained');
  return scopes.split(' ');
}

const bearerCredentials = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;
const maxHeaderLength = 'Bearer '.length + 16 * 1024;

/**
 * The bearer token of a request (RFC 6750 section 2.1), or undefined where there is no `Authorization` header: that is
 * answered by a challenge without an error. Several headers arrive joined by a comma, which no token contains, so they
 * are refused with everything else that is not exactly `Bearer`, one space and a token. A token in the query is refused
 * even beside a good header, since by then it stands in logs. Bodies are not looked at: nothing here reads a token from
 * one. What the token is worth is the verifier's business.
 * @throws TokenError `token_in_query`, `token_too_large`, `authorization_malformed`.
 */
export function readBearer(request: Pick<Request, 'headers' | 'url'>): string | undefined {
  if (new URL(request.url).searchParams.has('access_token')) throw new TokenError('token_in_query');
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  if (header.length > maxHeaderLength) throw new TokenError('token_too_large');
  const token = bearerCredentials.exec(header)?.[1];
  if (token === undefined) throw new TokenError('authorization_malformed');
  return token;
}
