import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { Clock } from '../lib/clock.ts';
import { isGuid } from '../lib/guid.ts';
import type { Assertion, VerifiedCaller } from './caller.ts';
import type { ClientCredentialSource } from './client-credential.ts';
import { type CloudEndpoints, personalTenantId } from './clouds.ts';
import { parseJwt } from './jwt.ts';
import { type SigningKey, type SigningKeys, verifySignature } from './signing-keys.ts';
import {
  type ClaimExpectations,
  type TokenPayload,
  assertClaim,
  readStandardClaims,
  readObjectId,
  readProfile,
  readStringArray,
} from './token-claims.ts';
import { TokenError, type TokenErrorReason } from './token-error.ts';

const bearerCredentials = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;
const maxHeaderLength = 'Bearer '.length + 16 * 1024;

/**
 * The bearer token of a request (RFC 6750 section 2.1), or undefined if there is no `Authorization` header. Several
 * headers arrive joined by a comma, which no token contains, so they are rejected like any value that is not exactly
 * `Bearer`, one space and a token. A token in the query is rejected even beside a valid header, because URLs are logged.
 * A token in a body is ignored. The token itself is not validated here.
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

/** Configuration of access token validation. */
export interface AccessTokenPolicy {
  readonly cloud: CloudEndpoints;
  /** Client id of the server application, lower case. */
  readonly serverAppId: string;
  /** Client ids (`azp`) that tokens may have been issued to, lower case. */
  readonly allowedClients: ReadonlySet<string>;
  /** Tenant ids, lower case; `*` allows every tenant. An empty set allows none. */
  readonly allowedTenants: ReadonlySet<string> | '*';
  /** Client id of the client application, lower case, and its credential if it is a confidential client. */
  readonly clientAppId?: string;
  readonly clientCredential?: ClientCredentialSource | undefined;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}

/** Turns an access token into a verified caller. Nothing else does. */
export interface AccessTokenVerifier {
  /** @throws TokenError, and no other error. */
  verify(token: string): Promise<VerifiedAccessToken>;
}

/** A valid access token and its user. */
export interface VerifiedAccessToken {
  readonly caller: VerifiedCaller;
  readonly assertion: Assertion;
}

const requiredScope = 'access_as_user';
/** `azpacr` of a client that authenticated with a secret (1) or a certificate (2). */
const confidentialClient: ReadonlySet<unknown> = new Set(['1', '2']);

/** A caller that was verified, and the key of the signature. */
interface CachedCaller {
  readonly caller: VerifiedCaller;
  readonly signingKey: SigningKey;
  readonly verifiedAtMs: number;
}

const cachedForMs = 60_000;
const maxCachedCallers = 1000;

/**
 * Creates the strict verifier of Entra v2 access tokens. Three steps in this order: format and claims (401), signature
 * (401, 503), authorization (403). A malformed token therefore costs no key request, and a forged token does not reveal
 * which tenants and clients are allowed.
 *
 * A valid token is not verified again for 60 seconds, unless it expires or its key is replaced or removed. Only the hash
 * of the token and its claims are in memory, see docs/decisions/0056.
 *
 * Disabled tenants, revocation and tools are checked later, by others, for each request. Tokens for Graph are opaque and not validated.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-validation
 */
