import { type Box, type Matrix, boxOf, intersect, isEmptyBox, union } from './geometry.ts';

interface Subpath {
  area: Box;
  isRectangle: boolean;
}

/** More points of one stream are ignored. */
const maxPoints = 50_000;
/** More subpaths of one path are not compared with each other. */
const maxRectangles = 64;

/** The current path of a content stream (ISO 32000-1, 8.5.2), reduced to the areas of its subpaths. */
export class PdfPath {
  readonly #subpaths: Subpath[] = [];
  #point: readonly [number, number] = [0, 0];
  #pointsLeft = maxPoints;

  /** Applies an operator that constructs a path. */
  add(operator: string, numbers: readonly number[], ctm: Matrix): void {
    if (operator === 're') {
      const [x = 0, y = 0, width = 0, height = 0] = numbers;
      this.#start(x, y, x + width, y + height, ctm);
      return;
    }
    const [x = 0, y = 0] = numbers;
    if (operator === 'm') this.#start(x, y, x, y, ctm);
    else if (operator === 'l') this.#extend(x, y, x === this.#point[0] || y === this.#point[1], ctm);
    // The control points of a curve enclose it.
    else
      for (let at = 0; at + 1 < numbers.length; at += 2)
        this.#extend(numbers[at] ?? 0, numbers[at + 1] ?? 0, false, ctm);
  }

  /** Further points are ignored. */
  get isFull(): boolean {
    return this.#pointsLeft <= 0;
  }

  /** The filled areas. A path with holes has no rectangles. */
  areas(): readonly Readonly<Subpath>[] {
    const first = this.#subpaths.slice(0, maxRectangles);
    if (this.#subpaths.length <= maxRectangles && !hasOverlap(first)) return first;
    return first.map(({ area }) => ({ area, isRectangle: false }));
  }

  /** The bounding box. Undefined without a path. */
  bounds(): Box | undefined {
    const [first] = this.#subpaths;
    return first && this.#subpaths.reduce((total, { area }) => union(total, area), first.area);
  }

  clear(): void {
    this.#subpaths.length = 0;
  }

  #start(x1: number, y1: number, x2: number, y2: number, ctm: Matrix): void {
    this.#point = [x1, y1];
    this.#pointsLeft -= 1;
    if (this.#pointsLeft >= 0) this.#subpaths.push({ area: boxOf(ctm, x1, y1, x2, y2), isRectangle: true });
  }

  #extend(x: number, y: number, isParallel: boolean, ctm: Matrix): void {
    this.#point = [x, y];
    this.#pointsLeft -= 1;
    const subpath = this.#subpaths.at(-1);
    if (this.#pointsLeft < 0 || !subpath) return;
    subpath.area = union(subpath.area, boxOf(ctm, x, y, x, y));
    subpath.isRectangle &&= isParallel;
  }
}

function hasOverlap(path: readonly Subpath[]): boolean {
  return path.some(({ area }, index) =>
    path.slice(index + 1).some((other) => {
      const common = intersect(area, other.area);
      return common !== undefined && !isEmptyBox(common);
    }),
  );
}
