/** A color in RGB, each from 0 to 1. Undefined for patterns, images and unknown color spaces. */
export type Color = readonly [number, number, number] | undefined;

/** The color spaces that can be compared. `tint` is an ink, of which zero means none. */
export type PdfColorSpace = 'gray' | 'rgb' | 'cmyk' | 'tint' | 'unknown';

export const black = [0, 0, 0] as const;
export const white = [1, 1, 1] as const;
/** Smaller differences of a color channel are not seen. */
const minContrast = 0.08;

/** The color spaces of the operators that set both space and color (ISO 32000-1, 8.6.8). */
export const deviceSpaces = { g: 'gray', rg: 'rgb', k: 'cmyk', G: 'gray', RG: 'rgb', K: 'cmyk' } as const;

export function toColor(space: PdfColorSpace, numbers: readonly number[]): Color {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  switch (space) {
    case 'gray':
      return [a, a, a];
    case 'rgb':
      return [a, b, c];
    case 'cmyk':
      return [1 - Math.min(1, a + d), 1 - Math.min(1, b + d), 1 - Math.min(1, c + d)];
    case 'tint':
      return numbers.length > 0 && numbers.every((value) => value === 0) ? white : undefined;
    case 'unknown':
      return undefined;
  }
}

/** Returns true if the difference of two colors is not seen. */
export function isSameColor(first: readonly number[], second: readonly number[]): boolean {
  return first.every((value, index) => Math.abs(value - (second[index] ?? 0)) < minContrast);
}
