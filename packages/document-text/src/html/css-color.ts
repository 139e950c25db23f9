/** Names of colours that pass for white or are black; others are never what hides a text. */
const named: ReadonlyMap<string, number> = new Map([
  ['white', 0xffffff],
  ['snow', 0xfffafa],
  ['ivory', 0xfffff0],
  ['ghostwhite', 0xf8f8ff],
  ['floralwhite', 0xfffaf0],
  ['mintcream', 0xf5fffa],
  ['azure', 0xf0ffff],
  ['whitesmoke', 0xf5f5f5],
  ['window', 0xffffff],
  ['black', 0x000000],
  ['windowtext', 0x000000],
]);

/** A CSS or HTML colour as 0xRRGGBB; `transparent` for one that shows nothing; undefined for one not understood. */
export function parseCssColor(text: string): number | 'transparent' | undefined {
  const value = text.trim().toLowerCase().slice(0, 64);
  if (value === 'transparent') return 'transparent';
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(value)?.[1];
  if (hex) return Number.parseInt(hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex, 16);
  const parts = /^rgba?\((\d{1,3})[ ,]{1,3}(\d{1,3})[ ,]{1,3}(\d{1,3})(?:[ ,/]{1,3}([\d.]{1,6})%?)?\)$/.exec(
    value,
  );
  if (!parts) return named.get(value);
  if (parts[4] !== undefined && Number(parts[4]) === 0) return 'transparent';
  const [red = 0, green = 0, blue = 0] = parts.slice(1, 4).map((part) => Math.min(Number(part), 255));
  return red * 0x10000 + green * 0x100 + blue;
}

const barelyVisible = 10;

/** Whether a text of one colour cannot be told from a ground of the other. */
export function looksAlike(one: number, other: number): boolean {
  for (const shift of [16, 8, 0]) {
    if (Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff)) > barelyVisible) return false;
  }
  return true;
}
