/** One element in the distinguished encoding (X.690). */
function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...lengthBytes, ...content.flatMap((part) => [...part])]);
}

const sequence = (...content: readonly Uint8Array[]) => element(0x30, ...content);
const objectId = (...bytes: readonly number[]) => element(0x06, Uint8Array.from(bytes));
const text = (tag: number, value: string) => element(tag, new TextEncoder().encode(value));

/** sha256WithRSAEncryption and commonName. */
const sha256WithRsa = sequence(objectId(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), element(0x05));
const named = (name: string) =>
  sequence(element(0x31, sequence(objectId(0x55, 0x04, 0x03), text(0x0c, name))));

function pem(label: string, der: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...der)).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

export interface Certificate {
  readonly certificatePem: string;
  /** PKCS#8. */
  readonly privateKeyPem: string;
}

/** Creates an RSA key and a self-signed certificate that is valid for one year from `nowMs` (RFC 5280). */
export async function createSelfSignedCertificate(nowMs: number): Promise<Certificate> {
  const pair = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ['sign', 'verify'],
  );
  if (!('privateKey' in pair)) throw new Error('generateKey returned no key pair.');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const time = (ms: number) => text(0x18, new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, ''));
  const name = named('M365 MCP Server');
  const toBeSigned = sequence(
    element(0xa0, element(0x02, Uint8Array.of(2))),
    element(0x02, Uint8Array.of(1, ...crypto.getRandomValues(new Uint8Array(8)))),
    sha256WithRsa,
    name,
    sequence(time(nowMs), time(nowMs + 365 * 24 * 3600 * 1000)),
    name,
    spki,
  );
  const signature = new Uint8Array(
    await crypto.subtle.sign('RSASSA-PKCS1-v1_5', pair.privateKey, toBeSigned),
  );
  const certificate = sequence(toBeSigned, sha256WithRsa, element(0x03, Uint8Array.of(0), signature));
  return { certificatePem: pem('CERTIFICATE', certificate), privateKeyPem: pem('PRIVATE KEY', pkcs8) };
}
