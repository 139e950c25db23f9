import { type CSSToken, TokenType } from '@csstools/css-tokenizer';
import { type Color, black, blend, isLowContrast, rgb, white } from '../color.ts';
import { parseColor } from './color.ts';
import { gradientColors, hidesElement, minOpacity, ownOpacity } from './hiding.ts';
import { expandDeclaration, isWideKeyword } from './longhands.ts';
import { functionOf, isZeroLength, keyword, readLength, splitComponents, toPixels } from './values.ts';

type Tokens = readonly CSSToken[];

/** Values of one element after the cascade, by longhand property. */
export type CascadedValues = ReadonlyMap<string, Tokens>;

/** The style of the text in an element, as far as it decides whether the text is seen. */
export interface ComputedStyle {
  /** The element and its content are not displayed. */
  readonly hidden: boolean;
  readonly invisible: boolean;
  /** In pixels, with all `zoom`. */
  readonly fontSize: number;
  /** In font sizes. */
  readonly letterSpacing: number;
  readonly color: Color;
  /** Text fill color, which overrides `color`. */
  readonly fill: Color | undefined;
  readonly background: Color | 'unknown';
  readonly opacity: number;
  readonly linkColor: Color;
  readonly variables: ReadonlyMap<string, Tokens> | undefined;
  /** The bottom margin is zero: the next paragraph follows without a blank line. */
  readonly noBottomMargin: boolean;
  /** Level (1-based) of a list item that Word wrote as a paragraph; 0 elsewhere. */
  readonly listLevel: number;
}

/** Values that HTML attributes and the browser's own style sheet set. */
export interface PresentationHints {
  readonly color?: Color | undefined;
  readonly background?: Color | 'unknown' | undefined;
  readonly fontSize?: number | undefined;
  readonly linkColor?: Color | undefined;
  /** Not displayed unless a style sheet sets `display`. */
  readonly hidden?: boolean;
}

/** Black on white, normal size. */
export const defaultStyle: ComputedStyle = {
  hidden: false,
  invisible: false,
  fontSize: 16,
  letterSpacing: 0,
  color: black,
  fill: undefined,
  background: white,
  opacity: 1,
  linkColor: rgb(0x0000ee),
  variables: undefined,
  noBottomMargin: false,
  listLevel: 0,
};

/** Font size in pixels up to which text is not legible. */
const maxTinyPixels = 3;
/** Letter spacing in font sizes at which letters lie on top of each other. */
const overlappingSpacing = -0.4;
const maxVariableDepth = 8;
const maxVariableTokens = 512;
const fontSizes: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
  'xxx-large': 48,
};

/** Returns true if text with this style is visible. Text on an image or on unlike colors counts as visible. */
export function isVisible(style: ComputedStyle): boolean {
  if (style.hidden || style.invisible || style.fontSize <= maxTinyPixels) return false;
  if (style.opacity < minOpacity || style.letterSpacing <= overlappingSpacing) return false;
  const color = style.fill ?? style.color;
  if (style.background === 'unknown') return color.alpha >= minOpacity;
  return !isLowContrast(blend(color, style.background), style.background);
}

/** Replaces `var()` by the values of custom properties. Undefined if one has no value. */
function substitute(
  value: Tokens,
  variables: ReadonlyMap<string, Tokens> | undefined,
  depth = 0,
): Tokens | undefined {
  const result: CSSToken[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const token = value[at];
    if (token?.[0] !== TokenType.Function || token[4].value.toLowerCase() !== 'var') {
      if (token) result.push(token);
      continue;
    }
    const end = closingParenthesis(value, at);
    const inner = value.slice(at + 1, end);
    const name = inner.find(({ 0: type }) => type === TokenType.Ident);
    const comma = inner.findIndex(({ 0: type }) => type === TokenType.Comma);
    const own = name?.[0] === TokenType.Ident ? variables?.get(name[4].value) : undefined;
    const replacement = own ?? (comma < 0 ? undefined : inner.slice(comma + 1));
    const resolved =
      replacement && depth < maxVariableDepth ? substitute(replacement, variables, depth + 1) : undefined;
    if (!resolved || result.length + resolved.length > maxVariableTokens) return undefined;
    result.push(...resolved);
    at = end;
  }
  return result;
}

function closingParenthesis(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const type = tokens[at]?.[0];
    if (type === TokenType.Function || type === TokenType.OpenParen) depth += 1;
    else if (type === TokenType.CloseParen && (depth -= 1) === 0) return at;
  }
  return tokens.length;
}

function withVariables(
  values: CascadedValues,
  variables: ReadonlyMap<string, Tokens> | undefined,
): CascadedValues {
  const isVar = (token: CSSToken): boolean =>
    token[0] === TokenType.Function && token[4].value.toLowerCase() === 'var';
  if (![...values.values()].some((value) => value.some(isVar))) return values;
  const resolved = new Map<string, Tokens>();
  for (const [property, value] of values) {
    if (!value.some(isVar)) {
      resolved.set(property, value);
      continue;
    }
    const replaced = substitute(value, variables);
    if (!replaced) continue;
    // A shorthand with a variable is kept under the property that matters most.
    const shorthand = { 'font-size': 'font', 'background-color': 'background' }[property] ?? property;
    const start = replaced.findIndex((token) => token[0] !== TokenType.Whitespace);
    const trimmed = start < 0 ? [] : replaced.slice(start);
    const options = [property, shorthand].map((name) =>
      expandDeclaration({ property: name, value: trimmed, important: false }),
    );
    for (const [name, own] of options.find((option) => option.length > 0) ?? []) resolved.set(name, own);
  }
  return resolved;
}

