/**
 * The place of a cascade layer: its position among the layers of its parent, after those of its ancestors. Empty outside
 * of layers.
 */
export type LayerPath = readonly number[];

export const unlayered: LayerPath = [];

/** Further layers share a position, and deeper ones that of their parent. */
const maxLayers = 1000;
const maxDepth = 4;

/** The order of cascade layers: that of their first appearance in the style sheets (CSS Cascade 5, 6.4.3). */
export class LayerOrder {
  readonly #positions = new Map<string, number>();

  /** The layer `name` within another one. @param name parts separated by dots; empty for an anonymous layer */
  enter(outer: LayerPath, name: string): LayerPath {
    let path = outer;
    // A name has no spaces.
    const parts = name === '' ? [` ${this.#positions.size}`] : name.split('.', maxDepth);
    for (const part of parts.slice(0, maxDepth - outer.length))
      path = [...path, this.#position(`${path.join('.')}.${part}`)];
    return path;
  }

  #position(key: string): number {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const next = this.#positions.size;
    if (next < maxLayers) this.#positions.set(key, next);
    return next;
  }
}

/** Compares layers by ascending precedence of normal declarations. Rules of no inner layer override those of inner ones. */
export function compareLayers(left: LayerPath, right: LayerPath): number {
  if (left === right) return 0;
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left[at] ?? Number.MAX_SAFE_INTEGER;
    const other = right[at] ?? Number.MAX_SAFE_INTEGER;
    if (one !== other) return one - other;
  }
  return 0;
}
