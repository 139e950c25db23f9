import { derChildren, derIntegerBytes, derTags, readDer } from './certificate.ts';
import { KeyMaterialError, orComplain } from './key-material-error.ts';

/** The public half of an RSA key, as DER spells its numbers: a zero byte may stand in front. */
export interface RsaPublicNumbers {
  readonly modulus: Uint8Array<ArrayBuffer>;
  readonly exponent: Uint8Array<ArrayBuffer>;
}

/** 2,048 bits, and the zero byte in front that keeps the number positive. */
const minModulusBytes = 257;

/**
 * The public numbers of an unencrypted PKCS#8 key:
 * PrivateKeyInfo ::= { version, algorithm, OCTET STRING { RSAPrivateKey ::= { version, modulus, exponent, … } } }.
 * @throws KeyMaterialError where it is no RSA key
 */
export function readRsaPublicNumbers(privateKeyDer: Uint8Array<ArrayBuffer>): RsaPublicNumbers {
  return orComplain('holds a private key that is not an RSA key in PKCS#8', () => {
    const [, , key] = derChildren(readDer(privateKeyDer)[0]);
    if (key?.tag !== derTags.octetString) throw new RangeError('A private key is no octet string.');
    const [, modulus, exponent] = derChildren(readDer(key.content)[0]);
    return { modulus: derIntegerBytes(modulus), exponent: derIntegerBytes(exponent) };
  });
}

/** @throws KeyMaterialError where the key is shorter than Entra takes */
export function requireLength({ modulus }: RsaPublicNumbers): void {
  if (modulus.length < minModulusBytes) {
    throw new KeyMaterialError('needs an RSA key of at least 2048 bits');
  }
}
