/** A key pair made for a test, with every way of signing that a forger would try. */
export interface RsaKey {
  readonly keyId: string;
  readonly publicJwk: { readonly n: string; readonly e: string };
  readonly spki: Uint8Array;
  readonly pkcs8: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with the hash, SHA-256 where none is named. */
  sign(data: Uint8Array, hash?: string): Promise<Uint8Array>;
  signPss(data: Uint8Array): Promise<Uint8Array>;
}

/** Makes a key pair. The exponent is 65537 unless another is asked for. */
export async function createRsaKey(
  keyId: string,
  modulusLength = 2048,
  publicExponent = [1, 0, 1],
): Promise<RsaKey> {
  const parameters = { modulusLength, publicExponent: new Uint8Array(publicExponent), hash: 'SHA-256' };
  const pair = (await crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', ...parameters }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const jwk = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
  const spki = (await crypto.subtle.exportKey('spki', pair.publicKey)) as ArrayBuffer;
  const pkcs8 = (await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer;
  async function signWith(name: string, hash: string, data: Uint8Array): Promise<Uint8Array> {
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign({ name, saltLength: 32 }, key, data));
  }
  return {
    keyId,
    publicJwk: { n: jwk.n ?? '', e: jwk.e ?? '' },
    spki: new Uint8Array(spki),
    pkcs8: new Uint8Array(pkcs8),
    sign: (data, hash = 'SHA-256') => signWith('RSASSA-PKCS1-v1_5', hash, data),
    signPss: (data) => signWith('RSA-PSS', 'SHA-256', data),
  };
}
