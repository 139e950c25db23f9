/** One element of ASN.1 in its distinguished encoding (ITU-T X.690): its tag and its content. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  /** The element as it is spelled, tag and length included. */
  readonly encoded: Uint8Array<ArrayBuffer>;
}

/** Tags of the elements that certificates and keys are made of. */
export const derTags = {
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
export function readDer(bytes: Uint8Array<ArrayBuffer>): readonly DerElement[] {
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
export function derChildren(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== derTags.sequence) throw new RangeError('A sequence was expected.');
  return readDer(element.content);
}

/** The bytes of an integer, the highest first. @throws RangeError where it is none */
export function derIntegerBytes(element: DerElement | undefined): Uint8Array<ArrayBuffer> {
  if (element?.tag !== derTags.integer) throw new RangeError('An integer was expected.');
  return element.content;
}
