const maxNameBytes = 256;

/** The name that is written from `start` to `end`, behind its slash (ISO 32000-1, 7.3.5). */
export function decodePdfName(bytes: Uint8Array, start: number, end: number): string {
  const name = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + maxNameBytes)));
  if (!name.includes('#')) return name;
  return name.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The letters that stand for control characters (table 3). */
const escapes: ReadonlyMap<number, number> = new Map(
  Object.entries({ n: 10, r: 13, t: 9, b: 8, f: 12 }).map(([letter, code]) => [letter.charCodeAt(0), code]),
);

/** Where the string ends that opens at `at`: behind the bracket that closes it, or at `end`. */
export function endOfPdfString(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (let index = at; index < end; index += 1) {
    const code = bytes[index];
    if (code === 0x5c) index += 1;
    else if (code === 0x28) depth += 1;
    else if (code === 0x29) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return end;
}

/** The bytes of the string whose text, between its brackets, lies from `start` to `end` (7.3.4.2). */
export function decodePdfString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const output = new Uint8Array(Math.max(0, end - start));
  let size = 0;
  for (let at = start; at < end; at += 1) {
    let code = bytes[at] ?? 0;
    if (code === 0x5c) {
      at += 1;
      const escaped = bytes[at] ?? 0;
      if (escaped === 0x0d || escaped === 0x0a) {
        if (escaped === 0x0d && bytes[at + 1] === 0x0a) at += 1;
        continue;
      }
      const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...bytes.subarray(at, at + 3)))?.[0];
      if (octal !== undefined) at += octal.length - 1;
      code = octal === undefined ? (escapes.get(escaped) ?? escaped) : Number.parseInt(octal, 8) & 0xff;
    }
    output[size] = code;
    size += 1;
  }
  return output.subarray(0, size);
}
