import { lastSerial1900 } from './number-format.ts';
import { splitFormatCode } from './shown-number.ts';

/** A part of a number format: literal text, or a unit of time with its minimum number of digits. */
type Token =
  | { readonly literal: string }
  | { readonly unit: 'h' | 'm' | 's' | 'fraction'; readonly digits: number; readonly isTotal: boolean };

interface Section {
  readonly tokens: readonly Token[];
  /** Digits of fractions of a second. */
  readonly decimals: number;
}

/** A format of elapsed time, such as `[h]:mm:ss`: sections for positive and negative values and zero. */
export type ElapsedFormat = readonly (Section | undefined)[];

const maxTokens = 16;
const secondsPerUnit = { h: 3600, m: 60, s: 1 };
/** Units per next larger unit. */
const limits = { h: 24, m: 60, s: 60 };

/** Undefined if the section has other parts, such as days or digits. */
function parseSection(section: string): Section | undefined {
  const tokens: Token[] = [];
  let decimals = 0;
  for (const [token] of section.matchAll(/"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|h+|m+|s+|\.0+|[^]/gi)) {
    const unit = /^\[?([hms])/i.exec(token)?.[1]?.toLowerCase();
    if (unit === 'h' || unit === 'm' || unit === 's') {
      const isTotal = token.startsWith('[');
      if (isTotal && !/^\[(?:h+|m+|s+)\]$/i.test(token)) continue;
      tokens.push({ unit, digits: token.length - (isTotal ? 2 : 0), isTotal });
    } else if (token.startsWith('.0')) {
      decimals = Math.min(3, token.length - 1);
      tokens.push({ unit: 'fraction', digits: decimals, isTotal: false });
    } else if (token.startsWith('"')) tokens.push({ literal: token.replaceAll('"', '') });
    else if (token.startsWith('\\')) tokens.push({ literal: token.slice(1) });
    else if (token.startsWith('_')) tokens.push({ literal: ' ' });
    else if (/^[\p{L}\d#?@]/u.test(token)) return undefined;
    else if (!token.startsWith('[') && !token.startsWith('*')) tokens.push({ literal: token });
    if (tokens.length > maxTokens) return undefined;
  }
  return { tokens, decimals };
}

/** Parses a format code with a unit in brackets (ECMA-376 part 1, 18.8.31). */
export function parseElapsedFormat(code: string): ElapsedFormat {
  return splitFormatCode(code).slice(0, 3).map(parseSection);
}

/** The built-in format 46. */
const standard: Section | undefined = parseSection('[h]:mm:ss');

/** Formats days as Excel shows them: `60:00:00`, `90:00`, `5400`. Undefined if they are out of range. */
export function formatElapsed(days: number, format: ElapsedFormat): string | undefined {
  if (!(Math.abs(days) < lastSerial1900)) return undefined;
  const own = days < 0 ? format[1] : days === 0 ? format[2] : undefined;
  const section = own ?? format[0] ?? standard;
  if (!section) return undefined;
  const scale = 10 ** section.decimals;
  const ticks = Math.round(Math.abs(days) * 86_400 * scale);
  const seconds = Math.floor(ticks / scale);
  let text = '';
  for (const token of section.tokens) {
    if ('literal' in token) text += token.literal;
    else if (token.unit === 'fraction') text += `.${String(ticks % scale).padStart(token.digits, '0')}`;
    else {
      const units = Math.floor(seconds / secondsPerUnit[token.unit]);
      text += String(token.isTotal ? units : units % limits[token.unit]).padStart(token.digits, '0');
    }
  }
  return days < 0 && !own && ticks > 0 ? `-${text.trim()}` : text.trim();
}
