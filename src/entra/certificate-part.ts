import { derChildren, type DerElement, derIntegerBytes, derTags, readDer } from './certificate.ts';
import { KeyMaterialError, orComplain } from './key-material-error.ts';
import { readPemBlocks } from './pem-blocks.ts';
import { readRsaPublicNumbers, requireLength } from './rsa-private-key.ts';

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
  const certificate = orComplain('holds a certificate that is damaged or has no RSA key', () =>
    readCertificate(certificateDer),
  );
  const numbers = readRsaPublicNumbers(privateKeyDer);
  if (!isSame(certificate.modulus, numbers.modulus)) {
    throw new KeyMaterialError('holds a private key that does not belong to the certificate');
  }
  requireLength(numbers);
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
