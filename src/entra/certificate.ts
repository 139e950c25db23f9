/** A certificate that an Entra application is registered with, and its key. */
export interface Certificate {
  readonly certificateDer: Uint8Array<ArrayBuffer>;
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** When Entra stops accepting it: shown to administrators in good time. */
  readonly notAfterMs: number;
}

/**
 * Reads a PEM text (RFC 7468) that holds an RSA certificate and its unencrypted PKCS#8 private key, in either order. In
 * a chain the first certificate counts. A text on one line with `\n` spelled out, as env files have it, is understood.
 * Neither the signature of the certificate nor its dates are judged: Entra does that.
 * @throws Error with a message for the operator, never with the material.
 */
export function parseCertificatePem(text: string): Certificate {
  const [certificateDer] = readPemBlocks(text, 'CERTIFICATE');
  const [privateKeyDer] = readPemBlocks(text, 'PRIVATE KEY');
  const certificate = orThrow('holds a certificate that is damaged or has no RSA key', () =>
    readCertificate(certificateDer),
  );
  const numbers = readRsaPublicNumbers(privateKeyDer);
  if (!isSame(certificate.modulus, numbers.modulus)) {
    throw new KeyMaterialError('holds a private key that does not belong to the certificate');
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
  if (publicKey?.tag !== derTags.bitString) throw new RangeError('A public key is no bit string.');
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
  if (iso === year || Number.isNaN(timeMs)) throw new RangeError('A date cannot be read.');
  return timeMs;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** One element of ASN.1 in its distinguished encoding (ITU-T X.690): its tag and its content. */
interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  /** The element as it is spelled, tag and length included. */
  readonly encoded: Uint8Array<ArrayBuffer>;
}

/** Tags of the elements that certificates and keys are made of. */
const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  utcTime: 0x17,
  sequence: 0x30,
  /** `[0] EXPLICIT`, as before the version of a certificate. */
  version: 0xa0,
} as const;

/**
 * The elements that follow each other in the bytes.
 * @throws RangeError where they do not add up.
 */
function readDer(bytes: Uint8Array<ArrayBuffer>): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length;) {
    const { length, headerLength } = readLength(bytes, start);
    const end = start + headerLength + length;
    if (end > bytes.length) throw new RangeError('A DER element is longer than what holds it.');
    elements.push({
      tag: byteAt(bytes, start),
      content: bytes.subarray(start + headerLength, end),
      encoded: bytes.subarray(start, end),
    });
    start = end;
  }
  return elements;
}

function readLength(bytes: Uint8Array, start: number): { length: number; headerLength: number } {
  const first = byteAt(bytes, start + 1);
  if (first < 0x80) return { length: first, headerLength: 2 };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 3) throw new RangeError('A DER length is not one that certificates have.');
  let length = 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + byteAt(bytes, start + 2 + index);
  return { length, headerLength: 2 + octets };
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError('A DER element ends too early.');
  return byte;
}

/** The elements of a sequence. @throws RangeError where it is none */
function derChildren(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== derTags.sequence) throw new RangeError('A sequence was expected.');
  return readDer(element.content);
}

/** The bytes of an integer, the highest first. @throws RangeError where it is none */
function derIntegerBytes(element: DerElement | undefined): Uint8Array<ArrayBuffer> {
  if (element?.tag !== derTags.integer) throw new RangeError('An integer was expected.');
  return element.content;
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END ([A-Z0-9 ]{1,40})-----/g;
const maxPemLength = 32 * 1024;

/**
 * The blocks of a PEM text (RFC 7468) that carry this label, in their order. A text on one line with `\n` spelled out,
 * as env files have it, is understood.
 * @throws KeyMaterialError where there is none, or a key in a form that cannot be used
 */
export function readPemBlocks(
  text: string,
  label: 'CERTIFICATE' | 'PRIVATE KEY',
): readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  if (text.length > maxPemLength) throw new KeyMaterialError('is too long for a certificate and a key');
  const blocks = [...text.replaceAll('\\n', '\n').matchAll(pemBlock)].filter(
    ([, begin, , end]) => begin === end,
  );
  const labels = new Set(blocks.map(([, found]) => found));
  if (labels.has('ENCRYPTED PRIVATE KEY')) {
    throw new KeyMaterialError('holds an encrypted key: decrypt it with openssl pkcs8 -topk8 -nocrypt');
  }
  if (labels.has('RSA PRIVATE KEY')) {
    throw new KeyMaterialError('holds a PKCS#1 key: convert it with openssl pkcs8 -topk8 -nocrypt');
  }
  const [first, ...rest] = blocks
    .filter(([, found]) => found === label)
    .map(([, , body = '']) => orThrow(`has a ${label} block that is not base64`, () => decode(body)));
  if (!first) throw new KeyMaterialError(`holds no ${label} block`);
  return [first, ...rest];
}

function decode(body: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}

/** The public half of an RSA key, as DER spells its numbers: a zero byte may stand in front. */
interface RsaPublicNumbers {
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
  return orThrow('holds a private key that is not an RSA key in PKCS#8', () => {
    const [, , key] = derChildren(readDer(privateKeyDer)[0]);
    if (key?.tag !== derTags.octetString) throw new RangeError('A private key is no octet string.');
    const [, modulus, exponent] = derChildren(readDer(key.content)[0]);
    return { modulus: derIntegerBytes(modulus), exponent: derIntegerBytes(exponent) };
  });
}

/** @throws KeyMaterialError where the key is shorter than Entra takes */
export function requireKeyLength({ modulus }: RsaPublicNumbers): void {
  if (modulus.length < minModulusBytes) {
    throw new KeyMaterialError('needs an RSA key of at least 2048 bits');
  }
}

/** A complaint about key material that an operator reads. It never holds the material. */
class KeyMaterialError extends Error {
  override readonly name = 'KeyMaterialError';
}

/** What `read` gives. @throws KeyMaterialError with the complaint, whatever it threw, and nothing of that. */
function orThrow<T>(complaint: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new KeyMaterialError(complaint);
  }
}
