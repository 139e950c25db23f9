/** More characters than any font has. */
const maxMapped = 200_000;
const maxMaps = 64;

/**
 * Whether the character map of a TrueType or OpenType font is of a size that fonts have: a few bytes can claim four
 * billion characters (OpenType 1.9, `cmap`, formats 4 and 12). True for what is no such font.
 */
export function isSafeTrueType(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (at: number, size: number) => at >= 0 && at + size <= view.byteLength;
  if (!within(0, 12)) return true;
  const tables = view.getUint16(4);
  for (let index = 0; index < tables && within(12 + index * 16, 16); index += 1) {
    const entry = 12 + index * 16;
    // `cmap`
    if (view.getUint32(entry) !== 0x636d6170) continue;
    const table = view.getUint32(entry + 8);
    if (!within(table, 4)) continue;
    const maps = Math.min(view.getUint16(table + 2), maxMaps);
    for (let map = 0; map < maps && within(table + 4 + map * 8, 8); map += 1) {
      if (!isSafeMap(view, table + view.getUint32(table + 4 + map * 8 + 4))) return false;
    }
  }
  return true;
}

function isSafeMap(view: DataView, start: number): boolean {
  const read16 = (at: number) => (at + 2 <= view.byteLength ? view.getUint16(at) : 0);
  const read32 = (at: number) => (at + 4 <= view.byteLength ? view.getUint32(at) : 0);
  const format = read16(start);
  const isShort = format === 4;
  if (!isShort && format !== 12) return true;
  const ranges = isShort ? read16(start + 6) / 2 : read32(start + 12);
  let mapped = 0;
  for (let range = 0; range < ranges; range += 1) {
    const at = start + (isShort ? 14 + range * 2 : 16 + range * 12);
    if (at >= view.byteLength) return false;
    const first = isShort ? read16(at + ranges * 2 + 2) : read32(at);
    const last = isShort ? read16(at) : read32(at + 4);
    mapped += Math.max(0, last - first + 1);
    if (mapped > maxMapped) return false;
  }
  return true;
}
