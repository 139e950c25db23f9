/** A piece of text as pdf.js places it on the page, in units of the page. */
export interface PlacedText {
  readonly str: string;
  readonly dir: string;
  /** Text space to page space (ISO 32000-1, 9.4.4). */
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  /** Its lines run from top to bottom. */
  readonly isVertical: boolean;
}

/** A piece in a coordinate system that is turned so that its line runs from left to right. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly baseline: number;
  readonly size: number;
  readonly angle: number;
  readonly isRtl: boolean;
  /** The file has a space before it. */
  readonly isSpaced: boolean;
}

/** Pieces on one baseline, in the order in which they are drawn. */
export interface Line {
  readonly pieces: Piece[];
  readonly angle: number;
  readonly baseline: number;
  readonly size: number;
}

/** Arabic letters and ligatures in the shape that they have at their place in a word. */
const arabicForms = /[\uFB50-\uFDC7\uFE80-\uFEFC]+/g;

/** The piece of a text item. @param isSpaced the file has a space before it */
export function placePiece(item: PlacedText, isSpaced: boolean): Piece {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = item.transform;
  const [right, up] = item.isVertical ? [-c, -d] : [a, b];
  const length = Math.hypot(right, up) || 1;
  const start = (x * right + y * up) / length;
  const extent = item.isVertical ? item.height : item.width;
  const size = (item.isVertical ? Math.hypot(a, b) : item.height || Math.hypot(c, d)) || 1;
  return {
    text: item.str.replaceAll(arabicForms, (forms) => forms.normalize('NFKC')),
    start,
    end: start + extent,
    baseline: (y * right - x * up) / length,
    size,
    angle: Math.atan2(up, right),
    isRtl: item.dir === 'rtl',
    isSpaced,
  };
}
