import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { unseal, unsealText, seal, sealPurpose, sealText } from '../crypto/sealed-box.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';

/** How long Entra keeps a sign-in that nobody uses. A sealed refresh token lasts no longer. */
export const refreshTokenTtlMs = 90 * 24 * 60 * 60_000;
/** How long a sign-in lasts however often it is renewed: what was stolen unseen ends some day, too (ASVS 10.4.8). */
export const signInTtlMs = 365 * 24 * 60 * 60_000;
/** From the redirect to Entra to the way back: time for a second factor. */
export const stateTtlMs = 10 * 60_000;
export const codeTtlMs = 60_000;

const stateSchema = z.object({
  grantId: z.string(),
  /** Our own proof key towards Entra; the client's is part of the binding. */
  codeVerifier: z.string(),
  redirectUri: z.string(),
  clientState: z.string().optional(),
  clientName: z.string(),
  /** What the code is bound to. */
  binding: z.string(),
  /** SHA-256 of the browser's cookie. */
  browser: z.string(),
  tenant: z.string(),
  stepUpHandle: z.string().optional(),
  /** The person was sent back to Microsoft once already, for more. */
  isRepeated: z.boolean(),
  /** Nothing that was revoked later comes of it. */
  startedAtMs: z.number(),
});

/** A sign-in that is at Microsoft. */
export type SignInState = Readonly<z.infer<typeof stateSchema>>;

const codeSchema = z.object({
  grantId: z.string(),
  link: z.string(),
  /** Opens the tokens that wait in the grant. It is nowhere else. */
  secret: z.string(),
  binding: z.string(),
  clientName: z.string(),
  /** When the sign-in began. */
  startedAtMs: z.number(),
  stepUpHandle: z.string().optional(),
});

/** An authorization code: where the tokens wait, what opens them, and whom they are for. */
type AuthorizationCode = Readonly<z.infer<typeof codeSchema>>;

const refreshTokenSchema = z.object({
  grantId: z.string(),
  link: z.string(),
  /** SHA-256 of client id and resource. */
  audience: z.string(),
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
  issuedAtMs: z.number(),
  /** When the chain began. Tokens from before this was noted count from when they were issued. */
  signedInAtMs: z.number().optional(),
  entraRefreshToken: z.string(),
  /** `uti` and `iat` of the access token that was handed out with it. */
  tokenId: z.string(),
  tokenIssuedAtMs: z.number(),
});

/** A refresh token: Entra's own, which only the relay can use, and whom it is for. */
export type RefreshToken = Readonly<z.infer<typeof refreshTokenSchema>>;

/** What the relay gives away sealed and takes back. */
export interface OAuthTokens {
  readonly state: SealedToken<SignInState>;
  readonly code: SealedToken<AuthorizationCode>;
  readonly refreshToken: SealedToken<RefreshToken>;
}

/** The formats under the operator's key ring, each for one purpose. */
export function createOAuthTokens(keyRing: KeyRing, clock: Clock): OAuthTokens {
  return {
    state: createSealedToken(keyRing, clock, {
      purpose: 'm365-state/v1',
      schema: stateSchema,
      ttlMs: stateTtlMs,
    }),
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

/** Values of one kind that leave in a URL, a form or a cookie, and come back as text that anybody may have made. */
export interface SealedToken<Value> {
  seal(value: Value): Promise<string>;
  /** The value, or undefined: not sealed here, sealed for something else, changed, or older than it may be. */
  open(text: string): Promise<Value | undefined>;
}

/** What one kind of sealed value is. */
interface SealedTokenOptions<Value> {
  /** Tells kinds apart: a code never opens as a refresh token. */
  readonly purpose: `${string}/v${number}`;
  readonly schema: z.ZodType<Value>;
  /** Undefined for what lasts as long as its key does. */
  readonly ttlMs?: number;
}

const maxLength = 16 * 1024;

/** A sealed format under the operator's key ring. */
export function createSealedToken<Value>(
  keyRing: KeyRing,
  clock: Clock,
  { purpose, schema, ttlMs }: SealedTokenOptions<Value>,
): SealedToken<Value> {
  const envelope = z.object({ value: schema, expiresAtMs: z.number().optional() });
  const sealPurposeOfFormat = sealPurpose(purpose);
  return {
    seal: (value) => {
      const expiresAtMs = ttlMs === undefined ? undefined : clock.nowMs() + ttlMs;
      return sealText(keyRing, sealPurposeOfFormat, JSON.stringify({ value, expiresAtMs }));
    },
    open: async (text) => {
      if (text.length > maxLength) return undefined;
      const opened = await unsealText(keyRing, sealPurposeOfFormat, text);
      if (opened === undefined) return undefined;
      // The seal proves that we wrote it; the schema, that this version of us can still read it.
      const { data } = envelope.safeParse(JSON.parse(opened));
      if (!data || (data.expiresAtMs !== undefined && data.expiresAtMs <= clock.nowMs())) return undefined;
      return data.value;
    },
  };
}

const parcelSchema = z.object({
  accessToken: z.string(),
  expiresAtMs: z.number(),
  refreshToken: z.string().optional(),
});

/** Tokens that wait for their client, for the minute that a code is good. */
type PendingTokens = Readonly<z.infer<typeof parcelSchema>>;

const purpose = sealPurpose('m365-parcel/v1');

/**
 * Seals tokens under the key ring and a secret that only the code holds: storage and key ring together open nothing.
 * @param secret 256 random bits, base64url
 */
export async function sealPendingTokens(
  keyRing: KeyRing,
  secret: string,
  parcel: PendingTokens,
): Promise<Uint8Array> {
  return await seal(keyRing, contextOf(secret), new TextEncoder().encode(JSON.stringify(parcel)));
}

/** The tokens, or undefined: another secret, a key that has retired, or changed bytes. */
export async function unsealPendingTokens(
  keyRing: KeyRing,
  secret: string,
  sealed: Uint8Array,
): Promise<PendingTokens | undefined> {
  const plaintext = await unseal(keyRing, contextOf(secret), sealed);
  return plaintext && parcelSchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}

function contextOf(secret: string) {
  return { purpose, salt: decodeBase64Url(secret) ?? new Uint8Array() };
}
