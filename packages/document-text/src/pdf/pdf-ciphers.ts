/** The block of AES. */
export const blockBytes = 16;

/** Bytes one after the other. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The digest of bytes one after the other, by its name in Web Crypto (`MD5` is known to workerd alone). */
export async function digest(name: string, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, joinBytes(...parts)));
}

/** RC4, which is its own inverse. Old PDFs use it; it protects nothing here. */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
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

/** AES in CBC mode. A block of padding is added. */
export async function encryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const aes = await crypto.subtle.importKey('raw', joinBytes(key), 'AES-CBC', false, ['encrypt']);
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-CBC', iv: joinBytes(iv) }, aes, joinBytes(data)),
  );
}

/** AES in CBC mode, of whole blocks without padding. */
export async function decryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const whole = data.subarray(0, data.length - (data.length % blockBytes));
  if (whole.length === 0) return whole;
  // Web Crypto insists on padding: a block that decrypts to nothing else.
  const padding = await encryptCbc(key, whole.subarray(-blockBytes), new Uint8Array(0));
  const aes = await crypto.subtle.importKey('raw', joinBytes(key), 'AES-CBC', false, ['decrypt']);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-CBC', iv: joinBytes(iv) },
    aes,
    joinBytes(whole, padding),
  );
  return new Uint8Array(plain);
}

/** AES in CBC mode, of data that starts with its initialisation vector and ends with padding, as far as the padding is any. */
export async function decryptPadded(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  if (data.length < 2 * blockBytes) return new Uint8Array(0);
  const plain = await decryptCbc(key, data.subarray(0, blockBytes), data.subarray(blockBytes));
  const last = plain.at(-1) ?? 0;
  return last >= 1 && last <= blockBytes ? plain.subarray(0, -last) : plain;
}
