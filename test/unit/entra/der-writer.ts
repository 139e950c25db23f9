/** One element in the distinguished encoding, for certificates that tests make. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...lengthBytes, ...content.flatMap((part) => [...part])]);
}

const ascii = (text: string) => new TextEncoder().encode(text);
const sequence = (...content: readonly Uint8Array[]) => der(0x30, ...content);
const sha256WithRsa = sequence(
  der(0x06, Uint8Array.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b])),
  der(0x05),
);
const commonName = sequence(
  der(0x31, sequence(der(0x06, Uint8Array.from([0x55, 0x04, 0x03])), der(0x0c, ascii('M365 MCP Server')))),
);

/** Options of a test certificate. */
export interface CertificateDepartures {
  readonly notAfter?: string;
  /** 0x17 UTCTime, 0x18 GeneralizedTime. */
  readonly notAfterTag?: number;
  /** A certificate of version 1 has no version. */
  readonly withoutVersion?: boolean;
}

/** An X.509 certificate for the key. Its signature is not one: nobody here checks it. */
export function certificateDer(spki: Uint8Array, departures: CertificateDepartures = {}): Uint8Array {
  const { notAfter = '271124120000Z', notAfterTag = 0x17, withoutVersion = false } = departures;
  const version = der(0xa0, der(0x02, Uint8Array.from([2])));
  const toBeSigned = sequence(
    ...(withoutVersion ? [] : [version]),
    der(0x02, Uint8Array.from([0x10, 0x01])),
    sha256WithRsa,
    commonName,
    sequence(der(0x17, ascii('251124120000Z')), der(notAfterTag, ascii(notAfter))),
    commonName,
    spki,
  );
  return sequence(toBeSigned, sha256WithRsa, der(0x03, new Uint8Array(257)));
}

/** The bytes as a PEM block (RFC 7468). */
export function pemBlock(label: string, bytes: Uint8Array): string {
  const body = btoa(String.fromCharCode(...bytes)).replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
}
