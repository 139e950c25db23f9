/** One section of a number format: a percentage, an amount of money, or words. */
interface Section {
  /** Values that the section is for, such as `[>=1000]`; undefined for its default. */
  readonly condition: Condition | undefined;
  readonly prefix: string;
  readonly suffix: string;
  readonly isPercent: boolean;
  readonly isCurrency: boolean;
  /** Without digits, the section shows its literals only. */
  readonly hasDigits: boolean;
  readonly minIntegers: number;
  readonly minDecimals: number;
  readonly maxDecimals: number;
  readonly grouped: boolean;
  readonly divisor: number;
}

interface Condition {
  readonly operator: string;
  readonly operand: number;
}

/** A number format whose numbers are shown as Excel shows them. */
export interface ShownFormat {
  readonly positive: Section;
  readonly negative: Section | undefined;
  readonly zero: Section | undefined;
  /** Sections with a condition, and the first one without, in order. */
  readonly conditional: readonly Section[] | undefined;
}

const maxCodeCharacters = 512;
const maxDecimals = 15;
const conditionToken = /\[(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,15})?)\]/;
const currencyWords =
  /\p{Sc}|(?<!\p{L})(?:EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|AUD|CAD|kr|zł|Kč|Fr)(?!\p{L})/u;
/** Built-in formats of percentages and money (ECMA-376 part 1, 18.8.30), as in the locale en-US. */
const builtInCodes: Readonly<Record<number, string>> = {
  5: '"$"#,##0;\\-"$"#,##0',
  6: '"$"#,##0;\\-"$"#,##0',
  7: '"$"#,##0.00;\\-"$"#,##0.00',
  8: '"$"#,##0.00;\\-"$"#,##0.00',
  9: '0%',
  10: '0.00%',
  42: '"$"#,##0;("$"#,##0);"$"\\-',
  44: '"$"#,##0.00;("$"#,##0.00);"$"\\-',
};

/** Splits a format code at semicolons outside of quotes, escapes and brackets. */
export function splitFormatCode(code: string): string[] {
  return (
    code.slice(0, maxCodeCharacters).match(/(?:"[^"]*"?|\\.|\[[^\]]*\]?|[^;"[\\])+|(?<=^|;)(?=;|$)/g) ?? []
  );
}

interface Pattern {
  readonly prefix: string;
  readonly digits: string;
  readonly suffix: string;
  readonly symbol: boolean;
}

/** The symbol in `symbol-locale`. A named locale starts with `x-` and can contain further hyphens. */
function currencySymbol(text: string): string {
  const named = text.indexOf('-x-');
  const end = named === -1 ? text.lastIndexOf('-') : named;
  return end === -1 ? text : text.slice(0, end);
}