export function createAccessTokenVerifier(policy: AccessTokenPolicy): AccessTokenVerifier {
  const { cloud, serverAppId, signingKeys, clock } = policy;
  const cached = new Map<string, CachedCaller>();

  async function findCached(hash: string, nowMs: number): Promise<VerifiedCaller | undefined> {
    const known = cached.get(hash);
    if (!known || nowMs - known.verifiedAtMs >= cachedForMs || known.caller.expiresAtMs <= nowMs) {
      return undefined;
    }
    const { signingKey, caller } = known;
    return (await signingKeys.find(signingKey.keyId)) === signingKey ? caller : undefined;
  }

  function cache(hash: string, entry: CachedCaller): void {
    cached.delete(hash);
    cached.set(hash, entry);
    const [oldest] = cached.keys();
    if (cached.size > maxCachedCallers && oldest !== undefined) cached.delete(oldest);
  }

  return {
    async verify(token) {
      const nowMs = clock.nowMs();
      const hash = encodeBase64Url(await sha256(token));
      const known = await findCached(hash, nowMs);
      if (known) return { caller: known, assertion: token as Assertion };
      const { keyId, payload } = parseJwt(token);
      const claims = readAccessTokenClaims(payload, { cloud, audience: serverAppId, nowMs });
      const { tenantId } = claims;
      const signingKey = await verifySignature({ token, keyId, tenantId, cloud, signingKeys });
      const denied = denialReason(claims, payload, policy);
      if (denied) {
        const { objectId, clientId, tokenId, preferredUsername } = claims;
        const username = preferredUsername === undefined ? {} : { username: preferredUsername };
        throw new TokenError(denied, { holder: { tenantId, objectId, clientId, tokenId, ...username } });
      }
      const caller = Object.freeze(claims) as VerifiedCaller;
      cache(hash, { caller, signingKey, verifiedAtMs: nowMs });
      return { caller, assertion: token as Assertion };
    },
  };
}

/** Why the user of a valid token is denied, or undefined. */
function denialReason(
  claims: AccessTokenClaims,
  payload: Readonly<Record<string, unknown>>,
  { allowedClients, allowedTenants, clientAppId, clientCredential }: AccessTokenPolicy,
): TokenErrorReason | undefined {
  if (claims.tenantId === personalTenantId) return 'personal_account';
  if (allowedTenants !== '*' && !allowedTenants.has(claims.tenantId)) return 'tenant_not_allowed';
  if (!allowedClients.has(claims.clientId)) return 'client_not_allowed';
  // Only the authorization server has the client credential: without it the token was obtained by another flow, such as
  // the device code flow.
  const isOwnClient = clientCredential !== undefined && claims.clientId === clientAppId;
  if (isOwnClient && !confidentialClient.has(payload['azpacr'])) return 'client_unproven';
  // An agent identity acting for a user: the user is not present, whatever `scp` contains.
  if (Object.hasOwn(payload, 'xms_par_app_azp')) return 'agent_identity';
  if (!claims.scopes.includes(requiredScope)) return 'scope_missing';
  return undefined;
}

/** The members of {@link VerifiedCaller}, before verification. */
type AccessTokenClaims = Omit<VerifiedCaller, keyof VerifiedCaller & symbol>;

/**
 * Reads the claims of an Entra v2 delegated access token, in the strictest form that Entra issues. This validates the
 * claims only; the signature is verified afterwards.
 * @throws TokenError 401.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
function readAccessTokenClaims(payload: TokenPayload, expected: ClaimExpectations): AccessTokenClaims {
  const standardClaims = readStandardClaims(payload, expected);
  const scopes = readDelegatedScopes(payload);
  const objectId = readObjectId(payload);
  const clientId = payload['azp'];
  assertClaim(isGuid(clientId), 'client_malformed');
  return {
    ...standardClaims,
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

/** Scopes of a delegated token (`scp`). Rejects ID tokens, app-only tokens and device tokens. */
function readDelegatedScopes(payload: TokenPayload): string[] {
  const type = payload['idtyp'];
  const scopes = payload['scp'];
  assertClaim(type === undefined || type === 'user', 'not_delegated');
  assertClaim(typeof scopes === 'string', 'not_delegated');
  assertClaim(
    !['nonce', 'c_hash', 'at_hash'].some((claim) => Object.hasOwn(payload, claim)),
    'not_an_access_token',
  );
  // A sender-constrained token (RFC 7800) requires proof of possession, which is not implemented.
  assertClaim(!Object.hasOwn(payload, 'cnf'), 'sender_constrained');
  return scopes.split(' ');
}
