import { z } from 'zod';
import { sha256 } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealContext, seal, sealPurpose, unseal } from '../crypto/sealed-box.ts';
import type { Assertion } from '../entra/caller.ts';
import type { User } from '../lib/guid.ts';

/** The content of an entry. In plain text it exists only in memory, while a request uses it. */
const entrySchema = z.object({
  accessToken: z.string().min(1),
  scopes: z.array(z.string()).readonly(),
  /** When Graph stops accepting the token. */
  expiresAtMs: z.number(),
  /** IANA name of the user's time zone, once it is known. */
  timeZone: z.string().optional(),
  /** `tokenGeneration` of the tenant policy when the exchange was started. */
  generation: z.number().optional(),
});

export type VaultEntry = Readonly<z.infer<typeof entrySchema>>;

/** The row id and the seal salt of an assertion's entry. */
export interface EntryKey {
  /** SHA-256 of `salt`: finds the row without revealing the salt. */
  readonly rowId: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the assertion. It is never stored, so storage and key ring alone cannot open the entry. */
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** Derives the key of an assertion's entry. */
export async function createEntryKey(assertion: Assertion): Promise<EntryKey> {
  const salt = await sha256(assertion);
  return { salt, rowId: await sha256(salt) };
}

/** Seals an entry for its user and assertion. */
export async function sealEntry(
  keyRing: KeyRing,
  user: User,
  key: EntryKey,
  entry: VaultEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  return await seal(keyRing, getSealContext(user, key), new TextEncoder().encode(JSON.stringify(entry)));
}

/** Opens a sealed entry. Undefined for another user or assertion, a retired key, or modified bytes. */
export async function unsealEntry(
  keyRing: KeyRing,
  user: User,
  key: EntryKey,
  sealed: Uint8Array,
): Promise<VaultEntry | undefined> {
  const plaintext = await unseal(keyRing, getSealContext(user, key), sealed);
  if (!plaintext) return undefined;
  return entrySchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}

function getSealContext({ tenantId, objectId }: User, { salt }: EntryKey): SealContext {
  return { purpose: sealPurpose('m365-vault/v1', tenantId, objectId, 'graph/.default'), salt };
}
