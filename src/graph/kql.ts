import { AppError } from '../lib/app-error.ts';
import { utcFields } from '../time/iso-date.ts';
import type { Zone } from '../time/time-zone.ts';

/**
 * A query in the Keyword Query Language (KQL) with balanced quotes and parentheses and without backslashes and control
 * characters, so that clauses can be joined safely. Created only by the functions of this file.
 * @see https://learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference
 */
export class Kql {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const maxLength = 1024;

/** All forms of double quotes: search engines treat them alike. */
const quotes = /["“”„‟″＂«»]/g;

/** Emoji, which no text of a message has to contain beside words. */
const pictographs = /(?<!:)[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u{fe0f}]/gu;

/** A fixed clause with checked clauses in it: `` kql`(${name} OR ${title}) AND IsContainer:true` ``. */
export function kql(fixed: TemplateStringsArray, ...clauses: readonly Kql[]): Kql {
  return new Kql(
    fixed.reduce((text, part, index) => {
      const clause = clauses[index - 1];
      if (!(clause instanceof Kql)) throw new AppError('internal', 'The connector built an invalid query.');
      return text + clause.text + part;
    }),
  );
}

/**
 * A query as typed, operators included. Drops unpaired quotes and parentheses, empty parentheses, and operators without
 * an operand.
 * @throws AppError `invalid_argument` for a text without words or with more than 1,024 characters
 */
export function kqlText(text: string, argument = 'query'): Kql {
  if (text.length > maxLength) {
    throw new AppError('invalid_argument', `${argument} is longer than ${maxLength} characters.`, {
      argument,
    });
  }
  const typed = oneLine(text.replaceAll(quotes, '"').replaceAll('\\', ' '));
  const named = oneLine(typed.replaceAll(pictographs, ' '));
  const plain = /[\p{L}\p{N}]/u.test(named) ? named : typed;
  const unpaired = plain.split('"').length % 2 === 0 ? plain.lastIndexOf('"') : -1;
  const paired =
    unpaired === -1 ? plain : oneLine(`${plain.slice(0, unpaired)} ${plain.slice(unpaired + 1)}`);
  const balanced = trimOperators(dropUnpairedParentheses(paired));
  if (!/[\p{L}\p{N}\p{S}*]/u.test(balanced)) throw noWords(argument);
  return new Kql(balanced);
}

/**
 * `property:"value"`. The value is always one phrase.
 * @throws AppError `invalid_argument` for a value without words
 */
export function kqlFilter(
  property: string,
  value: string,
  {
    argument,
    prefix = false,
  }: { argument: string; /** Whether words that start with the value match too. */ prefix?: boolean },
): Kql {
  const phrase = oneLine(value.replaceAll(quotes, ' ').replaceAll(/[\\()*]/g, ' '));
  if (!/[\p{L}\p{N}\p{S}]/u.test(phrase)) throw noWords(argument);
  return new Kql(`${property}:"${phrase}${prefix ? '*' : ''}"`);
}

/**
 * The days of a span of time, end exclusive; undefined for a span that is open on both sides. KQL has only days, in the
 * user's time zone or in UTC depending on the source, so the days of both are included. The caller drops the results
 * outside the span.
 */
export function kqlDays(
  property: string,
  { afterMs, beforeMs }: { afterMs?: number | undefined; beforeMs?: number | undefined },
  zone: Zone,
): Kql | undefined {
  const days = (instantMs: number) =>
    [utcFields(instantMs), zone.toLocal(instantMs)]
      .map(({ year, month, day }) =>
        [year, month, day].map((field) => String(field).padStart(2, '0')).join('-'),
      )
      .toSorted();
  const first = afterMs === undefined ? undefined : days(afterMs)[0];
  const last = beforeMs === undefined ? undefined : days(beforeMs - 1)[1];
  if (first && last) return new Kql(`${property}:${first}..${last}`);
  if (first) return new Kql(`${property}>=${first}`);
  return last ? new Kql(`${property}<=${last}`) : undefined;
}

/** Joins the defined clauses with AND. @throws AppError `internal` for none */
export function kqlAll(clauses: readonly (Kql | undefined)[]): Kql {
  return join(clauses, ' AND ');
}

/** Joins the defined clauses with OR. @throws AppError `internal` for none */
export function kqlAny(clauses: readonly (Kql | undefined)[]): Kql {
  return join(clauses, ' OR ');
}

function join(clauses: readonly (Kql | undefined)[], operator: string): Kql {
  const [first, ...others] = clauses.filter((clause) => clause !== undefined);
  if (!first) throw new AppError('internal', 'The connector built a query without a condition.');
  if (others.length === 0) return first;
  return new Kql(
    [first, ...others].map(({ text }) => (needsNoParentheses(text) ? text : `(${text})`)).join(operator),
  );
}

/** One word, one phrase or one `property:"phrase"`. */
function needsNoParentheses(text: string): boolean {
  return /^[^\s"()]*(?:"[^"]*")?$/.test(text);
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim();
}

function dropUnpairedParentheses(text: string): string {
  const kept = text.split('');
  const open: number[] = [];
  let inPhrase = false;
  for (const [index, character] of kept.entries()) {
    if (character === '"') inPhrase = !inPhrase;
    else if (character === '(' && !inPhrase) open.push(index);
    else if (character === ')' && !inPhrase && open.pop() === undefined) kept[index] = ' ';
  }
  for (const index of open) kept[index] = ' ';
  return kept.join('');
}

const emptyPair = /""|\( *\)/g;
const binaryOperators = new Set(['AND', 'OR']);
const operators = new Set([...binaryOperators, 'NOT', 'NEAR', 'ONEAR']);

/** Operators at the start or end of parentheses, or alone in them. */
const danglingInParentheses: readonly (readonly [RegExp, string])[] = [
  [/\( ?(?:AND|OR|NOT|NEAR|ONEAR) ?\)/g, ' '],
  [/\( ?(?:AND|OR) /g, '('],
  [/ (?:AND|OR|NOT|NEAR|ONEAR) ?\)/g, ')'],
];

/** Drops empty pairs of quotes and parentheses, and operators without an operand. */
function trimOperators(text: string): string {
  let trimmed = oneLine(text);
  for (;;) {
    const words = oneLine(dropDanglingOperators(trimmed.replaceAll(emptyPair, ' '))).split(' ');
    const first = words.findIndex((word) => !binaryOperators.has(word));
    const last = words.findLastIndex((word) => !operators.has(word));
    const shorter = words.slice(first === -1 ? words.length : first, last + 1).join(' ');
    if (shorter === trimmed) return trimmed;
    trimmed = shorter;
  }
}

/** Does not change quoted phrases. */
function dropDanglingOperators(text: string): string {
  return text
    .split('"')
    .map((part, index) =>
      index % 2 === 1
        ? part
        : danglingInParentheses.reduce(
            (rest, [dangling, replacement]) => rest.replaceAll(dangling, replacement),
            part,
          ),
    )
    .join('"');
}

function noWords(argument: string): AppError {
  return new AppError('invalid_argument', `${argument} contains no word to search for.`, { argument });
}
