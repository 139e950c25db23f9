import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { seal, sealPurpose, sealText, unseal, unsealText } from '../crypto/sealed-box.ts';
import type { Clock } from '../lib/clock.ts';
import { clientReferenceSchema } from './client-limits.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';

/** The inactivity limit of Entra's refresh tokens. A sealed refresh token expires with it. */
export const refreshTokenTtlMs = 90 * 24 * 60 * 60_000;
/** The absolute lifetime of a sign-in, however often it is refreshed (ASVS 10.4.8). */
export const signInTtlMs = 365 * 24 * 60 * 60_000;
export const codeTtlMs = 60_000;

const codeSchema = z.object({
  grantId: z.string(),
  rotationId: z.string(),
  /** Opens the pending tokens of the grant. It is stored nowhere else. */
  secret: z.string(),
  /** Hash of client, redirect URI, PKCE challenge and resource. */
  binding: z.string(),
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  /** When the sign-in was started. */
  startedAtMs: z.number(),
  stepUpHandle: z.string().optional(),
});

/** The content of an authorization code. */
type AuthorizationCode = Readonly<z.infer<typeof codeSchema>>;

const refreshTokenSchema = z.object({
  grantId: z.string(),
  rotationId: z.string(),
  /** SHA-256 of client id and resource. */
  audience: z.string(),
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  issuedAtMs: z.number(),
  /** When the user signed in. */
  signedInAtMs: z.number(),
  entraRefreshToken: z.string(),
  /** `uti` and `iat` of the access token that was issued with it. */
  tokenId: z.string(),
  tokenIssuedAtMs: z.number(),
  /** Missing in tokens of earlier releases. */
  client: clientReferenceSchema.optional(),
});

/** The content of a refresh token: Entra's refresh token, sealed, and the user and client that it belongs to. */
export type RefreshToken = Readonly<z.infer<typeof refreshTokenSchema>>;

/** The sealed tokens that OAuth clients hold. */
export interface OAuthTokens {
  readonly code: SealedToken<AuthorizationCode>;
  readonly refreshToken: SealedToken<RefreshToken>;
}

/** Creates the sealed tokens, each with a seal purpose of its own. */
export function createOAuthTokens(keyRing: KeyRing, clock: Clock): OAuthTokens {
  return {
    code: createSealedToken(keyRing, clock, {
      purpose: 'm365-code/v1',
      schema: codeSchema,
      ttlMs: codeTtlMs,
    }),
    refreshToken: createSealedToken(keyRing, clock, {
      purpose: 'm365-refresh/v1',
      schema: refreshTokenSchema,
      ttlMs: refreshTokenTtlMs,
    }),
  };
}

/** Seals values of one kind for a URL, a form or a cookie. */
export interface SealedToken<Value> {
  seal(value: Value): Promise<string>;
  /** Returns undefined if the text is not a token of this kind, was modified, or has expired. */
  open(text: string): Promise<Value | undefined>;
}

interface SealedTokenOptions<Value> {
  /** Separates the kinds: a code never opens as a refresh token. */
  readonly purpose: `${string}/v${number}`;
  readonly schema: z.ZodType<Value>;
  /** Undefined if the token is valid as long as its key. */
  readonly ttlMs?: number | ((value: Value) => number);
}

const maxLength = 16 * 1024;

/** Creates a sealed token under the operator's key ring. */
export function createSealedToken<Value>(
  keyRing: KeyRing,
  clock: Clock,
  { purpose, schema, ttlMs }: SealedTokenOptions<Value>,
): SealedToken<Value> {
  const envelope = z.object({ value: schema, expiresAtMs: z.number().optional() });
  const boxPurpose = sealPurpose(purpose);
  return {
    seal: (value) => {
      const valueTtlMs = typeof ttlMs === 'function' ? ttlMs(value) : ttlMs;
      const expiresAtMs = valueTtlMs === undefined ? undefined : clock.nowMs() + valueTtlMs;
      return sealText(keyRing, boxPurpose, JSON.stringify({ value, expiresAtMs }));
    },
    open: async (text) => {
      if (text.length > maxLength) return undefined;
      const json = await unsealText(keyRing, boxPurpose, text);
      if (json === undefined) return undefined;
      // The seal proves the origin. The schema rejects values of an incompatible version.
      const { data } = envelope.safeParse(JSON.parse(json));
      if (!data || (data.expiresAtMs !== undefined && data.expiresAtMs <= clock.nowMs())) return undefined;
      return data.value;
    },
  };
}

const pendingTokensSchema = z.object({
  accessToken: z.string(),
  expiresAtMs: z.number(),
  refreshToken: z.string().optional(),
  client: clientReferenceSchema,
  clientName: z.string(),
});

/** Tokens of Entra that are stored until the client redeems its code. */
type PendingTokens = Readonly<z.infer<typeof pendingTokensSchema>>;

const pendingTokensPurpose = sealPurpose('m365-pending-tokens/v1');

/**
 * Seals tokens under the key ring and a secret that only the code contains: storage and key ring alone cannot open them.
 * @param secret 256 random bits, base64url
 */
export async function sealPendingTokens(
  keyRing: KeyRing,
  secret: string,
  tokens: PendingTokens,
): Promise<Uint8Array> {
  return await seal(keyRing, getSealContext(secret), new TextEncoder().encode(JSON.stringify(tokens)));
}

/** Returns undefined for another secret, a retired key, or modified bytes. */
export async function unsealPendingTokens(
  keyRing: KeyRing,
  secret: string,
  sealed: Uint8Array,
): Promise<PendingTokens | undefined> {
  const plaintext = await unseal(keyRing, getSealContext(secret), sealed);
  return plaintext && pendingTokensSchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}

function getSealContext(secret: string) {
  return { purpose: pendingTokensPurpose, salt: decodeBase64Url(secret) ?? new Uint8Array() };
}
