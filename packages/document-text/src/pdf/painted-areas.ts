import { type Color, white } from './colors.ts';
import { type Box, containsPoint } from './geometry.ts';

interface Paint extends Box {
  readonly color: Color;
  readonly isImage: boolean;
}

/** Work limits of one content stream. Beyond them, painted areas are ignored. */
const maxPaints = 3000;
const maxComparisons = 400_000;

/** The areas that a content stream has painted on its white page, in order. */
export class PaintedAreas {
  readonly #paints: Paint[] = [];
  #comparisonsLeft = maxComparisons;

  add(area: Box, color: Color, isImage: boolean): void {
    if (this.#paints.length < maxPaints) this.#paints.push({ ...area, color, isImage });
  }

  /** The color at a point; undefined if it is not known. */
  colorAt(x: number, y: number): Color {
    const paint = this.#find((area) => containsPoint(area, x, y));
    return paint ? paint.color : white;
  }

  hasImageAt(x: number, y: number): boolean {
    return this.#find((paint) => paint.isImage && containsPoint(paint, x, y)) !== undefined;
  }

  #find(test: (paint: Paint) => boolean): Paint | undefined {
    for (let index = this.#paints.length - 1; index >= 0; index -= 1) {
      const paint = this.#paints[index];
      this.#comparisonsLeft -= 1;
      if (this.#comparisonsLeft < 0) return undefined;
      if (paint && test(paint)) return paint;
    }
    return undefined;
  }
}
