import { encodeBase64Url } from '../../encoding/base64.ts';
import type { KeyCredential } from '../directory/directory.ts';

interface Element {
  readonly tag: number;
  /** The element with its header, and its content. */
  readonly whole: Uint8Array<ArrayBuffer>;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Consecutive elements (X.690, DER). */
function readElements(bytes: Uint8Array<ArrayBuffer>): Element[] {
  const elements: Element[] = [];
  for (let start = 0; start < bytes.length;) {
    const first = bytes[start + 1] ?? 0;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const contentStart = start + 2 + lengthBytes;
    let length = lengthBytes === 0 ? first : 0;
    for (const byte of bytes.subarray(start + 2, contentStart)) length = length * 256 + byte;
    const end = contentStart + length;
    if (end > bytes.length) throw new Error('The certificate is truncated.');
    elements.push({
      tag: bytes[start] ?? 0,
      whole: bytes.slice(start, end),
      content: bytes.slice(contentStart, end),
    });
    start = end;
  }
  return elements;
}

/** The public key (SubjectPublicKeyInfo) in a certificate, and whether issuer and subject are equal (RFC 5280 section 4.1). */
function readFields(der: Uint8Array<ArrayBuffer>): Pick<KeyCredential, 'publicKeySpki' | 'isSelfIssued'> {
  const certificate = readElements(der)[0];
  const toBeSigned = certificate && readElements(certificate.content)[0];
  const fields = toBeSigned ? readElements(toBeSigned.content) : [];
  // An optional version is tagged [0]. Then follow serial number, algorithm, issuer, validity, subject and key.
  const [, , issuer, , subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (!issuer || !subject || !key) throw new Error('The certificate has no public key.');
  return {
    publicKeySpki: key.whole,
    isSelfIssued: encodeBase64Url(issuer.whole) === encodeBase64Url(subject.whole),
  };
}

async function thumbprint(algorithm: 'SHA-256' | 'SHA-1', der: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeBase64Url(new Uint8Array(await crypto.subtle.digest(algorithm, der)));
}

/**
 * Parses a PEM certificate as a key credential.
 * @throws Error when it is not a certificate
 */
export async function readCertificate(pem: string): Promise<KeyCredential> {
  const body = pem.match(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/)?.[1];
  if (body === undefined) throw new Error('The PEM contains no certificate.');
  return readCertificateBase64(body.replaceAll(/\s/g, ''));
}

/**
 * Parses a base64 DER certificate, as Graph expects it.
 * @throws Error when it is not a certificate
 */
export async function readCertificateBase64(base64: string): Promise<KeyCredential> {
  const der = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return {
    thumbprintSha256: await thumbprint('SHA-256', der),
    thumbprintSha1: await thumbprint('SHA-1', der),
    ...readFields(der),
  };
}
