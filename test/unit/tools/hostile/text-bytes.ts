import { strToU8 } from 'fflate';

/** A file with a zero in it is no text. */
export function textBytes(text: string): { bytes: Uint8Array; contentType: undefined } {
  return { bytes: strToU8(text.replaceAll('\u0000', '')), contentType: undefined };
}
