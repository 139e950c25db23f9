import { z } from 'zod';
import type { Clock } from '../lib/clock-part.ts';
import { isGuid, type ObjectId, type TenantId } from '../lib/guid.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealedFormat, sealedFormat } from './sealed-format.ts';

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
  begunAtMs: z.number(),
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
  begunAtMs: z.number(),
  stepUpHandle: z.string().optional(),
});

/** An authorization code: where the tokens wait, what opens them, and whom they are for. */
export type AuthorizationCode = Readonly<z.infer<typeof codeSchema>>;

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
export interface SignInFormats {
  readonly state: SealedFormat<SignInState>;
  readonly code: SealedFormat<AuthorizationCode>;
  readonly refreshToken: SealedFormat<RefreshToken>;
}

/** The formats under the operator's key ring, each for one purpose. */
export function createSignInFormats(keyRing: KeyRing, clock: Clock): SignInFormats {
  return {
    state: sealedFormat(keyRing, clock, { purpose: 'm365-state/v1', schema: stateSchema, ttlMs: stateTtlMs }),
    code: sealedFormat(keyRing, clock, { purpose: 'm365-code/v1', schema: codeSchema, ttlMs: codeTtlMs }),
    refreshToken: sealedFormat(keyRing, clock, {
      purpose: 'm365-refresh/v1',
      schema: refreshTokenSchema,
      ttlMs: refreshTokenTtlMs,
    }),
  };
}
