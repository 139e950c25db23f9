import { type CSSToken, TokenType, tokenize } from '@csstools/css-tokenizer';

/** A length: the sum of its parts. */
export interface CssLength {
  readonly px: number;
  /** In font sizes of the element. */
  readonly em: number;
  readonly percent: number;
}

/** Pixels per unit. Viewport units as in a window of 1024 by 768 pixels. */
const pixels: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '': 1,
    px: 1,
    pt: 96 / 72,
    pc: 16,
    in: 96,
    cm: 96 / 2.54,
    mm: 9.6 / 2.54,
    q: 2.4 / 2.54,
    rem: 16,
    rlh: 19,
    vw: 10.24,
    vi: 10.24,
    vh: 7.68,
    vb: 7.68,
    vmin: 7.68,
    vmax: 10.24,
  }),
);
/** Font sizes per unit. */
const ems: ReadonlyMap<string, number> = new Map(
  Object.entries({ em: 1, lh: 1.2, ex: 0.5, ch: 0.5, cap: 0.7, ic: 1 }),
);
/** A percentage of an unknown width. */
const pixelsPerPercent = 10.24;
const maxDepth = 8;

/** A length in pixels. Percentages refer to `whole`, or to the width of the window. */
export function toPixels(length: CssLength, fontSize: number, whole = pixelsPerPercent * 100): number {
  return length.px + length.em * fontSize + (length.percent * whole) / 100;
}

function toLength(token: CSSToken): CssLength | undefined {
  switch (token[0]) {
    case TokenType.Number:
      return { px: token[4].value, em: 0, percent: 0 };
    case TokenType.Percentage:
      return { px: 0, em: 0, percent: token[4].value };
    case TokenType.Dimension: {
      const unit = token[4].unit.toLowerCase().replace(/^[sld](?=v)/, '');
      const { value } = token[4];
      const perPixel = pixels.get(unit);
      if (perPixel !== undefined) return { px: value * perPixel, em: 0, percent: 0 };
      const perEm = ems.get(unit);
      return perEm === undefined ? undefined : { px: 0, em: value * perEm, percent: 0 };
    }
    default:
      return undefined;
  }
}

function combine(left: CssLength, right: CssLength, sign: number): CssLength {
  return {
    px: left.px + sign * right.px,
    em: left.em + sign * right.em,
    percent: left.percent + sign * right.percent,
  };
}

function scale(length: CssLength, factor: number): CssLength {
  return { px: length.px * factor, em: length.em * factor, percent: length.percent * factor };
}

function isZero(length: CssLength): boolean {
  return length.px === 0 && length.em === 0 && length.percent === 0;
}

/** Evaluates math functions (CSS Values 4): `calc`, `min`, `max`, `clamp`, `abs`. */
class MathReader {
  readonly #tokens: readonly CSSToken[];
  #at = 0;

  constructor(tokens: readonly CSSToken[]) {
    this.#tokens = tokens.filter((token) => token[0] !== TokenType.Whitespace);
  }

  sum(depth: number): CssLength | undefined {
    let result = this.#product(depth);
    for (;;) {
      const operator = this.#delimiter('+', '-');
      if (operator === undefined || !result) return result;
      const right = this.#product(depth);
      result = right && combine(result, right, operator === '+' ? 1 : -1);
    }
  }

  #product(depth: number): CssLength | undefined {
    let result = this.#value(depth);
    for (;;) {
      const operator = this.#delimiter('*', '/');
      if (operator === undefined || !result) return result;
      const right = this.#value(depth);
      if (!right) return undefined;
      if (operator === '/') result = right.px === 0 ? undefined : scale(result, 1 / right.px);
      else result = right.em === 0 && right.percent === 0 ? scale(result, right.px) : scale(right, result.px);
    }
  }

  #value(depth: number): CssLength | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (!token || depth > maxDepth) return undefined;
    if (token[0] === TokenType.OpenParen) return this.#arguments(depth + 1)[0];
    if (token[0] !== TokenType.Function) return toLength(token);
    const values = this.#arguments(depth + 1);
    const [first, second, third] = values;
    switch (token[4].value.toLowerCase()) {
      case 'min':
        return pick(values, -1);
      case 'max':
        return pick(values, 1);
      case 'clamp':
        return first && second && third && pick([first, pick([second, third], -1) ?? second], 1);
      case 'abs':
        return first && toPixels(first, 16) < 0 ? scale(first, -1) : first;
      case 'calc':
      case '-webkit-calc':
      case '-moz-calc':
        return first;
      default:
        return undefined;
    }
  }

  #arguments(depth: number): CssLength[] {
    const values: CssLength[] = [];
    while (this.#at < this.#tokens.length) {
      const value = this.sum(depth);
      if (value) values.push(value);
      const end = this.#tokens[this.#at];
      this.#at += 1;
      if (!end || end[0] === TokenType.CloseParen) break;
    }
    return values;
  }

  #delimiter(...wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.[0] !== TokenType.Delim || !wanted.includes(token[4].value)) return undefined;
    this.#at += 1;
    return token[4].value;
  }
}

/** The largest (`sign` 1) or smallest (-1) of several lengths, at the default font size. */
function pick(values: readonly CssLength[], sign: number): CssLength | undefined {
  const sorted = values.toSorted((left, right) => sign * (toPixels(right, 16) - toPixels(left, 16)));
  return sorted[0];
}

/** The length that the tokens start with. */
export function readLength(tokens: readonly CSSToken[]): CssLength | undefined {
  return new MathReader(tokens).sum(0);
}

/** Parses a length. */
export function parseLength(text: string): CssLength | undefined {
  return readLength(tokenize({ css: text.trim() }));
}

/** Top-level components of a value: a word, number, or function with its arguments each. */
export function splitComponents(tokens: readonly CSSToken[]): CSSToken[][] {
  const components: CSSToken[][] = [];
  let depth = 0;
  for (const token of tokens) {
    const isSpace = token[0] === TokenType.Whitespace || token[0] === TokenType.Comma;
    if (depth > 0) components.at(-1)?.push(token);
    else if (!isSpace) components.push([token]);
    if (token[0] === TokenType.Function || token[0] === TokenType.OpenParen) depth += 1;
    else if (token[0] === TokenType.CloseParen) depth = Math.max(0, depth - 1);
  }
  return components;
}

/** Splits a selector list, or media query, at each separator outside of parentheses and strings. */
export function splitOutside(text: string, separator: ',' | ' '): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === separator && depth <= 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** The value as a single keyword in lower case; empty if it is something else. */
export function keyword(tokens: readonly CSSToken[] | undefined): string {
  const token = tokens?.[0];
  return token?.[0] === TokenType.Ident ? token[4].value.toLowerCase() : '';
}

/** The function of a component, and its arguments. */
export function functionOf(
  component: readonly CSSToken[],
): { readonly name: string; readonly inner: readonly CSSToken[] } | undefined {
  const [first] = component;
  if (first?.[0] !== TokenType.Function) return undefined;
  const isClosed = component.at(-1)?.[0] === TokenType.CloseParen;
  return { name: first[4].value.toLowerCase(), inner: component.slice(1, isClosed ? -1 : undefined) };
}

/** Returns true if a length is zero. */
export function isZeroLength(length: CssLength | undefined): boolean {
  return length !== undefined && isZero(length);
}