function computeFontSize(value: Tokens | undefined, outer: number): number | undefined {
  if (!value) return undefined;
  const word = keyword(value);
  if (word === 'smaller') return outer / 1.2;
  if (word === 'larger') return outer * 1.2;
  if (word === 'initial') return 16;
  const length = readLength(value);
  if (!length) return fontSizes[word];
  const size = toPixels(length, outer, outer);
  return size >= 0 ? size : undefined;
}

function computeColor(value: Tokens | undefined, initial: Color): Color | undefined {
  if (!value) return undefined;
  return keyword(value) === 'initial' ? initial : parseColor(value);
}

/** The color of a background image: that of a gradient whose colors are alike, `unknown` otherwise. */
function imageColor(image: Tokens): Color | 'unknown' | undefined {
  if (image.length === 0 || keyword(image) === 'none' || isWideKeyword(image)) return undefined;
  const call = functionOf(splitComponents(image)[0] ?? []);
  const colors = call?.name.endsWith('gradient') ? gradientColors(call.inner) : [];
  const [first] = colors;
  if (!first) return 'unknown';
  if (colors.every(({ alpha }) => alpha === 0)) return undefined;
  return colors.every((color) => isLowContrast(color, first)) ? first : 'unknown';
}

function computeBackground(
  values: CascadedValues,
  color: Color,
  outer: ComputedStyle,
  hint: PresentationHints,
): Color | 'unknown' {
  const image = imageColor(values.get('background-image') ?? []);
  if (image === 'unknown') return image;
  const value = values.get('background-color');
  const hinted = hint.background === 'unknown' ? undefined : hint.background;
  if (hint.background === 'unknown' && !value) return 'unknown';
  const own = keyword(value) === 'currentcolor' ? color : value ? parseColor(value) : hinted;
  if (outer.background === 'unknown') {
    const top = image ?? own;
    return top && top.alpha === 1 ? top : 'unknown';
  }
  const filled = own ? blend(own, outer.background) : outer.background;
  return image ? blend(image, filled) : filled;
}

/** Computes the style of an element from that of its parent. */
export function computeStyle(
  outer: ComputedStyle,
  cascaded: CascadedValues,
  hint: PresentationHints,
): ComputedStyle {
  const own = [...cascaded].filter(([name]) => name.startsWith('--'));
  const variables =
    own.length > 0 ? new Map([...(outer.variables ?? []), ...own].slice(-256)) : outer.variables;
  const values = withVariables(cascaded, variables);
  const base = keyword(values.get('all')) === 'initial' ? { ...outer, ...initialText } : outer;
  const get = (name: string): Tokens | undefined => values.get(name);
  const zoom = readLength(get('zoom') ?? []);
  const factor = zoom && !isZeroLength(zoom) ? toPixels(zoom, 1, 1) : 1;
  const fontSize =
    (computeFontSize(get('font-size'), base.fontSize) ?? hint.fontSize ?? base.fontSize) * factor;
  const color = computeColor(get('color'), black) ?? (get('color') ? base.color : (hint.color ?? base.color));
  const fillValue = get('-webkit-text-fill-color');
  const fill =
    keyword(fillValue) === 'currentcolor' ? undefined : (computeColor(fillValue, color) ?? base.fill);
  const visibility = keyword(get('visibility'));
  const security = keyword(get('-webkit-text-security'));
  const isMasked = security !== '' && security !== 'none';
  const spacing = readLength(get('letter-spacing') ?? []);
  const background = computeBackground(values, color, outer, hint);
  const style: ComputedStyle = {
    hidden: (hint.hidden === true && !values.has('display')) || hidesElement(get, fontSize),
    invisible:
      isMasked ||
      (visibility === '' || isWideKeyword(get('visibility') ?? [])
        ? base.invisible
        : visibility !== 'visible'),
    fontSize,
    letterSpacing: spacing ? toPixels(spacing, fontSize) / Math.max(fontSize, 1) : base.letterSpacing,
    color,
    fill,
    background,
    opacity: outer.opacity * ownOpacity(get),
    linkColor: hint.linkColor ?? outer.linkColor,
    variables,
    noBottomMargin: isZeroLength(readLength(get('margin-bottom') ?? [])),
    listLevel: listLevel(get('mso-list')),
  };
  return keyword(get('background-clip')) === 'text' ? clippedToText(style, outer) : style;
}

const initialText = { invisible: false, fontSize: 16, letterSpacing: 0, color: black, fill: undefined };

/** With `background-clip: text`, the background is the color of the letters where their own color is transparent. */
function clippedToText(style: ComputedStyle, outer: ComputedStyle): ComputedStyle {
  const { background } = style;
  const own = style.fill ?? style.color;
  const shown = background === 'unknown' ? black : background;
  const fill = own.alpha >= 1 ? own : blend(own, shown);
  return { ...style, fill, background: background === 'unknown' ? 'unknown' : outer.background };
}

function listLevel(value: Tokens | undefined): number {
  for (const token of value ?? []) {
    const level = token[0] === TokenType.Ident ? /^level([1-9])$/i.exec(token[4].value)?.[1] : undefined;
    if (level !== undefined) return Number(level);
  }
  return 0;
}
