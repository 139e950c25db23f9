/** Bytes that look random and are always the same for the same seed. Not for secrets. */
export function seededBytes(seed: string, length: number): Uint8Array {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  }
  return Uint8Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) & 0xff;
  });
}

/** A lower-case version 4 GUID, always the same for the same seed. */
export function seededGuid(seed: string): string {
  const bytes = seededBytes(`guid:${seed}`, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Lower-case hexadecimal, always the same for the same seed. */
export function seededHex(seed: string, length: number): string {
  return hex(seededBytes(`hex:${seed}`, Math.ceil(length / 2))).slice(0, length);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
