import { type ObjectId, type TenantId, objectId, tenantId } from '../lib/guid.ts';
import { type CloudEndpoints, tenantIssuer } from './clouds.ts';
import { TokenError, type TokenErrorReason } from './token-error.ts';

/** The parsed claims of a token, not verified yet. */
export type TokenPayload = Readonly<Record<string, unknown>>;

/** Expected values of the claims that every token has. */
export interface ClaimExpectations {
  readonly cloud: CloudEndpoints;
  /** Expected `aud`: the client id of the application. v2 tokens never contain its App ID URI. */
  readonly audience: string;
  readonly nowMs: number;
}

/** Tenant and lifetime of a token. */
export interface StandardClaims {
  readonly tenantId: TenantId;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** Clock skew allowed for `nbf` and `iat`. None for `exp`: Entra rejects an expired assertion at the token exchange. */
const clockSkewSeconds = 60;
/** Longest lifetime of an Entra access token (28 h with continuous access evaluation), plus one hour. */
const maxLifetimeSeconds = (28 + 1) * 3600;
const maxListLength = 200;
const maxTextLength = 1024;

/**
 * Validates `ver`, `tid`, `iss`, `aud`, `iat`, `nbf` and `exp` of a v2 token.
 * @throws TokenError 401.
 */
export function readStandardClaims(
  payload: TokenPayload,
  { cloud, audience, nowMs }: ClaimExpectations,
): StandardClaims {
  assertClaim(payload['ver'] === '2.0', 'version_refused');
  const tenant = tenantId(payload['tid']);
  assertClaim(tenant !== undefined, 'tenant_malformed');
  assertClaim(payload['iss'] === tenantIssuer(cloud, tenant), 'issuer_mismatch');
  assertClaim(payload['aud'] === audience, 'audience_mismatch');
  return { tenantId: tenant, ...readTimes(payload, nowMs / 1000) };
}

function readTimes(payload: TokenPayload, now: number): Omit<StandardClaims, 'tenantId'> {
  const issuedAt = payload['iat'];
  const notBefore = payload['nbf'];
  const expiresAt = payload['exp'];
  assertClaim(isTime(issuedAt) && isTime(notBefore) && isTime(expiresAt), 'time_malformed');
  assertClaim(expiresAt > now, 'expired');
  assertClaim(Math.max(notBefore, issuedAt) <= now + clockSkewSeconds, 'not_yet_valid');
  assertClaim(expiresAt - issuedAt <= maxLifetimeSeconds, 'lifetime_too_long');
  return { issuedAtMs: issuedAt * 1000, expiresAtMs: expiresAt * 1000 };
}

/**
 * The `oid` of a token.
 * @throws TokenError 401.
 */
export function readObjectId(payload: TokenPayload): ObjectId {
  const user = objectId(payload['oid']);
  assertClaim(user !== undefined, 'object_malformed');
  return user;
}

/** Claims about the user, for display and roles. */
export interface TokenProfile {
  readonly tokenId: string;
  readonly preferredUsername?: string;
  readonly name?: string;
  /** When the user entered a credential. Entra sends it if the application has the optional claim `auth_time`. */
  readonly authTimeMs?: number;
  readonly loginHint?: string;
  readonly directoryRoles: readonly string[];
  readonly appRoles: readonly string[];
}

/** Reads the claims about the user. Malformed or too long values are left out. */
export function readProfile(payload: TokenPayload): TokenProfile {
  const preferredUsername = readString(payload['preferred_username']);
  const name = readString(payload['name']);
  const loginHint = readString(payload['login_hint']);
  return {
    tokenId: readString(payload['uti']) ?? '',
    ...(preferredUsername === undefined ? {} : { preferredUsername }),
    ...(name === undefined ? {} : { name }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(isTime(payload['auth_time']) ? { authTimeMs: payload['auth_time'] * 1000 } : {}),
    directoryRoles: Object.freeze(readStringArray(payload['wids'])),
    appRoles: Object.freeze(readStringArray(payload['roles'])),
  };
}

/** The strings of an array claim, at most 200 as in Entra's tokens. */
export function readStringArray(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, maxListLength).flatMap((item) => readString(item) ?? []);
}

/** @throws TokenError with the reason if the condition is false. */
export function assertClaim(condition: boolean, reason: TokenErrorReason): asserts condition {
  if (!condition) throw new TokenError(reason);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function readString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
}
