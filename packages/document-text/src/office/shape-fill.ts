import type { Color } from '../color.ts';
import type { XmlAttributes } from '../xml/scanner.ts';
import { type ThemeColors, modifyColor, parseDrawingColor } from './theme.ts';

/** Elements whose colors are not the fill of the shape. */
const otherColors = new Set(['ln', 'effectLst', 'scene3d', 'sp3d']);

/** Reads the fill of a shape from its `spPr` (DrawingML). */
export class ShapeFill {
  /** `unknown` for pictures, gradients and fills of the theme; `none` for shapes without fill. */
  fill: Color | 'unknown' | 'none' = 'unknown';
  /** The shape states its fill, so that its style has no effect. */
  isExplicit = false;
  #inProperties = false;
  #otherDepth = 0;

  /** Starts the next shape. */
  reset(fill: 'unknown' | 'none'): void {
    this.fill = fill;
    this.isExplicit = false;
    this.#inProperties = false;
    this.#otherDepth = 0;
  }

  open(name: string, attributes: XmlAttributes, theme: ThemeColors): void {
    if (name === 'spPr') this.#inProperties = true;
    else if (!this.#inProperties) return;
    else if (this.#otherDepth > 0 || otherColors.has(name)) this.#otherDepth += 1;
    else if (name === 'noFill') this.#set('none');
    else if (name === 'gradFill' || name === 'blipFill' || name === 'pattFill' || name === 'grpFill') {
      this.#set('unknown');
      this.#otherDepth += 1;
    } else {
      const color = parseDrawingColor(name, attributes, theme);
      if (color) this.#set(color);
      else if (typeof this.fill === 'object') this.fill = modifyColor(this.fill, name, attributes);
    }
  }

  #set(fill: Color | 'unknown' | 'none'): void {
    this.fill = fill;
    this.isExplicit = true;
  }

  close(name: string): void {
    if (this.#otherDepth > 0) this.#otherDepth -= 1;
    else if (name === 'spPr') this.#inProperties = false;
  }
}
