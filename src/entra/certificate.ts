import { type DerElement, derTags, readDer } from './der.ts';

/** A certificate that an Entra application is registered with, and its key. */
export interface Certificate {
  readonly certificateDer: Uint8Array<ArrayBuffer>;
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** When Entra stops accepting it: shown to administrators in good time. */
  readonly notAfterMs: number;
}

/** A complaint that an operator reads. It never holds the material. */
class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END ([A-Z0-9 ]{1,40})-----/g;
const maxPemLength = 32 * 1024;
/** 2,048 bits, and the zero byte in front that keeps the number positive. */
const minModulusBytes = 257;

/**
 * Reads a PEM text (RFC 7468) that holds an RSA certificate and its unencrypted PKCS#8 private key, in either order. In
 * a chain the first certificate counts. A text on one line with `\n` spelled out, as env files have it, is understood.
 * Neither the signature of the certificate nor its dates are judged: Entra does that.
 * @throws Error with a message for the operator, never with the material.
 */
export function parseCertificatePem(text: string): Certificate {
  if (text.length > maxPemLength) throw new CertificateError('is too long for a certificate and a key');
  const blocks = [...text.replaceAll('\\n', '\n').matchAll(pemBlock)].filter(
    ([, begin, , end]) => begin === end,
  );
  const labels = new Set(blocks.map(([, label]) => label));
  if (labels.has('ENCRYPTED PRIVATE KEY')) {
    throw new CertificateError('holds an encrypted key: decrypt it with openssl pkcs8 -topk8 -nocrypt');
  }
  if (labels.has('RSA PRIVATE KEY')) {
    throw new CertificateError('holds a PKCS#1 key: convert it with openssl pkcs8 -topk8 -nocrypt');
  }
  const certificateDer = decodeBlock(blocks, 'CERTIFICATE');
  const privateKeyDer = decodeBlock(blocks, 'PRIVATE KEY');
  const certificate = explain('holds a certificate that is damaged or has no RSA key', () =>
    readCertificate(certificateDer),
  );
  const keyModulus = explain('holds a private key that is not an RSA key in PKCS#8', () =>
    readPrivateKeyModulus(privateKeyDer),
  );
  if (!isSame(certificate.modulus, keyModulus)) {
    throw new CertificateError('holds a private key that does not belong to the certificate');
  }
  if (keyModulus.length < minModulusBytes)
    throw new CertificateError('needs an RSA key of at least 2048 bits');
  return { certificateDer, privateKeyDer, notAfterMs: certificate.notAfterMs };
}

function decodeBlock(blocks: readonly RegExpMatchArray[], label: string): Uint8Array<ArrayBuffer> {
  const body = blocks.find(([, begin]) => begin === label)?.[2];
  if (body === undefined) throw new CertificateError(`holds no ${label} block`);
  return explain(`has a ${label} block that is not base64`, () =>
    Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0)),
  );
}

/** Certificate ::= { tbs { [0] version, serial, signature, issuer, validity, subject, subjectPublicKeyInfo … } … } */
function readCertificate(der: Uint8Array<ArrayBuffer>) {
  const [tbs] = children(first(readDer(der)));
  const fields = children(tbs);
  const [, , , validity, , publicKeyInfo] = fields[0]?.tag === derTags.version ? fields.slice(1) : fields;
  const [, notAfter] = children(validity);
  const [, publicKey] = children(publicKeyInfo);
  if (publicKey?.tag !== derTags.bitString) throw new RangeError('A public key is no bit string.');
  const [modulus] = children(first(readDer(publicKey.content.subarray(1))));
  return { notAfterMs: readTime(notAfter), modulus: readInteger(modulus) };
}

/** PrivateKeyInfo ::= { version, algorithm, OCTET STRING { RSAPrivateKey ::= { version, modulus, … } } } */
function readPrivateKeyModulus(der: Uint8Array<ArrayBuffer>): Uint8Array {
  const [, , key] = children(first(readDer(der)));
  if (key?.tag !== derTags.octetString) throw new RangeError('A private key is no octet string.');
  const [, modulus] = children(first(readDer(key.content)));
  return readInteger(modulus);
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

function readInteger(element: DerElement | undefined): Uint8Array {
  if (element?.tag !== derTags.integer) throw new RangeError('An integer was expected.');
  return element.content;
}

function children(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== derTags.sequence) throw new RangeError('A sequence was expected.');
  return readDer(element.content);
}

function first(elements: readonly DerElement[]): DerElement | undefined {
  return elements[0];
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function explain<T>(complaint: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new CertificateError(complaint);
  }
}
