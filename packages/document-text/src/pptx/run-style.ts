import { type Color, blend, isLowContrast, white } from '../color.ts';
import { type ThemeColors, modifyColor, parseDrawingColor } from '../office/theme.ts';
import type { XmlAttributes } from '../xml/scanner.ts';

interface RunStyle {
  color: Color | undefined;
  highlight: Color | undefined;
  /** In hundredths of a point. */
  size: number;
  spacing: number;
  hasOutline: boolean;
}

/** Text of two points or less is not legible. */
const maxTinySize = 200;
const defaultSize = 1800;
const overlappingSpacing = -0.4;
const noStyle: RunStyle = {
  color: undefined,
  highlight: undefined,
  size: defaultSize,
  spacing: 0,
  hasOutline: false,
};

/** Reads the properties of runs (ECMA-376 part 1, 21.1.2.3.9), and those of the list style of a shape. */
export class RunStyleReader {
  readonly #theme: ThemeColors;
  #shape: RunStyle = noStyle;
  #run: RunStyle = noStyle;
  /** Innermost element that owns the next color. */
  readonly #path: string[] = [];
  #scale = 1;

  constructor(theme: ThemeColors) {
    this.#theme = theme;
  }

  /** Starts a shape. */
  reset(): void {
    this.#shape = noStyle;
    this.#run = noStyle;
    this.#path.length = 0;
    this.#scale = 1;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'normAutofit') {
      const scale = Number.parseFloat(attributes.get('fontScale') ?? '100000');
      // Also written as `90%`.
      this.#scale = (attributes.get('fontScale') ?? '').endsWith('%') ? scale / 100 : scale / 100_000;
    }
    if (name === 'r' || name === 'fld') this.#run = this.#shape;
    if (this.#path.length === 0 && name !== 'rPr' && name !== 'defRPr') return;
    this.#path.push(name);
    const style = { ...this.#current };
    if (name === 'rPr' || name === 'defRPr') {
      style.size = Number(attributes.get('sz') ?? style.size);
      style.spacing = Number(attributes.get('spc') ?? style.spacing);
    } else if (this.#path.includes('ln')) {
      style.hasOutline ||= name === 'solidFill';
    } else if (name === 'noFill') {
      style.color = { ...white, alpha: 0 };
    } else {
      const member = this.#path.includes('highlight') ? 'highlight' : 'color';
      const color = parseDrawingColor(name, attributes, this.#theme);
      const known = style[member];
      if (color) style[member] = color;
      else if (known) style[member] = modifyColor(known, name, attributes);
    }
    this.#current = style;
  }

  close(): void {
    this.#path.pop();
  }

  /** Returns true if the text of the current run is not seen on `background`. */
  hidesText(background: Color | 'unknown'): boolean {
    const { color, highlight, size, spacing, hasOutline } = this.#run;
    if (size * this.#scale <= maxTinySize || spacing <= overlappingSpacing * size) return true;
    if (!color || hasOutline) return false;
    const behind = highlight ?? background;
    return behind === 'unknown' ? color.alpha < 0.1 : isLowContrast(blend(color, behind), behind);
  }

  get #current(): RunStyle {
    return this.#path[0] === 'defRPr' ? this.#shape : this.#run;
  }

  set #current(style: RunStyle) {
    if (this.#path[0] === 'defRPr') this.#shape = style;
    else this.#run = style;
  }
}
