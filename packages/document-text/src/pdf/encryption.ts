import { createHash } from 'node:crypto';
import { DocumentError } from '../errors.ts';
import { concatenate } from '../byte-builder.ts';
import { decodeAsciiHex } from './filters.ts';
import { type PdfDictionary, type PdfValue, arrayOf, isDictionary } from './objects.ts';

/** The padding of passwords (ISO 32000-1, 7.6.3.3). */
const passwordPadding = decodeAsciiHex(
  new TextEncoder().encode('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a'),
);

type Resolve = (value: PdfValue | undefined) => PdfValue;
type Method = 'none' | 'rc4' | 'aes';

/** Decrypts a PDF that opens with the empty password. */
export interface PdfEncryption {
  /** @param dictionary of the stream, which can name a crypt filter */
  decryptStream(
    data: Uint8Array,
    dictionary: PdfDictionary,
    number: number,
    generation: number,
  ): Promise<Uint8Array>;
  decryptString(data: Uint8Array, number: number, generation: number): Promise<Uint8Array>;
}

/** The error for a PDF that cannot be read without a key. */
export function protectedPdf(): DocumentError {
  return new DocumentError(
    'protected',
    'The PDF is encrypted: it is protected with a password, or by a sensitivity label. Open it in a PDF reader that supports Microsoft Purview, such as Edge, or ask its owner for a copy without protection.',
  );
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Hash of revision 6 (ISO 32000-2, algorithm 2.B) for the empty password. */
async function computeHashRevision6(salt: Uint8Array): Promise<Uint8Array> {
  let key = await digest('SHA-256', salt);
  for (let round = 0, last = 0; round < 64 || last > round - 32; round += 1) {
    const repeated = concatenate(Array.from({ length: 64 }, () => key));
    const encrypted = (await encryptCbc(key.subarray(0, 16), key.subarray(16, 32), repeated)).subarray(
      0,
      repeated.length,
    );
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = await digest(['SHA-256', 'SHA-384', 'SHA-512'][remainder] ?? '', encrypted);
    last = encrypted.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

/** File encryption key of AES-256 (revisions 5 and 6) for the empty password. */
async function computeKeyRevision5(
  revision: number,
  user: Uint8Array,
  userKey: Uint8Array,
): Promise<Uint8Array> {
  const hash = (salt: Uint8Array) => (revision === 5 ? digest('SHA-256', salt) : computeHashRevision6(salt));
  if (!equal(await hash(user.subarray(32, 40)), user.subarray(0, 32))) throw protectedPdf();
  return decryptCbc(await hash(user.subarray(40, 48)), new Uint8Array(blockBytes), userKey.subarray(0, 32));
}

/** File encryption key of revisions 2 to 4 for the empty password (algorithms 2, 4 and 5). */
async function computeKeyRevision2(
  revision: number,
  keyBytes: number,
  owner: Uint8Array,
  permissions: number,
  id: Uint8Array,
  encryptsMetadata: boolean,
  user: Uint8Array,
): Promise<Uint8Array> {
  const flags = new Uint8Array(4);
  new DataView(flags.buffer).setInt32(0, permissions | 0, true);
  const mark = new Uint8Array(revision >= 4 && !encryptsMetadata ? 4 : 0).fill(0xff);
  let key = await digest('MD5', passwordPadding, owner.subarray(0, 32), flags, id, mark);
  for (let round = 0; round < (revision >= 3 ? 50 : 0); round += 1)
    key = await digest('MD5', key.subarray(0, keyBytes));
  key = key.subarray(0, keyBytes);
  let check = revision >= 3 ? await digest('MD5', passwordPadding, id) : passwordPadding;
  for (let round = 0; round < (revision >= 3 ? 20 : 1); round += 1)
    check = rc4(
      key.map((byte) => byte ^ round),
      check,
    );
  if (!equal(check, user.subarray(0, check.length))) throw protectedPdf();
  return key;
}

function getMethod(name: PdfValue, filters: PdfValue, resolve: Resolve): Method {
  const filter = isDictionary(filters) && typeof name === 'string' ? resolve(filters.get(name)) : null;
  const method = isDictionary(filter) ? resolve(filter.get('CFM')) : null;
  return method === 'V2' ? 'rc4' : method === 'AESV2' || method === 'AESV3' ? 'aes' : 'none';
}

/**
 * Opens an encrypted PDF with the empty password, as viewers do for files that restrict printing or copying only
 * (ISO 32000-1, 7.6; ISO 32000-2, 7.6.4).
 * @throws DocumentError `protected` if it needs a password or another security handler
 */
export async function openEncryption(
  encryption: PdfDictionary,
  id: Uint8Array,
  resolve: Resolve,
): Promise<PdfEncryption> {
  const number = (key: string, otherwise: number) => {
    const value = resolve(encryption.get(key));
    return typeof value === 'number' ? value : otherwise;
  };
  const bytes = (key: string) => {
    const value = resolve(encryption.get(key));
    return value instanceof Uint8Array ? value : new Uint8Array(0);
  };
  const version = number('V', 0);
  const revision = number('R', 0);
  const known =
    resolve(encryption.get('Filter')) === 'Standard' && version >= 1 && version <= 5 && version !== 3;
  if (!known || revision < 2 || revision > 6) throw protectedPdf();
  const keyOf = (version: number, revision: number): Promise<Uint8Array> => {
    if (version === 5) return computeKeyRevision5(revision, bytes('U'), bytes('UE'));
    const keyBytes = Math.min(Math.max(number('Length', 40) >> 3, 5), 16);
    return computeKeyRevision2(
      revision,
      version === 1 ? 5 : version === 4 ? 16 : keyBytes,
      bytes('O'),
      number('P', 0),
      id,
      resolve(encryption.get('EncryptMetadata')) !== false,
      bytes('U'),
    );
  };
  const filters = resolve(encryption.get('CF'));
  const method = (name: string): Method =>
    version < 4 ? 'rc4' : getMethod(resolve(encryption.get(name)), filters, resolve);
  // Without stream and string encryption, only attachments are encrypted.
  const isPlain = method('StmF') === 'none' && method('StrF') === 'none';
  const key = isPlain ? new Uint8Array(0) : await keyOf(version, revision);
  const decrypt = async (kind: Method, data: Uint8Array, object: number, generation: number) => {
    if (kind === 'none') return data;
    if (version === 5) return decryptPadded(key, data);
    const salt = [object, object >> 8, object >> 16, generation, generation >> 8];
    const mark = kind === 'aes' ? [0x73, 0x41, 0x6c, 0x54] : [];
    const own = await digest('MD5', key, Uint8Array.from([...salt, ...mark]));
    const objectKey = own.subarray(0, Math.min(key.length + 5, 16));
    return kind === 'aes' ? decryptPadded(objectKey, data) : rc4(objectKey, data);
  };
  return {
    decryptStream: (data, dictionary, object, generation) => {
      const isIdentity = dictionary.get('Type') === 'XRef' || namesIdentity(dictionary, resolve);
      return decrypt(isIdentity ? 'none' : method('StmF'), data, object, generation);
    },
    decryptString: (data, object, generation) => decrypt(method('StrF'), data, object, generation),
  };
}

/** Returns true if the crypt filter of a stream is `Identity` (7.6.5). */
function namesIdentity(dictionary: PdfDictionary, resolve: Resolve): boolean {
  const filter = resolve(dictionary.get('Filter'));
  const first = Array.isArray(filter) ? resolve(arrayOf(filter)[0]) : filter;
  if (first !== 'Crypt') return false;
  const parameters = resolve(dictionary.get('DecodeParms'));
  const own = Array.isArray(parameters) ? resolve(arrayOf(parameters)[0]) : parameters;
  return !isDictionary(own) || (resolve(own.get('Name')) ?? 'Identity') === 'Identity';
}

/** Block size of AES. */
const blockBytes = 16;

/** @param name as Web Crypto has it, or `MD5`, which Web Crypto lacks outside of workerd */
async function digest(name: string, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  if (name === 'MD5') return createHash('md5').update(concatenate(parts)).digest();
  return new Uint8Array(await crypto.subtle.digest(name, concatenate(parts)));
}

/** RC4, used by old PDFs. Encrypts and decrypts. */
function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    const held = state[a] ?? 0;
    state[a] = state[b] ?? 0;
    state[b] = held;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 0xff;
    j = (j + (state[i] ?? 0)) & 0xff;
    swap(i, j);
    return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 0xff] ?? 0);
  });
}

/** AES-CBC with PKCS #7 padding. */
async function encryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const aes = await crypto.subtle.importKey('raw', key.slice(), 'AES-CBC', false, ['encrypt']);
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv: iv.slice() }, aes, data.slice()));
}

/** AES-CBC without padding. An incomplete last block is ignored. */
async function decryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const whole = data.subarray(0, data.length - (data.length % blockBytes));
  if (whole.length === 0) return whole;
  // Web Crypto requires padding, so a block that decrypts to padding is appended.
  const padding = await encryptCbc(key, whole.subarray(-blockBytes), new Uint8Array(0));
  const aes = await crypto.subtle.importKey('raw', key.slice(), 'AES-CBC', false, ['decrypt']);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-CBC', iv: iv.slice() },
    aes,
    concatenate([whole, padding]),
  );
  return new Uint8Array(plain);
}

/** AES-CBC of data with a leading initialization vector. Invalid padding is kept. */
async function decryptPadded(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  if (data.length < 2 * blockBytes) return new Uint8Array(0);
  const plain = await decryptCbc(key, data.subarray(0, blockBytes), data.subarray(blockBytes));
  const last = plain.at(-1) ?? 0;
  return last >= 1 && last <= blockBytes ? plain.subarray(0, -last) : plain;
}
