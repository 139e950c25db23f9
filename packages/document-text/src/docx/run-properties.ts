import { type Color, black, blend, isLowContrast, parseHex, white } from '../color.ts';
import { type ThemeColors, mix, modifyColor, parseDrawingColor, themeColor } from '../office/theme.ts';
import type { XmlAttributes } from '../xml/scanner.ts';

/** `unknown` for the fill of a picture, a table style or a shape that cannot be computed. */
export type Background = Color | 'unknown';

/** Properties of a run that decide whether its text is seen. Absent members are inherited. */
export interface RunProperties {
  hidden?: boolean;
  /** In half-points. */
  size?: number;
  color?: Color | 'auto';
  background?: Background | 'auto';
  /** Width of letters in percent. */
  scale?: number;
  /** Additional space between letters in twips. */
  spacing?: number;
}

/** Text of two points or less is not legible. */
const maxTinySize = 4;
const minScale = 10;
const defaultSize = 22;
/** Letter spacing in font sizes at which letters lie on top of each other. */
const overlappingSpacing = -0.4;
const highlights: Readonly<Record<string, string>> = {
  black: '000000',
  blue: '0000ff',
  cyan: '00ffff',
  green: '00ff00',
  magenta: 'ff00ff',
  red: 'ff0000',
  yellow: 'ffff00',
  white: 'ffffff',
  darkBlue: '00008b',
  darkCyan: '008b8b',
  darkGreen: '006400',
  darkMagenta: '8b008b',
  darkRed: '8b0000',
  darkYellow: '808000',
  darkGray: 'a9a9a9',
  lightGray: 'd3d3d3',
};

/** Returns the value of an on-off property (`w:b`, `w:vanish`), which is on if it has no value (ECMA-376 17.17.4). */
export function isOn(attributes: XmlAttributes): boolean {
  const value = attributes.get('val')?.toLowerCase();
  return value !== '0' && value !== 'false' && value !== 'off' && value !== 'none';
}

/** The color of attributes such as `val`, `themeColor`, `themeTint` and `themeShade`. */
function wordColor(
  attributes: XmlAttributes,
  [value, name, tint, shade]: readonly [string, string, string, string],
  theme: ThemeColors,
): Color | 'auto' | undefined {
  const base = themeColor(theme, attributes.get(name) ?? '');
  if (!base) {
    const text = attributes.get(value);
    return text === 'auto' ? 'auto' : parseHex(text ?? '');
  }
  const share = (attribute: string): number => Number.parseInt(attributes.get(attribute) ?? 'ff', 16) / 255;
  return mix(mix(base, white, share(tint)), black, share(shade));
}

/** The fill of `w:shd`. A solid pattern is drawn in its own color. */
export function readShade(attributes: XmlAttributes, theme: ThemeColors): Color | 'auto' | undefined {
  if (attributes.get('val') === 'solid')
    return wordColor(attributes, ['color', 'themeColor', 'themeTint', 'themeShade'], theme);
  return wordColor(attributes, ['fill', 'themeFill', 'themeFillTint', 'themeFillShade'], theme);
}

/** Reads a child of `w:rPr` (ECMA-376 part 1, 17.3.2) into `run`. Other elements are ignored. */
export function readRunProperty(
  run: RunProperties,
  name: string,
  attributes: XmlAttributes,
  theme: ThemeColors,
): void {
  const value = attributes.get('val');
  switch (name) {
    case 'vanish':
      run.hidden = isOn(attributes);
      break;
    case 'sz':
      run.size = Number(value);
      break;
    case 'w':
      run.scale = Number.parseFloat(value ?? '100');
      break;
    case 'spacing':
      if (value !== undefined) run.spacing = Number.parseFloat(value);
      break;
    case 'color': {
      const color = wordColor(attributes, ['val', 'themeColor', 'themeTint', 'themeShade'], theme);
      if (color) run.color = color;
      break;
    }
    case 'highlight': {
      const color = parseHex(highlights[value ?? ''] ?? '');
      if (color) run.background = color;
      break;
    }
    case 'shd': {
      const shade = readShade(attributes, theme);
      if (shade) run.background = shade;
      break;
    }
    default:
      break;
  }
}

/** Reads `w14:textFill`, which overrides the color: no fill, or a fill with transparency. */
export class TextFillReader {
  #depth = 0;
  #color: Color | undefined;

  /** Returns true if the element belongs to a text fill. */
  open(run: RunProperties, name: string, attributes: XmlAttributes, theme: ThemeColors): boolean {
    if (this.#depth === 0 && name !== 'textFill') return false;
    this.#depth += 1;
    if (name === 'noFill') this.#color = { ...white, alpha: 0 };
    else {
      const color = parseDrawingColor(name, attributes, theme);
      if (color) this.#color = color;
      else if (this.#color) {
        // `w14:alpha` is the transparency, unlike `a:alpha`.
        const amount = Number.parseFloat(attributes.get('val') ?? '') / 100_000;
        this.#color =
          name === 'alpha'
            ? { ...this.#color, alpha: 1 - amount }
            : modifyColor(this.#color, name, attributes);
      }
    }
    if (this.#color) run.color = this.#color;
    return true;
  }

  /** Returns true if the element belongs to a text fill. */
  close(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    if (this.#depth === 0) this.#color = undefined;
    return true;
  }
}

/** Returns true if text with these properties is not seen on `background`. */
export function hidesText(run: RunProperties, background: Background): boolean {
  if (run.hidden === true) return true;
  const size = run.size ?? defaultSize;
  if (size <= maxTinySize || (run.scale ?? 100) <= minScale) return true;
  // Twips are a twentieth of a point, sizes half a point.
  if ((run.spacing ?? 0) / 10 <= overlappingSpacing * size) return true;
  const { color } = run;
  if (color === undefined || color === 'auto') return false;
  const own = run.background === undefined || run.background === 'auto' ? background : run.background;
  if (own === 'unknown') return color.alpha < 0.1;
  return isLowContrast(blend(color, own), own);
}
