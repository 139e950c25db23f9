import { type CSSToken, TokenType } from '@csstools/css-tokenizer';
import { parseLength, splitOutside, toPixels } from './values.ts';

/** The viewport for which media queries are evaluated: a desktop window in light mode. */
const viewport = { width: 1024, height: 768 };

/** Values of the discrete media features of that window. */
const features: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    orientation: ['landscape'],
    hover: ['hover'],
    'any-hover': ['hover'],
    pointer: ['fine'],
    'any-pointer': ['fine'],
    'prefers-color-scheme': ['light'],
    'prefers-reduced-motion': ['no-preference'],
    'prefers-contrast': ['no-preference'],
    'forced-colors': ['none'],
    'inverted-colors': ['none'],
    scripting: ['none'],
    update: ['fast'],
    grid: ['0'],
    'display-mode': ['browser'],
    'overflow-block': ['scroll'],
    'overflow-inline': ['scroll'],
    'color-gamut': ['srgb'],
    'dynamic-range': ['standard'],
  }),
);
/** Values that make a feature false if it has no value, as in `(hover)`. */
const falseValues = new Set(['none', 'no-preference', '0']);

/** Numeric features: width, height and aspect in pixels, resolution in dots per pixel, color bits. */
const numbers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    width: viewport.width,
    height: viewport.height,
    'device-width': viewport.width,
    'device-height': viewport.height,
    resolution: 1,
    'device-pixel-ratio': 1,
    'aspect-ratio': viewport.width / viewport.height,
    'device-aspect-ratio': viewport.width / viewport.height,
    color: 8,
    monochrome: 0,
    'color-index': 0,
  }),
);

type Evaluate = (operand: string) => boolean;

/**
 * Evaluates `not`, `and`, `or` and parentheses (Media Queries 4, 3). False if the operators are mixed, or anything else is
 * invalid. @param condition without white space but single spaces
 */
function evaluate(condition: string, leaf: Evaluate, depth = 0): boolean {
  if (depth > 8) return false;
  // White space is optional after parentheses.
  const parts = splitOutside(condition.replaceAll(/\)(?=(?:and|or) )/g, ') '), ' ');
  const isTrue = (part: string): boolean => evaluate(part, leaf, depth + 1);
  const [first = '', second = ''] = parts;
  if (first === 'not') return parts.length === 2 && !isTrue(second);
  if (parts.length > 1) {
    const operands = parts.filter((_, index) => index % 2 === 0);
    const isMixed = parts.some((part, index) => index % 2 === 1 && part !== second);
    if (isMixed || parts.length === 2) return false;
    return second === 'or' ? operands.some(isTrue) : second === 'and' && operands.every(isTrue);
  }
  const inside = unwrap(first);
  return inside?.startsWith('(') || inside?.startsWith('not ') ? isTrue(inside) : leaf(first);
}

/** The text within parentheses. */
function unwrap(text: string): string | undefined {
  return text.startsWith('(') ? text.slice(1, -1).trim() : undefined;
}

function numberOf(text: string): number {
  const [, value, unit] = /^([\d.]+)(dppx|dpi|dpcm|x)$/.exec(text.trim()) ?? [];
  if (value !== undefined) {
    const dotsPerPixel = unit === 'dpi' ? 1 / 96 : unit === 'dpcm' ? 2.54 / 96 : 1;
    return Number(value) * dotsPerPixel;
  }
  const length = parseLength(text);
  return length ? toPixels(length, 16) : Number.NaN;
}

function compare(left: number, operator: string, right: number): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return operator === '>=' ? left >= right : left === right;
}

/** Evaluates a media feature: `min-width: 10px`, `width >= 10px`, `1px < width < 9px`, `hover`. */
function matchesFeature(inside: string): boolean {
  const range = /^(?:([^<>=]+)(<=?|>=?|=))?\s*([a-z-]+)\s*(?:(<=?|>=?|=)([^<>=]+))?$/.exec(inside);
  if (range && (range[2] || range[4])) {
    const [, low = '', lowOperator, name = '', highOperator, high = ''] = range;
    const value = numbers.get(name) ?? Number.NaN;
    return (
      (lowOperator === undefined || compare(numberOf(low), lowOperator, value)) &&
      (highOperator === undefined || compare(value, highOperator, numberOf(high)))
    );
  }
  const [name = '', value] = inside.split(':').map((part) => part.trim());
  const bare = name.replace(/^-(?:webkit|moz|o)-/, '').replace(/^min--moz-/, 'min-');
  const numeric = numbers.get(bare.replace(/^(?:min|max)-/, ''));
  if (numeric !== undefined) {
    if (value === undefined) return numeric !== 0;
    const operator = bare.startsWith('min-') ? '>=' : bare.startsWith('max-') ? '<=' : '=';
    return compare(numeric, operator, numberOf(value));
  }
  const known = features.get(bare);
  if (!known) return false;
  return value === undefined ? !falseValues.has(known[0] ?? '') : known.includes(value);
}

/** Evaluates a media query list. */
export function matchesMediaText(text: string): boolean {
  const queries = splitOutside(text.toLowerCase().replaceAll(/\s+/g, ' '), ',');
  return queries.some((query) => {
    const own = query.trim();
    if (own === '') return queries.length === 1;
    const typed = /^(?:(not|only) )?([a-z-]+)(?: and (.*))?$/.exec(own);
    if (!typed) return evaluate(own, isFeature);
    const isType = typed[2] === 'all' || typed[2] === 'screen';
    const matches = isType && (typed[3] === undefined || evaluate(typed[3], isFeature));
    return typed[1] === 'not' ? !matches : matches;
  });
}

function isFeature(operand: string): boolean {
  const inside = unwrap(operand);
  return inside !== undefined && matchesFeature(inside);
}

/** Evaluates the prelude of `@media`. */
export function matchesMedia(prelude: readonly CSSToken[]): boolean {
  return matchesMediaText(toText(prelude));
}

/** Evaluates the prelude of `@supports`: every declaration, selector and font counts as supported. */
export function matchesSupports(prelude: readonly CSSToken[]): boolean {
  const text = toText(prelude).toLowerCase().trim();
  return evaluate(text, (operand) => /^(?:selector|font-tech|font-format)?\(/.test(operand));
}

/** The tokens as text with escapes decoded in words. */
function toText(tokens: readonly CSSToken[]): string {
  return tokens
    .map((token) => {
      if (token[0] === TokenType.Whitespace) return ' ';
      return token[0] === TokenType.Ident ? token[4].value : token[1];
    })
    .join('')
    .replaceAll(/ +/g, ' ');
}
