/** Unicode equivalents of common characters of Wingdings, by the low byte of the code. */
const wingdings: Readonly<Record<number, string>> = {
  0x6c: '●',
  0x6e: '■',
  0x71: '❑',
  0x76: '❖',
  0xa7: '▪',
  0xa8: '☐',
  0xb7: '•',
  0xd8: '➢',
  0xdf: '←',
  0xe0: '→',
  0xe1: '↑',
  0xe2: '↓',
  0xfb: '✗',
  0xfc: '✓',
  0xfd: '☒',
  0xfe: '☑',
};

/** The characters of the Symbol font: from `@`, and from 0xA0. */
const symbolLetters = '≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203Eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼';
const symbolSigns =
  '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭';

function getSymbolFontText(byte: number): string {
  if (byte >= 0xa0) return symbolSigns[byte - 0xa0] ?? '';
  if (byte >= 0x40) return symbolLetters[byte - 0x40] ?? '';
  return byte >= 0x20 ? String.fromCharCode(byte) : '';
}

/**
 * Returns the text of a `w:sym` (ECMA-376 part 1, 17.3.3.30); empty if there is no equivalent.
 * @param code hexadecimal; symbol fonts use F000 to F0FF, other fonts use Unicode
 */
export function getSymbolText(code: string | undefined, font: string | undefined): string {
  const value = Number.parseInt(code ?? '', 16);
  if (!(value >= 0x20 && value <= 0xffff)) return '';
  const isSymbolFont = value >= 0xf000 && value <= 0xf0ff;
  if (!isSymbolFont && value > 0xff) return String.fromCharCode(value);
  if (font?.toLowerCase() === 'symbol') return getSymbolFontText(value & 0xff);
  return wingdings[value & 0xff] ?? '';
}