/** Separates literals from the digit placeholders. Undefined for dates, fractions, exponents and conditions. */
function readPattern(section: string): Pattern | undefined {
  let prefix = '';
  let digits = '';
  let suffix = '';
  let symbol = false;
  for (const [token] of section.matchAll(/"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|[0#?.,]+|General|[^]/gi)) {
    let literal = '';
    if (token.startsWith('"')) literal = token.replaceAll('"', '');
    else if (token.startsWith('\\')) literal = token.slice(1);
    else if (token.startsWith('_')) literal = ' ';
    else if (token.startsWith('*')) continue;
    else if (token.startsWith('[$')) {
      literal = currencySymbol(token.slice(2, -1));
      symbol ||= literal !== '';
    } else if (token.startsWith('[')) {
      if (
        !conditionToken.test(token) &&
        !/^\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]$/i.test(token)
      )
        return undefined;
      continue;
    } else if (/^[0#?.,]/.test(token)) {
      if (digits !== '') return undefined;
      digits = token;
      continue;
    } else if (/^[\p{L}/@]/u.test(token) && !/\p{Sc}/u.test(token)) return undefined;
    else literal = token;
    if (digits === '') prefix += literal;
    else suffix += literal;
  }
  return { prefix, digits, suffix, symbol };
}

function parseSection(text: string): Section | undefined {
  const pattern = readPattern(text);
  if (!pattern) return undefined;
  const { prefix, suffix, symbol } = pattern;
  let digits = pattern.digits;
  while (digits.endsWith(',')) digits = digits.slice(0, -1);
  const scale = pattern.digits.length - digits.length;
  const [integers = '', decimals = ''] = digits.split('.');
  const literals = prefix + suffix;
  const [, operator, operand] = conditionToken.exec(text) ?? [];
  return {
    condition: operator === undefined ? undefined : { operator, operand: Number(operand) },
    prefix,
    suffix,
    isPercent: text.replaceAll(/"[^"]*"|\\./g, '').includes('%'),
    isCurrency: symbol || currencyWords.test(literals),
    hasDigits: pattern.digits !== '',
    minIntegers: integers.replaceAll(/[^0]/g, '').length,
    minDecimals: Math.min(maxDecimals, decimals.replaceAll(/[^0]/g, '').length),
    maxDecimals: Math.min(maxDecimals, decimals.length),
    grouped: integers.includes(','),
    divisor: 1000 ** scale,
  };
}

/** The section shows a percentage, an amount of money, a number with leading zeros, or words in place of the number. */
function isShown(section: Section): boolean {
  if (!section.hasDigits) return /\p{L}/u.test(section.prefix);
  return section.isPercent || section.isCurrency || hasLeadingZeros(section);
}

/** The section shows whole numbers with leading zeros, such as postal codes. */
function hasLeadingZeros({ isPercent, isCurrency, minIntegers, maxDecimals, divisor }: Section): boolean {
  return minIntegers > 1 && maxDecimals === 0 && divisor === 1 && !isPercent && !isCurrency;
}

/**
 * Parses the code of a percentage, an amount of money, a number with leading zeros, or of words such as `"yes";;"no"`.
 * Undefined for other formats, whose numbers stay as stored.
 */
export function parseShownFormat(code: string): ShownFormat | undefined {
  const sections = splitFormatCode(code).slice(0, 3).map(parseSection);
  const [positive, negative, zero] = sections;
  const known = sections.filter((section) => section !== undefined);
  const isConditional = known.some(({ condition }) => condition !== undefined);
  if (!positive || !(isConditional ? known.some(isShown) : isShown(positive))) return undefined;
  return { positive, negative, zero, conditional: isConditional ? known : undefined };
}

/** The built-in format with this id; undefined if its numbers stay as stored. */
export function builtInShownFormat(id: number): ShownFormat | undefined {
  const code = builtInCodes[id];
  return code === undefined ? undefined : parseShownFormat(code);
}

/** Formats a number as Excel shows it: `15%`, `$1,234.50`, `(€5.00)`. Undefined if it is out of range. */
export function formatShown(value: number, format: ShownFormat): string | undefined {
  const own = findSection(value, format);
  const section = own ?? format.positive;
  // As stored: as shown, it would lose its decimals.
  if (hasLeadingZeros(section) && !Number.isInteger(value)) return undefined;
  const scaled = (Math.abs(value) * (section.isPercent ? 100 : 1)) / section.divisor;
  if (!(scaled < 1e15)) return undefined;
  const digits = section.hasDigits ? formatDigits(scaled, section) : '';
  const text = `${section.prefix}${digits}${section.suffix}`.replaceAll(/\s+/g, ' ').trim();
  const isNegative = value < 0 && !own && /[1-9]/.test(digits);
  return isNegative ? `-${text}` : text;
}

/** The section for a value; undefined if the first one applies, with a minus sign for negative values. */
function findSection(value: number, { negative, zero, conditional }: ShownFormat): Section | undefined {
  if (!conditional) return value < 0 ? negative : value === 0 ? zero : undefined;
  return conditional.find(({ condition }) => !condition || meets(value, condition));
}

function meets(value: number, { operator, operand }: Condition): boolean {
  switch (operator) {
    case '<':
      return value < operand;
    case '<=':
      return value <= operand;
    case '>':
      return value > operand;
    case '>=':
      return value >= operand;
    case '<>':
      return value !== operand;
    default:
      return value === operand;
  }
}

function groupThousands(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(end - 3, 0), end));
  return groups.join(',');
}

function formatDigits(value: number, section: Section): string {
  // Excel computes with 15 digits; further ones are rounding errors.
  const fixed = Number(value.toPrecision(15)).toFixed(section.maxDecimals);
  const [whole = '', fraction = ''] = fixed.split('.');
  let integers = whole.padStart(section.minIntegers, '0');
  if (section.minIntegers === 0 && Number(whole) === 0) integers = '';
  if (section.grouped) integers = groupThousands(integers);
  let end = fraction.length;
  while (end > section.minDecimals && fraction[end - 1] === '0') end -= 1;
  return end === 0 ? integers : `${integers}.${fraction.slice(0, end)}`;
}
