import { z } from 'zod';
import { sha256 } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealContext, unseal, seal, sealPurpose } from '../crypto/sealed-box.ts';
import type { Assertion } from '../entra/caller.ts';
import type { ObjectId, TenantId } from '../lib/guid.ts';

/** What one entry of the vault holds, in the clear. It exists only in the memory of the request that uses it. */
const entrySchema = z.object({
  accessToken: z.string().min(1),
  scopes: z.array(z.string()).readonly(),
  /** When Graph stops accepting the token. */
  expiresAtMs: z.number(),
  /** IANA name of the person's own time zone, once it is known. */
  timeZone: z.string().optional(),
});

export type VaultEntry = Readonly<z.infer<typeof entrySchema>>;

/** Where the entry of an assertion is and how it is sealed. */
export interface EntryKey {
  /** SHA-256 of `salt`: finds the row, and does not give the salt away to who reads the row. */
  readonly rowId: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the assertion: never stored, so that storage and key ring together open nothing. */
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** Whose entry it is. */
export interface EntryOwner {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** The key of an assertion's entry. Only who holds the assertion can make it. */
export async function entryKey(assertion: Assertion): Promise<EntryKey> {
  const salt = await sha256(assertion);
  return { salt, rowId: await sha256(salt) };
}

/** Seals an entry for its owner and assertion. */
export async function sealEntry(
  ring: KeyRing,
  owner: EntryOwner,
  key: EntryKey,
  entry: VaultEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  return await seal(ring, contextOf(owner, key), new TextEncoder().encode(JSON.stringify(entry)));
}

/** The entry in a box, or undefined: sealed for anybody or anything else, under a key not in the ring, or changed. */
export async function openEntry(
  ring: KeyRing,
  owner: EntryOwner,
  key: EntryKey,
  box: Uint8Array,
): Promise<VaultEntry | undefined> {
  const plaintext = await unseal(ring, contextOf(owner, key), box);
  if (!plaintext) return undefined;
  return entrySchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}

function contextOf({ tenantId, objectId }: EntryOwner, { salt }: EntryKey): SealContext {
  return { purpose: sealPurpose('m365-vault/v1', tenantId, objectId, 'graph/.default'), salt };
}
