import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { sealPurpose } from '../crypto/seal-purpose.ts';
import { open, seal } from '../crypto/sealed-box.ts';

const parcelSchema = z.object({
  accessToken: z.string(),
  expiresAtMs: z.number(),
  refreshToken: z.string().optional(),
});

/** Tokens that wait for their client, for the minute that a code is good. */
export type Parcel = Readonly<z.infer<typeof parcelSchema>>;

const purpose = sealPurpose('m365-parcel/v1');

/**
 * Seals tokens under the key ring and a secret that only the code holds: storage and key ring together open nothing.
 * @param secret 256 random bits, base64url
 */
export async function sealParcel(keyRing: KeyRing, secret: string, parcel: Parcel): Promise<Uint8Array> {
  return await seal(keyRing, contextOf(secret), new TextEncoder().encode(JSON.stringify(parcel)));
}

/** The tokens, or undefined: another secret, a key that has retired, or changed bytes. */
export async function openParcel(
  keyRing: KeyRing,
  secret: string,
  sealed: Uint8Array,
): Promise<Parcel | undefined> {
  const plaintext = await open(keyRing, contextOf(secret), sealed);
  return plaintext && parcelSchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}

function contextOf(secret: string) {
  return { purpose, salt: decodeBase64Url(secret) ?? new Uint8Array() };
}
