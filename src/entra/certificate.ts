import { decodeBase64 } from '../crypto/encoding.ts';

/** A certificate credential of an Entra application, with its private key. */
export interface Certificate {
  readonly certificateDer: Uint8Array<ArrayBuffer>;
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** End of validity, for the expiry warning. */
  readonly notAfterMs: number;
}

/**
 * Reads PEM text (RFC 7468) with an RSA certificate and its unencrypted PKCS#8 private key, in either order. In a chain the
 * first certificate is used. Escaped line breaks (`\n`), as in env files, are accepted. Neither the signature nor the dates
 * of the certificate are validated: Entra does that.
 * @throws Error with a message for the operator that never contains key material
 */
export function parseCertificatePem(text: string): Certificate {
  const [certificateDer] = readPemBlocks(text, 'CERTIFICATE');
  const [privateKeyDer] = readPemBlocks(text, 'PRIVATE KEY');
  const certificate = readOrThrow('contains a certificate that is damaged or has no RSA key', () =>
    readCertificate(certificateDer),
  );
  const numbers = readRsaPublicNumbers(privateKeyDer);
  if (!isEqual(certificate.modulus, numbers.modulus)) {
    throw new Error('contains a private key that does not belong to the certificate');
  }
  requireKeyLength(numbers);
  return { certificateDer, privateKeyDer, notAfterMs: certificate.notAfterMs };
}

/** Certificate ::= { tbs { [0] version, serial, signature, issuer, validity, subject, subjectPublicKeyInfo … } … } */
function readCertificate(der: Uint8Array<ArrayBuffer>) {
  const [tbs] = derChildren(readDer(der)[0]);
  const fields = derChildren(tbs);
  const [, , , validity, , publicKeyInfo] = fields[0]?.tag === derTags.version ? fields.slice(1) : fields;
  const [, notAfter] = derChildren(validity);
  const [, publicKey] = derChildren(publicKeyInfo);
  if (publicKey?.tag !== derTags.bitString) throw new RangeError('The public key is not a bit string.');
  const [modulus] = derChildren(readDer(publicKey.content.subarray(1))[0]);
  return { notAfterMs: readTime(notAfter), modulus: derIntegerBytes(modulus) };
}

/** UTCTime `YYMMDDHHMMSSZ` until 2049, GeneralizedTime `YYYYMMDDHHMMSSZ` from then on (RFC 5280 section 4.1.2.5). */
function readTime(element: DerElement | undefined): number {
  const text = new TextDecoder().decode(element?.content);
  const year =
    element?.tag === derTags.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const iso = year.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const timeMs = Date.parse(iso);
  if (iso === year || Number.isNaN(timeMs)) throw new RangeError('The date is malformed.');
  return timeMs;
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** An ASN.1 element in DER (ITU-T X.690). */
interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** ASN.1 tags used in certificates and keys. */
const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  utcTime: 0x17,
  sequence: 0x30,
  /** `[0] EXPLICIT`, around the version of a certificate. */
  version: 0xa0,
} as const;

/**
 * Reads consecutive DER elements.
 * @throws RangeError if they are malformed
 */
function readDer(bytes: Uint8Array<ArrayBuffer>): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length;) {
    const { length, headerLength } = readLength(bytes, start);
    const end = start + headerLength + length;
    if (end > bytes.length) throw new RangeError('A DER element is longer than its container.');
    elements.push({
      tag: byteAt(bytes, start),
      content: bytes.subarray(start + headerLength, end),
    });
    start = end;
  }
  return elements;
}

function readLength(bytes: Uint8Array, start: number): { length: number; headerLength: number } {
  const first = byteAt(bytes, start + 1);
  if (first < 0x80) return { length: first, headerLength: 2 };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 3) throw new RangeError('The length of a DER element is not supported.');
  let length = 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + byteAt(bytes, start + 2 + index);
  return { length, headerLength: 2 + octets };
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError('A DER element is truncated.');
  return byte;
}

/** The elements of a sequence. @throws RangeError if it is not a sequence */
function derChildren(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== derTags.sequence) throw new RangeError('A sequence was expected.');
  return readDer(element.content);
}

/** The big-endian bytes of an integer. @throws RangeError if it is not an integer */
function derIntegerBytes(element: DerElement | undefined): Uint8Array<ArrayBuffer> {
  if (element?.tag !== derTags.integer) throw new RangeError('An integer was expected.');
  return element.content;
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END ([A-Z0-9 ]{1,40})-----/g;
const maxPemLength = 32 * 1024;

/**
 * The blocks of PEM text (RFC 7468) with this label, in order. Escaped line breaks (`\n`), as in env files, are accepted.
 * @throws Error if there is none, or a key in an unsupported format
 */
export function readPemBlocks(
  text: string,
  label: 'CERTIFICATE' | 'PRIVATE KEY',
): readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  if (text.length > maxPemLength) throw new Error('is too long for a certificate and a key');
  const blocks = [...text.replaceAll('\\n', '\n').matchAll(pemBlock)].filter(
    ([, begin, , end]) => begin === end,
  );
  const labels = new Set(blocks.map(([, found]) => found));
  if (labels.has('ENCRYPTED PRIVATE KEY')) {
    throw new Error('contains an encrypted key: decrypt it with openssl pkcs8 -topk8 -nocrypt');
  }
  if (labels.has('RSA PRIVATE KEY')) {
    throw new Error('contains a PKCS#1 key: convert it with openssl pkcs8 -topk8 -nocrypt');
  }
  const [first, ...rest] = blocks
    .filter(([, found]) => found === label)
    .map(([, , body = '']) => {
      const der = decodeBase64(body);
      if (!der) throw new Error(`contains a ${label} block that is not base64`);
      return der;
    });
  if (!first) throw new Error(`contains no ${label} block`);
  return [first, ...rest];
}

/** Modulus and exponent of an RSA key, as DER integers: they may have a leading zero byte. */
interface RsaPublicNumbers {
  readonly modulus: Uint8Array<ArrayBuffer>;
  readonly exponent: Uint8Array<ArrayBuffer>;
}

/** 2,048 bits and the leading zero byte of a positive integer. */
const minModulusBytes = 257;

/**
 * Modulus and exponent of an unencrypted PKCS#8 key:
 * PrivateKeyInfo ::= { version, algorithm, OCTET STRING { RSAPrivateKey ::= { version, modulus, exponent, … } } }.
 * @throws Error if it is not an RSA key
 */
export function readRsaPublicNumbers(privateKeyDer: Uint8Array<ArrayBuffer>): RsaPublicNumbers {
  return readOrThrow('contains a private key that is not an RSA key in PKCS#8', () => {
    const [, , key] = derChildren(readDer(privateKeyDer)[0]);
    if (key?.tag !== derTags.octetString) throw new RangeError('The private key is not an octet string.');
    const [, modulus, exponent] = derChildren(readDer(key.content)[0]);
    return { modulus: derIntegerBytes(modulus), exponent: derIntegerBytes(exponent) };
  });
}

/** @throws Error if the key is shorter than Entra accepts */
export function requireKeyLength({ modulus }: RsaPublicNumbers): void {
  if (modulus.length < minModulusBytes) {
    throw new Error('needs an RSA key of at least 2048 bits');
  }
}

/** Replaces any error of `read` by one with this message and no cause, so that it cannot contain key material. */
function readOrThrow<T>(message: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new Error(message);
  }
}
