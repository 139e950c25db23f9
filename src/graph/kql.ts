import { AppError } from '../lib/app-error.ts';
import { utcFields } from '../time/iso-date.ts';
import type { Zone } from '../time/time-zone.ts';

/**
 * A query in the Keyword Query Language whose quotes and brackets are balanced, without a backslash or a control
 * character: whatever is joined to it stays what it was. Only the functions of this file make one.
 * @see https://learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference
 */
export class Kql {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const maxLength = 1024;

/** Double quotes in all their shapes: search engines take them for one another. */
const quotes = /["“”„‟″＂«»]/g;

/** Fixed clauses of ours around checked ones: `` kql`(${name} OR ${title}) AND IsContainer:true` ``. */
export function kql(fixed: TemplateStringsArray, ...clauses: readonly Kql[]): Kql {
  return new Kql(
    fixed.reduce((text, part, index) => {
      const clause = clauses[index - 1];
      if (!(clause instanceof Kql))
        throw new AppError('internal', 'The connector built a query that it will not send.');
      return text + clause.text + part;
    }),
  );
}

/**
 * What a person or model typed, operators and all. A quote without its partner is dropped, and so are brackets without
 * theirs, empty ones, and operators with nothing on one side.
 * @throws AppError `invalid_argument` where nothing is left, and for more than 1,024 characters.
 */
export function kqlText(text: string, argument = 'query'): Kql {
  if (text.length > maxLength) {
    throw new AppError('invalid_argument', `${argument} is longer than ${maxLength} characters.`, {
      argument,
    });
  }
  const plain = oneLine(text.replaceAll(quotes, '"').replaceAll('\\', ' '));
  const lone = plain.split('"').length % 2 === 0 ? plain.lastIndexOf('"') : -1;
  const paired = lone === -1 ? plain : oneLine(`${plain.slice(0, lone)} ${plain.slice(lone + 1)}`);
  const balanced = trimOperators(withoutLoneBrackets(paired));
  if (!/[\p{L}\p{N}\p{S}*]/u.test(balanced)) throw nothingToSearch(argument);
  return new Kql(balanced);
}

/**
 * `property:"value"`. The value is one phrase, whatever it holds.
 * @throws AppError `invalid_argument` where nothing of the value is left.
 */
export function kqlFilter(
  property: string,
  value: string,
  { argument, prefix = false }: { argument: string; /** Whether longer words match too. */ prefix?: boolean },
): Kql {
  const phrase = oneLine(value.replaceAll(quotes, ' ').replaceAll(/[\\()*]/g, ' '));
  if (!/[\p{L}\p{N}\p{S}]/u.test(phrase)) throw nothingToSearch(argument);
  return new Kql(`${property}:"${phrase}${prefix ? '*' : ''}"`);
}

/**
 * The days that hold a span of time, its end not included; undefined for one that is open on both sides. KQL knows days
 * alone, and not everywhere the person's own: days of UTC are counted in. What lies outside the span is left to be sorted
 * out afterwards.
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

/** All of the clauses that are there. @throws AppError `internal` where none is. */
export function kqlAll(clauses: readonly (Kql | undefined)[]): Kql {
  return joined(clauses, ' AND ');
}

/** Any of the clauses that are there. @throws AppError `internal` where none is. */
export function kqlAny(clauses: readonly (Kql | undefined)[]): Kql {
  return joined(clauses, ' OR ');
}

function joined(clauses: readonly (Kql | undefined)[], operator: string): Kql {
  const [first, ...others] = clauses.filter((clause) => clause !== undefined);
  if (!first) throw new AppError('internal', 'The connector built a query without a condition.');
  if (others.length === 0) return first;
  return new Kql([first, ...others].map(({ text }) => (isPlain(text) ? text : `(${text})`)).join(operator));
}

/** One word, one phrase or one `property:"phrase"`. */
function isPlain(text: string): boolean {
  return /^[^\s"()]*(?:"[^"]*")?$/.test(text);
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim();
}

function withoutLoneBrackets(text: string): string {
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
const operatorsBetween = new Set(['AND', 'OR']);
const operatorsBefore = new Set([...operatorsBetween, 'NOT', 'NEAR', 'ONEAR']);

/** Operators that begin or end what stands in brackets, or are all of it. */
const lonelyInBrackets: readonly (readonly [RegExp, string])[] = [
  [/\( ?(?:AND|OR|NOT|NEAR|ONEAR) ?\)/g, ' '],
  [/\( ?(?:AND|OR) /g, '('],
  [/ (?:AND|OR|NOT|NEAR|ONEAR) ?\)/g, ')'],
];

/** The text without empty pairs, and without operators at either end, of it or of brackets, that work on nothing. */
function trimOperators(text: string): string {
  let trimmed = oneLine(text);
  for (;;) {
    const words = oneLine(withoutLonely(trimmed.replaceAll(emptyPair, ' '))).split(' ');
    const first = words.findIndex((word) => !operatorsBetween.has(word));
    const last = words.findLastIndex((word) => !operatorsBefore.has(word));
    const shorter = words.slice(first === -1 ? words.length : first, last + 1).join(' ');
    if (shorter === trimmed) return trimmed;
    trimmed = shorter;
  }
}

/** Phrases stay as they are. */
function withoutLonely(text: string): string {
  return text
    .split('"')
    .map((part, index) =>
      index % 2 === 1
        ? part
        : lonelyInBrackets.reduce((rest, [lonely, instead]) => rest.replaceAll(lonely, instead), part),
    )
    .join('"');
}

function nothingToSearch(argument: string): AppError {
  return new AppError('invalid_argument', `${argument} holds no word to search for.`, { argument });
}
