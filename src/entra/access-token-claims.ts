import { isGuid, objectId, type TenantId, tenantId } from '../lib/guid.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import { type CloudEndpoints, issuerOf } from './clouds.ts';
import { TokenRejection, type TokenRejectionReason } from './token-rejection.ts';

/** What a token says of its holder: the fields of {@link VerifiedCaller} without its promise. */
export type AccessTokenClaims = Omit<VerifiedCaller, keyof VerifiedCaller & symbol>;

/** What the claims are held against. */
export interface ExpectedClaims {
  readonly cloud: CloudEndpoints;
  /** Client id of the server application: `aud` of v2 tokens, whatever its App ID URI. */
  readonly serverAppId: string;
  readonly nowMs: number;
}

/** Clocks may differ by this much: for `nbf` and `iat`. `exp` gets none, for the exchange refuses what has expired. */
const clockToleranceSeconds = 60;
/** The longest life that Entra gives an access token (continuous access evaluation), and an hour of slack. */
const maxLifetimeSeconds = (28 + 1) * 3600;
const maxListLength = 200;
const maxTextLength = 1024;

/**
 * Reads the claims of an Entra v2 access token for a signed-in person, in the strictest form that Entra issues. All of
 * it can be decided from the token alone, before a key is looked for; a good signature makes it true, not this.
 * @throws TokenRejection 401.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function readAccessTokenClaims(
  payload: Readonly<Record<string, unknown>>,
  expected: ExpectedClaims,
): AccessTokenClaims {
  demand(payload['ver'] === '2.0', 'version_refused');
  const tenant = tenantId(payload['tid']);
  demand(tenant !== undefined, 'tenant_malformed');
  demand(payload['iss'] === issuerOf(expected.cloud, tenant), 'issuer_mismatch');
  demand(payload['aud'] === expected.serverAppId, 'audience_mismatch');
  const { issuedAt, expiresAt } = readTimes(payload, expected.nowMs / 1000);
  const scopes = readDelegatedScopes(payload);
  const person = objectId(payload['oid']);
  demand(person !== undefined, 'object_malformed');
  const client = payload['azp'];
  demand(isGuid(client), 'client_malformed');
  return {
    ...readIdentity(tenant, person, client, payload),
    scopes: Object.freeze(scopes),
    issuedAtMs: issuedAt * 1000,
    expiresAtMs: expiresAt * 1000,
  };
}

function readTimes(payload: Readonly<Record<string, unknown>>, now: number) {
  const issuedAt = payload['iat'];
  const notBefore = payload['nbf'];
  const expiresAt = payload['exp'];
  demand(isTime(issuedAt) && isTime(notBefore) && isTime(expiresAt), 'time_malformed');
  demand(expiresAt > now, 'expired');
  demand(Math.max(notBefore, issuedAt) <= now + clockToleranceSeconds, 'not_yet_valid');
  demand(expiresAt - issuedAt <= maxLifetimeSeconds, 'lifetime_too_long');
  return { issuedAt, expiresAt };
}

/** Only a person who signed in to a client has `scp`. ID tokens, app-only and device tokens end here. */
function readDelegatedScopes(payload: Readonly<Record<string, unknown>>): string[] {
  const type = payload['idtyp'];
  const scopes = payload['scp'];
  demand(type === undefined || type === 'user', 'not_delegated');
  demand(typeof scopes === 'string', 'not_delegated');
  demand(
    !['nonce', 'c_hash', 'at_hash'].some((claim) => Object.hasOwn(payload, claim)),
    'not_an_access_token',
  );
  // A token bound to a key (RFC 7800) proves nothing without the proof, which is not checked here.
  demand(!Object.hasOwn(payload, 'cnf'), 'sender_constrained');
  return scopes.split(' ');
}

function readIdentity(
  tenant: TenantId,
  person: NonNullable<ReturnType<typeof objectId>>,
  client: string,
  payload: Readonly<Record<string, unknown>>,
) {
  const preferredUsername = text(payload['preferred_username']);
  const name = text(payload['name']);
  const loginHint = text(payload['login_hint']);
  return {
    tenantId: tenant,
    objectId: person,
    clientId: client,
    tokenId: text(payload['uti']) ?? '',
    isGuest: payload['acct'] === 1,
    ...(preferredUsername === undefined ? {} : { preferredUsername }),
    ...(name === undefined ? {} : { name }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(Array.isArray(payload['groups'])
      ? { groupIds: Object.freeze(texts(payload['groups']).filter(isGuid)) }
      : {}),
    directoryRoles: Object.freeze(texts(payload['wids'])),
    appRoles: Object.freeze(texts(payload['roles'])),
  };
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, maxListLength).flatMap((item) => text(item) ?? []);
}

function demand(condition: boolean, otherwise: TokenRejectionReason): asserts condition {
  if (!condition) throw new TokenRejection(otherwise);
}
