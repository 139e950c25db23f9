import { type CSSToken, TokenType } from '@csstools/css-tokenizer';
import { parseLength, splitAtCommas, toPixels } from './values.ts';

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

type Evaluate = (inside: string) => boolean;

/** Evaluates `not`, `and`, `or` and parentheses. Other words count as false. */
function evaluate(condition: string, leaf: Evaluate, depth = 0): boolean {
  const text = condition.trim();
  if (depth > 8) return false;
  const parts = splitTopLevel(text);
  const [first = ''] = parts;
  if (first === 'not') return parts.length > 1 && !evaluate(parts.slice(1).join(' '), leaf, depth + 1);
  if (parts.includes('or'))
    return parts.some((part) => part !== 'or' && part !== 'and' && evaluate(part, leaf, depth + 1));
  if (parts.length > 1) {
    return parts.every((part, index) => {
      if (part === 'and' || part === 'not') return true;
      const value = evaluate(part, leaf, depth + 1);
      return parts[index - 1] === 'not' ? !value : value;
    });
  }
  if (!text.startsWith('(') || !text.endsWith(')')) return leaf(text);
  const inside = text.slice(1, -1).trim();
  return inside.startsWith('(') || inside.startsWith('not ') || inside.startsWith('not(')
    ? evaluate(inside, leaf, depth + 1)
    : leaf(inside);
}

/** Splits at spaces outside of parentheses. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && (character === ' ' || character === '\n')) {
      if (current !== '') parts.push(current);
      current = '';
    } else {
      if (character === '(' && depth === 1 && current === 'not') {
        parts.push(current);
        current = '';
      }
      current += character;
    }
  }
  if (current !== '') parts.push(current);
  return parts;
}

function numberOf(text: string): number {
  const ratio = /^([\d.]+)\s*\/\s*([\d.]+)$/.exec(text.trim());
  if (ratio) return Number(ratio[1]) / Number(ratio[2]);
  const resolution = /^([\d.]+)(dppx|dpi|dpcm|x)$/.exec(text.trim());
  if (resolution) {
    const units: Record<string, number> = { dppx: 1, x: 1, dpi: 1 / 96, dpcm: 2.54 / 96 };
    return Number(resolution[1]) * (units[resolution[2] ?? ''] ?? 1);
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
    const value = numbers.get((range[3] ?? '').replace(/^-webkit-/, ''));
    if (value === undefined) return false;
    return (
      (range[2] === undefined || compare(numberOf(range[1] ?? ''), range[2], value)) &&
      (range[4] === undefined || compare(value, range[4], numberOf(range[5] ?? '')))
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
  const queries = splitAtCommas(text.toLowerCase());
  return queries.some((query) => {
    const own = query.trim();
    if (own === '') return queries.length === 1;
    const typed = /^(?:(not|only)\s+)?([a-z-]+)(?:\s+and\s*(?=[\s(])(.*))?$/s.exec(own);
    if (!typed || typed[2] === 'not') return evaluate(own, matchesFeature);
    const isType = typed[2] === 'all' || typed[2] === 'screen';
    const matches = isType && (typed[3] === undefined || evaluate(typed[3], matchesFeature));
    return typed[1] === 'not' ? !matches : matches;
  });
}

/** Evaluates the prelude of `@media`. */
export function matchesMedia(prelude: readonly CSSToken[]): boolean {
  return matchesMediaText(toText(prelude));
}

/** Evaluates the prelude of `@supports`: every declaration and selector counts as supported. */
export function matchesSupports(prelude: readonly CSSToken[]): boolean {
  return evaluate(toText(prelude).toLowerCase(), () => true);
}

/** The tokens as text with escapes decoded in words. */
function toText(tokens: readonly CSSToken[]): string {
  return tokens
    .map((token) => {
      if (token[0] === TokenType.Whitespace) return ' ';
      return token[0] === TokenType.Ident ? token[4].value : token[1];
    })
    .join('');
}
