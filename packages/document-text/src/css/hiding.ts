import { type CSSToken, TokenType } from '@csstools/css-tokenizer';
import type { Color } from '../color.ts';
import { parseColor } from './color.ts';
import { functionOf, keyword, readLength, splitComponents, toPixels } from './values.ts';

type Tokens = readonly CSSToken[];
type Get = (property: string) => Tokens | undefined;

/** Positions and indents below this are off screen. */
const offScreenPixels = -700;
/** Positions to the right of this are off screen. Content further down can be scrolled to. */
const farRightPixels = 5000;
/** Width or height of a box that shows nothing of its text. */
const maxBoxPixels = 1;
const minScale = 0.2;
/** Height of the letter x in font sizes. */
const minSizeAdjust = 0.1;
const minBlurPixels = 4;
/** Width of an element, for percentages of its own size. */
const ownPixels = 300;
/** Opacity below which text is not legible. */
export const minOpacity = 0.1;

function pixels(value: Tokens | undefined, fontSize: number, whole?: number): number {
  const length = value && readLength(value);
  return length ? toPixels(length, fontSize, whole) : Number.NaN;
}

/** Lengths of the arguments of a function; NaN for others. */
function argumentPixels(inner: Tokens, fontSize: number, whole = ownPixels): number[] {
  return splitComponents(inner).map((component) => pixels(component, fontSize, whole));
}

function isOffScreen(get: Get, fontSize: number): boolean {
  const before = ['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top'];
  if (before.some((name) => pixels(get(name), fontSize) < offScreenPixels)) return true;
  return ['left', 'text-indent', 'margin-left', 'padding-left'].some(
    (name) => pixels(get(name), fontSize) > farRightPixels,
  );
}

/** The box has no width or height and shows nothing outside. */
function isClippedBox(get: Get, fontSize: number): boolean {
  const overflow = ['overflow-x', 'overflow-y'].map((name) => keyword(get(name)));
  if (!overflow.some((word) => word !== '' && word !== 'visible')) return false;
  if (pixels(get('text-indent'), fontSize) >= 1000) return true;
  return ['max-height', 'height', 'max-width', 'width', 'line-height'].some((name) => {
    const value = get(name);
    const isFactor = name === 'line-height' && value?.[0]?.[0] === TokenType.Number;
    return pixels(value, fontSize, 1000) * (isFactor ? fontSize : 1) <= maxBoxPixels;
  });
}

/** `clip: rect(top right bottom left)` without area. */
function isClipped(clip: Tokens | undefined, fontSize: number): boolean {
  const call = clip && functionOf(clip);
  if (call?.name !== 'rect') return false;
  const [top = Number.NaN, right = Number.NaN, bottom = Number.NaN, left = Number.NaN] = argumentPixels(
    call.inner,
    fontSize,
  );
  return bottom - top <= maxBoxPixels || right - left <= maxBoxPixels;
}

/** Area of a polygon, with percentages of a box of 100 by 100. */
function polygonArea(coordinates: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at + 1 < coordinates.length; at += 2) {
    const next = (at + 2) % coordinates.length;
    sum +=
      (coordinates[at] ?? 0) * (coordinates[next + 1] ?? 0) -
      (coordinates[next] ?? 0) * (coordinates[at + 1] ?? 0);
  }
  return Math.abs(sum / 2);
}

function isClippedByPath(path: Tokens | undefined, fontSize: number): boolean {
  const call = path && functionOf(path);
  if (!call) return false;
  const values = argumentPixels(call.inner, fontSize, 100);
  const [first = Number.NaN, second = first, third = first, fourth = second] = values;
  const usesPixels = call.inner.some((token) => token[0] === TokenType.Dimension);
  switch (call.name) {
    case 'inset': {
      const whole = usesPixels ? 1000 : 99;
      return first + third >= whole || second + fourth >= whole;
    }
    case 'circle':
      return first <= maxBoxPixels;
    case 'ellipse':
      return first <= maxBoxPixels || second <= maxBoxPixels;
    case 'rect':
      return third - first <= maxBoxPixels || second - fourth <= maxBoxPixels;
    case 'xywh':
      return third <= maxBoxPixels || fourth <= maxBoxPixels;
    case 'polygon':
      return polygonArea(values.filter((value) => !Number.isNaN(value))) < 1;
    case 'path':
      return call.inner.every((token) => token[0] !== TokenType.String || !/[1-9]/.test(token[4].value));
    default:
      return false;
  }
}

/** The angle in degrees of a rotation that shows the edge or, with a hidden back, the back of an element. */
function isTurnedAway(token: CSSToken | undefined, hidesBack: boolean): boolean {
  if (token?.[0] !== TokenType.Dimension) return false;
  const unit = { turn: 360, rad: 180 / Math.PI, grad: 0.9 }[token[4].unit.toLowerCase()] ?? 1;
  const angle = Math.abs((token[4].value * unit) % 180);
  if (Math.abs(angle - 90) < 1.5) return true;
  const full = Math.abs((token[4].value * unit) % 360);
  return hidesBack && full > 90 && full < 270;
}

