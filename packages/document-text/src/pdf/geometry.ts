/** A transformation matrix `[a b c d e f]` (ISO 32000-1, 8.3.4). */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** An area with sides parallel to the axes. */
export interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** The transformation `first`, followed by `second`. */
export function multiply(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

export function transform([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The bounding box of a transformed rectangle, given by two opposite corners. */
export function boxOf(matrix: Matrix, x1: number, y1: number, x2: number, y2: number): Box {
  const [ax, ay] = transform(matrix, x1, y1);
  const [bx, by] = transform(matrix, x2, y1);
  const [cx, cy] = transform(matrix, x1, y2);
  const [dx, dy] = transform(matrix, x2, y2);
  return {
    left: Math.min(ax, bx, cx, dx),
    bottom: Math.min(ay, by, cy, dy),
    right: Math.max(ax, bx, cx, dx),
    top: Math.max(ay, by, cy, dy),
  };
}

/** The common area, or undefined if there is none. */
export function intersect(first: Box, second: Box): Box | undefined {
  const common = {
    left: Math.max(first.left, second.left),
    bottom: Math.max(first.bottom, second.bottom),
    right: Math.min(first.right, second.right),
    top: Math.min(first.top, second.top),
  };
  return common.left <= common.right && common.bottom <= common.top ? common : undefined;
}

export function union(first: Box, second: Box): Box {
  return {
    left: Math.min(first.left, second.left),
    bottom: Math.min(first.bottom, second.bottom),
    right: Math.max(first.right, second.right),
    top: Math.max(first.top, second.top),
  };
}

export function containsPoint({ left, bottom, right, top }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

/** The box of four numbers of a PDF, in any order of corners. */
export function toBox(numbers: readonly number[] | undefined): Box | undefined {
  if (!numbers) return undefined;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers;
  return boxOf(identity, x1, y1, x2, y2);
}

export const emptyBox: Box = { left: 0, bottom: 0, right: 0, top: 0 };
/** Narrower areas show nothing that can be read. */
const minSide = 0.5;

export function isEmptyBox({ left, bottom, right, top }: Box): boolean {
  return right - left < minSide || top - bottom < minSide;
}

export function centerOf({ left, bottom, right, top }: Box): [number, number] {
  return [(left + right) / 2, (bottom + top) / 2];
}
