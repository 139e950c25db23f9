import { type CSSToken, TokenType, tokenize } from '@csstools/css-tokenizer';
import { type Color, parseHex, rgb } from '../color.ts';
import { getNamedColor } from './color-names.ts';
import { functionOf, keyword, splitComponents } from './values.ts';

const transparent: Color = { red: 0, green: 0, blue: 0, alpha: 0 };
const maxDepth = 4;

/** Parses the value of an HTML attribute such as `bgcolor`: a name, or hexadecimal digits with or without `#`. */
export function parseHtmlColor(text: string | undefined): Color | undefined {
  const value = text?.trim().toLowerCase() ?? '';
  if (value === '' || value === 'transparent') return undefined;
  const named = getNamedColor(value);
  if (named !== undefined) return rgb(named);
  const hex = parseHex(value.replace(/^#/, ''));
  if (hex) return { ...hex, alpha: 1 };
  // Mail also has `rgb(…)` here, which browsers read as digits.
  return value.includes('(') ? parseColor(tokenize({ css: value })) : undefined;
}

interface Channel {
  readonly value: number;
  readonly isPercent: boolean;
}

/** Values of the arguments; an angle in degrees, `none` as 0. */
function readChannels(inner: readonly CSSToken[]): Channel[] {
  return splitComponents(inner).flatMap(([token]): Channel[] => {
    switch (token?.[0]) {
      case TokenType.Number:
        return [{ value: token[4].value, isPercent: false }];
      case TokenType.Percentage:
        return [{ value: token[4].value, isPercent: true }];
      case TokenType.Dimension: {
        const turn = { turn: 360, rad: 180 / Math.PI, grad: 0.9 }[token[4].unit.toLowerCase()] ?? 1;
        return [{ value: token[4].value * turn, isPercent: false }];
      }
      case TokenType.Ident:
        return token[4].value.toLowerCase() === 'none' ? [{ value: 0, isPercent: false }] : [];
      default:
        return [];
    }
  });
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}

function scaled(channel: Channel | undefined, whole: number): number {
  if (!channel) return 0;
  return channel.isPercent ? (channel.value * whole) / 100 : channel.value;
}

function fromUnit(red: number, green: number, blue: number, alpha: number): Color {
  return { red: clamp(red, 1) * 255, green: clamp(green, 1) * 255, blue: clamp(blue, 1) * 255, alpha };
}

/** @see https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
function fromHsl(hue: number, saturation: number, lightness: number, alpha: number): Color {
  const channel = (offset: number): number => {
    const position = (offset + hue / 30) % 12;
    const place = position < 0 ? position + 12 : position;
    const amplitude = saturation * Math.min(lightness, 1 - lightness);
    return lightness - amplitude * Math.max(-1, Math.min(place - 3, 9 - place, 1));
  };
  return fromUnit(channel(0), channel(8), channel(4), alpha);
}

function fromHwb(hue: number, whiteness: number, blackness: number, alpha: number): Color {
  if (whiteness + blackness >= 1) {
    const gray = whiteness / (whiteness + blackness);
    return fromUnit(gray, gray, gray, alpha);
  }
  const pure = fromHsl(hue, 1, 0.5, alpha);
  const mix = (value: number): number => (value / 255) * (1 - whiteness - blackness) + whiteness;
  return fromUnit(mix(pure.red), mix(pure.green), mix(pure.blue), alpha);
}

function gamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/** @see https://www.w3.org/TR/css-color-4/#color-conversion-code */
function fromOklab(lightness: number, a: number, b: number, alpha: number): Color {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return fromUnit(
    gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
    alpha,
  );
}

/** CIE Lab, without adaptation of the white point: exact enough to compare lightness. */
function fromLab(lightness: number, a: number, b: number, alpha: number): Color {
  const y = (lightness + 16) / 116;
  const linear = (value: number): number => (value > 6 / 29 ? value ** 3 : (value - 4 / 29) * 0.128418);
  const [fx, fy, fz] = [linear(y + a / 500) * 0.9505, linear(y), linear(y - b / 200) * 1.089];
  return fromUnit(
    gamma(3.2406 * fx - 1.5372 * fy - 0.4986 * fz),
    gamma(-0.9689 * fx + 1.8758 * fy + 0.0415 * fz),
    gamma(0.0557 * fx - 0.204 * fy + 1.057 * fz),
    alpha,
  );
}

function toCartesian(chroma: number, hue: number): readonly [number, number] {
  const angle = (hue * Math.PI) / 180;
  return [chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function parseFunction(name: string, inner: readonly CSSToken[]): Color | undefined {
  const [first, second, third, fourth] = readChannels(inner);
  const alpha = fourth ? clamp(scaled(fourth, 1), 1) : 1;
  const hue = first?.value ?? 0;
  switch (name) {
    case 'rgb':
    case 'rgba':
      return fromUnit(scaled(first, 255) / 255, scaled(second, 255) / 255, scaled(third, 255) / 255, alpha);
    case 'hsl':
    case 'hsla':
      return fromHsl(hue, clamp((second?.value ?? 0) / 100, 1), clamp((third?.value ?? 0) / 100, 1), alpha);
    case 'hwb':
      return fromHwb(hue, (second?.value ?? 0) / 100, (third?.value ?? 0) / 100, alpha);
    case 'lab':
      return fromLab(scaled(first, 100), scaled(second, 125), scaled(third, 125), alpha);
    case 'lch':
      return fromLab(scaled(first, 100), ...toCartesian(scaled(second, 150), third?.value ?? 0), alpha);
    case 'oklab':
      return fromOklab(scaled(first, 1), scaled(second, 0.4), scaled(third, 0.4), alpha);
    case 'oklch':
      return fromOklab(scaled(first, 1), ...toCartesian(scaled(second, 0.4), third?.value ?? 0), alpha);
    case 'color': {
      const [red = 0, green = 0, blue = 0] = [first, second, third].map((channel) => scaled(channel, 1));
      const isLinear = /linear|xyz/.test(keyword(splitComponents(inner)[0]));
      return isLinear
        ? fromUnit(gamma(red), gamma(green), gamma(blue), alpha)
        : fromUnit(red, green, blue, alpha);
    }
    default:
      return undefined;
  }
}

function mixColors(inner: readonly CSSToken[], depth: number): Color | undefined {
  const components = splitComponents(inner);
  const colors = components.flatMap((component) => parseColor(component, depth) ?? []);
  const shares = components.flatMap(([token]) => (token?.[0] === TokenType.Percentage ? token[4].value : []));
  const [first, second] = colors;
  if (!first || !second) return first;
  const share = (shares[0] ?? 50) / 100;
  const mix = (left: number, right: number): number => left * share + right * (1 - share);
  return {
    red: mix(first.red, second.red),
    green: mix(first.green, second.green),
    blue: mix(first.blue, second.blue),
    alpha: mix(first.alpha, second.alpha),
  };
}

/** Parses a CSS color (CSS Color 4 and 5). Undefined if it is not a color; `currentcolor` is not one. */
export function parseColor(tokens: readonly CSSToken[], depth = 0): Color | undefined {
  const [token] = tokens;
  if (!token || depth > maxDepth) return undefined;
  if (token[0] === TokenType.Hash) return parseHex(token[4].value);
  const name = keyword(tokens);
  if (name === 'transparent') return transparent;
  if (name !== '') {
    const named = getNamedColor(name);
    return named === undefined ? undefined : rgb(named);
  }
  const call = functionOf(tokens);
  if (!call) return undefined;
  if (call.name === 'color-mix') return mixColors(call.inner, depth + 1);
  if (call.name === 'light-dark') return parseColor(splitComponents(call.inner)[0] ?? [], depth + 1);
  return parseFunction(call.name, call.inner);
}