/** A rotation by an angle around an axis in the plane of the page: its x, y and z, then the angle. */
function isTurnedAround(components: readonly Tokens[], hidesBack: boolean): boolean {
  const [x = 0, y = 0, z = 0] = components.slice(0, 3).map((part) => pixels(part, 1, 1));
  return Math.abs(z) * 20 <= Math.hypot(x, y) && isTurnedAway(components[3]?.[0], hidesBack);
}

function isScaledAway(values: readonly number[]): boolean {
  return values.slice(0, 2).some((value) => Math.abs(value) < minScale);
}

function isMovedAway(values: readonly number[]): boolean {
  return values.slice(0, 2).some((value) => value < offScreenPixels || value > farRightPixels);
}

function isTransformedAway(get: Get, fontSize: number): boolean {
  const hidesBack = keyword(get('backface-visibility')) === 'hidden';
  if (isMovedAway(splitComponents(get('translate') ?? []).map((part) => pixels(part, fontSize, ownPixels))))
    return true;
  if (isScaledAway(splitComponents(get('scale') ?? []).map((part) => pixels(part, 1, 1)))) return true;
  // The angle is before or after the axis.
  const rotate = splitComponents(get('rotate') ?? []);
  const isAngle = ([token]: Tokens): boolean => token?.[0] === TokenType.Dimension;
  const axis = rotate.filter((component) => !isAngle(component));
  const angle = rotate.find(isAngle) ?? [];
  if (/^[xy]$/.test(keyword(axis[0])) && isTurnedAway(angle[0], hidesBack)) return true;
  if (isTurnedAround([...axis, angle], hidesBack)) return true;
  return splitComponents(get('transform') ?? []).some((component) => {
    const call = functionOf(component);
    if (!call) return false;
    const name = call.name;
    const [first] = splitComponents(call.inner);
    if (name.startsWith('scale')) return name !== 'scalez' && isScaledAway(argumentPixels(call.inner, 1, 1));
    if (name.startsWith('translate'))
      return name !== 'translatez' && isMovedAway(argumentPixels(call.inner, fontSize));
    if (name === 'rotatex' || name === 'rotatey') return isTurnedAway(first?.[0], hidesBack);
    if (name === 'skewx' || name === 'skewy' || name === 'skew') return isTurnedAway(first?.[0], false);
    if (name === 'rotate3d') return isTurnedAround(splitComponents(call.inner), hidesBack);
    if (name !== 'matrix' && name !== 'matrix3d') return false;
    const values = argumentPixels(call.inner, 1, 1);
    const plane = name === 'matrix' ? values : [0, 1, 4, 5, 12, 13].map((at) => values[at]);
    const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = plane;
    return Math.abs(a * d - b * c) < minScale * minScale || isMovedAway([x, y]);
  });
}

/** A mask of transparent colors only. */
function isMaskedAway(mask: Tokens | undefined): boolean {
  const call = mask && functionOf(mask);
  if (!call?.name.endsWith('gradient')) return false;
  const colors = gradientColors(call.inner);
  return colors.length > 0 && colors.every(({ alpha }) => alpha < minOpacity);
}

/** The colors of a gradient. */
export function gradientColors(inner: Tokens): Color[] {
  return splitComponents(inner).flatMap((component) => parseColor(component) ?? []);
}

/** Opacity of the element alone, with that of its filters; 0 for a strong blur. */
export function ownOpacity(get: Get): number {
  const value = readLength(get('opacity') ?? []);
  let opacity = value ? Math.min(1, Math.max(0, toPixels(value, 1, 1))) : 1;
  for (const component of splitComponents(get('filter') ?? [])) {
    const call = functionOf(component);
    if (call?.name === 'opacity') {
      const factor = pixels(call.inner, 1, 1);
      if (factor < 1) opacity *= Math.max(0, factor);
    } else if (call?.name === 'blur' && pixels(call.inner, 16) >= minBlurPixels) opacity = 0;
    else if (call?.name === 'alpha') {
      // `alpha(opacity=0)` of Internet Explorer, which Outlook knows.
      const number = call.inner.find((token) => token[0] === TokenType.Number);
      if (number?.[0] === TokenType.Number) opacity *= Math.min(1, number[4].value / 100);
    }
  }
  return opacity;
}

/** Returns true if an element with these declarations shows neither its text nor that of its children. */
export function hidesElement(get: Get, fontSize: number): boolean {
  return (
    keyword(get('display')) === 'none' ||
    keyword(get('content-visibility')) === 'hidden' ||
    pixels(get('font-size-adjust'), 1) < minSizeAdjust ||
    isOffScreen(get, fontSize) ||
    isClippedBox(get, fontSize) ||
    isClipped(get('clip'), fontSize) ||
    isClippedByPath(get('clip-path'), fontSize) ||
    isTransformedAway(get, fontSize) ||
    isMaskedAway(get('mask-image'))
  );
}
