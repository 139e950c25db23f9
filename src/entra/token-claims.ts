import { type ObjectId, type TenantId, objectId, tenantId } from '../lib/guid.ts';
import { type CloudEndpoints, tenantIssuer } from './clouds.ts';
import { TokenError, type TokenErrorReason } from './token-error.ts';

/** The claims of a token, parsed and not believed yet. */
export type TokenPayload = Readonly<Record<string, unknown>>;

/** What every token is held against. */
export interface ClaimExpectations {
  readonly cloud: CloudEndpoints;
  /** Client id that the token has to be for: `aud` of v2 tokens, whatever an App ID URI says. */
  readonly audience: string;
  readonly nowMs: number;
}

/** Who issued a token, and for how long. */
export interface StandardClaims {
  readonly tenantId: TenantId;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** Clocks may differ by this much: for `nbf` and `iat`. `exp` gets none, for the exchange refuses what has expired. */
const clockToleranceSeconds = 60;
/** The longest life that Entra gives an access token (continuous access evaluation), and an hour of slack. */
const maxLifetimeSeconds = (28 + 1) * 3600;
const maxListLength = 200;
const maxTextLength = 1024;

/**
 * Reads who issued a v2 token, for whom and when.
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
  assertClaim(Math.max(notBefore, issuedAt) <= now + clockToleranceSeconds, 'not_yet_valid');
  assertClaim(expiresAt - issuedAt <= maxLifetimeSeconds, 'lifetime_too_long');
  return { issuedAtMs: issuedAt * 1000, expiresAtMs: expiresAt * 1000 };
}

/**
 * The person that a token names.
 * @throws TokenError 401.
 */
export function readObjectId(payload: TokenPayload): ObjectId {
  const user = objectId(payload['oid']);
  assertClaim(user !== undefined, 'object_malformed');
  return user;
}

/** What a token says about its person, for display and for roles. */
export interface TokenProfile {
  readonly tokenId: string;
  readonly preferredUsername?: string;
  readonly name?: string;
  readonly loginHint?: string;
  readonly directoryRoles: readonly string[];
  readonly appRoles: readonly string[];
}

/** Reads what a token says about its person. What is malformed or too long is left out. */
export function readProfile(payload: TokenPayload): TokenProfile {
  const preferredUsername = readString(payload['preferred_username']);
  const name = readString(payload['name']);
  const loginHint = readString(payload['login_hint']);
  return {
    tokenId: readString(payload['uti']) ?? '',
    ...(preferredUsername === undefined ? {} : { preferredUsername }),
    ...(name === undefined ? {} : { name }),
    ...(loginHint === undefined ? {} : { loginHint }),
    directoryRoles: Object.freeze(readStringArray(payload['wids'])),
    appRoles: Object.freeze(readStringArray(payload['roles'])),
  };
}

/** The texts of a claim that is a list of them, as many as Entra puts into a token. */
export function readStringArray(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, maxListLength).flatMap((item) => readString(item) ?? []);
}

/** @throws TokenError unless the condition holds. */
export function assertClaim(condition: boolean, otherwise: TokenErrorReason): asserts condition {
  if (!condition) throw new TokenError(otherwise);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function readString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
}
