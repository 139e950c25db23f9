import { encodeBase64Url } from '../../encoding/base64.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `b!` and base64url of site collection, web and library, each a GUID in Microsoft's byte order. */
export function driveId(siteGuid: string, webGuid: string, listGuid: string): string {
  return `b!${encodeBase64Url(Uint8Array.from([siteGuid, webGuid, listGuid].flatMap(guidBytes)))}`;
}

/** `01`, six characters of the library, and base32 of the item's unique id: 34 characters. */
export function driveItemId(listGuid: string, uniqueGuid: string): string {
  return `01${toBase32(guidBytes(listGuid)).slice(0, 6)}${toBase32(guidBytes(uniqueGuid))}`;
}

/** Bytes of a GUID as Windows stores it: the first three groups little-endian. */
function guidBytes(guid: string): number[] {
  const bytes = (guid.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((index) => bytes[index] ?? 0);
}

function toBase32(bytes: readonly number[]): string {
  let bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  bits = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
  return (bits.match(/.{5}/g) ?? []).map((group) => base32[Number.parseInt(group, 2)]).join('');
}
