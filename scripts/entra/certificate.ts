/** A private key and its certificate. */
interface NewCertificate {
  /** PEM of certificate and PKCS#8 key: the value of SERVER_APP_CERTIFICATE. */
  readonly pem: string;
  /** Base64 of the DER certificate, for Graph. */
  readonly certificateBase64: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

const dayMs = 24 * 3600 * 1000;
const modulusLength = 2048;
const sha256WithRsaOid = Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b);
const commonNameOid = Uint8Array.of(0x55, 0x04, 0x03);
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/**
 * Creates an RSA key and a self-signed certificate (RFC 5280). Entra checks the key and the validity period only. The key
 * signs with PS256, which the certificate does not restrict.
 * @param commonName subject and issuer
 * @param days validity period
 */
export async function createCertificate(
  commonName: string,
  days: number,
  nowMs: number,
): Promise<NewCertificate> {
  const pair = await crypto.subtle.generateKey(
    { ...algorithm, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
  // Certificates have whole seconds. Five minutes earlier, for clocks that are behind.
  const notBeforeMs = Math.floor(nowMs / 1000) * 1000 - 5 * 60_000;
  const notAfterMs = notBeforeMs + days * dayMs;
  const signatureAlgorithm = derSequence(derElement(0x06, sha256WithRsaOid), derElement(0x05));
  const name = derSequence(
    derElement(0x31, derSequence(derElement(0x06, commonNameOid), derText(commonName))),
  );
  const toBeSigned = derSequence(
    derElement(0xa0, derInteger(Uint8Array.of(2))),
    derInteger(crypto.getRandomValues(new Uint8Array(16))),
    signatureAlgorithm,
    name,
    derSequence(derTime(notBeforeMs), derTime(notAfterMs)),
    name,
    new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
  );
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm.name, pair.privateKey, toBeSigned));
  const certificate = derSequence(
    toBeSigned,
    signatureAlgorithm,
    derElement(0x03, Uint8Array.of(0), signature),
  );
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return {
    pem: pemBlock('CERTIFICATE', certificate) + pemBlock('PRIVATE KEY', privateKey),
    certificateBase64: Buffer.from(certificate).toString('base64'),
    notBeforeMs,
    notAfterMs,
  };
}

/** One DER element (ITU-T X.690). */
function derElement(tag: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const lengthBytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) lengthBytes.unshift(rest % 256);
  const header = length < 0x80 ? [length] : [0x80 | lengthBytes.length, ...lengthBytes];
  return Uint8Array.from([tag, ...header, ...content.flatMap((part) => [...part])]);
}

/** SEQUENCE. */
function derSequence(...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return derElement(0x30, ...content);
}

/** Non-negative INTEGER from big-endian bytes. */
function derInteger(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const firstUsed = bytes.findIndex((byte) => byte !== 0);
  const shortest = firstUsed === -1 ? Uint8Array.of(0) : bytes.subarray(firstUsed);
  const isSigned = (shortest[0] ?? 0) >= 0x80;
  return derElement(0x02, ...(isSigned ? [Uint8Array.of(0)] : []), shortest);
}

/** UTF8String. */
function derText(text: string): Uint8Array<ArrayBuffer> {
  return derElement(0x0c, new TextEncoder().encode(text));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
function derTime(timeMs: number): Uint8Array<ArrayBuffer> {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isUtcTime = Number(digits.slice(0, 4)) < 2050;
  return derElement(isUtcTime ? 0x17 : 0x18, new TextEncoder().encode(isUtcTime ? digits.slice(2) : digits));
}

/** One block of a PEM text (RFC 7468). */
export function pemBlock(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
