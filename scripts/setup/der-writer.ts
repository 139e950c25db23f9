/** One element in the distinguished encoding (ITU-T X.690). */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const lengthBytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) lengthBytes.unshift(rest % 256);
  const header = length < 0x80 ? [length] : [0x80 | lengthBytes.length, ...lengthBytes];
  return Uint8Array.from([tag, ...header, ...content.flatMap((part) => [...part])]);
}

/** SEQUENCE. */
export function derSequence(...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return derElement(0x30, ...content);
}

/** INTEGER that is not negative, from its big-endian bytes. */
export function derInteger(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const firstUsed = bytes.findIndex((byte) => byte !== 0);
  const shortest = firstUsed === -1 ? Uint8Array.of(0) : bytes.subarray(firstUsed);
  const isSigned = (shortest[0] ?? 0) >= 0x80;
  return derElement(0x02, ...(isSigned ? [Uint8Array.of(0)] : []), shortest);
}

/** UTF8String. */
export function derText(text: string): Uint8Array<ArrayBuffer> {
  return derElement(0x0c, new TextEncoder().encode(text));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
export function derTime(timeMs: number): Uint8Array<ArrayBuffer> {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isUtcTime = Number(digits.slice(0, 4)) < 2050;
  return derElement(isUtcTime ? 0x17 : 0x18, new TextEncoder().encode(isUtcTime ? digits.slice(2) : digits));
}
