import { type ODataFilter, allOf, odataComparison } from '../../graph/odata.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Zone } from '../../time/time-zone.ts';
import { resolveDate } from '../../time/date-range.ts';
import { columnTitle, isLookup } from './columns.ts';
import type { ListColumn } from './schema.ts';

type Operator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'startswith';

/** One comparison of a filter, with the name of a column as the user wrote it. */
interface Comparison {
  readonly column: string;
  readonly operator: Operator;
  readonly value: string;
}

/** A filter for Graph. */
export interface ListFilter {
  readonly filter: ODataFilter | undefined;
  /** Titles of the columns without an index: Graph refuses to filter long lists by them. */
  readonly unindexed: readonly string[];
}

const operators: Readonly<Record<string, Operator>> = {
  '=': 'eq',
  '==': 'eq',
  '!=': 'ne',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};
const dayMs = 86_400_000;
/** Of a text with single spaces. */
const operatorPattern = /<=|>=|!=|<>|==|=|<|>| (?:eq|ne|lt|le|gt|ge|startswith) /i;

/** A comparison such as `Status = Open` or `fields/Status eq 'Open'`; undefined for any other text. */
function parseComparison(text: string): Comparison | undefined {
  const [found = ''] = operatorPattern.exec(text) ?? [];
  const position = text.indexOf(found);
  const column = text
    .slice(0, position)
    .replace(/^fields\//i, '')
    .trim();
  const value = text.slice(position + found.length).trim();
  if (found === '' || column === '' || value === '') return undefined;
  const name = found.trim().toLowerCase();
  return { column, operator: operators[name] ?? (name as Operator), value };
}

/**
 * Splits at each `and` that joins comparisons: names of columns and values contain the word too.
 * @throws AppError `invalid_argument` for a text that is no filter
 */
function parseListFilter(text: string): readonly Comparison[] {
  const found: Comparison[] = [];
  let start: string | undefined;
  for (const piece of text.replaceAll(/\s+/g, ' ').trim().split(/ and /i)) {
    const last = found.at(-1);
    if (start === undefined && last !== undefined && isOpenQuote(last.value)) {
      found[found.length - 1] = { ...last, value: `${last.value} and ${piece}` };
      continue;
    }
    const part: string = start === undefined ? piece : `${start} and ${piece}`;
    const parsed = parseComparison(part);
    if (parsed) found.push(parsed);
    start = parsed ? undefined : part;
  }
  const last = found.pop();
  if (last === undefined) {
    throw invalidFilter('give comparisons such as Status = Open and Amount > 1000, joined by and');
  }
  const whole = start === undefined ? last : { ...last, value: `${last.value} and ${start}` };
  return [...found, whole].map(({ value, ...rest }) => ({ ...rest, value: unquote(value) }));
}

function isOpenQuote(value: string): boolean {
  return /^["']/.test(value) && unquote(value) === value;
}

function unquote(value: string): string {
  const quote = value[0] ?? '';
  const isQuoted = value.length > 1 && /["']/.test(quote) && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1).replaceAll("''", "'") : value;
}

/**
 * The filter for Graph, with the values in the types of their columns.
 * @throws AppError `invalid_argument` for a column or value that the list cannot be filtered by
 */
export function toListFilter(
  filter: string,
  columns: readonly ListColumn[],
  frame: { readonly zone: Zone; readonly nowMs: number },
): ListFilter {
  const unindexed = new Set<string>();
  const filters = parseListFilter(filter).flatMap(({ column: name, operator, value: text }) => {
    const column = findColumn(name, columns);
    if (column.indexed !== true) unindexed.add(columnTitle(column));
    const property = `fields/${column.name}`;
    const value = toValue(column, text, frame);
    if (!(value instanceof Date)) return odataComparison(property, operator, value);
    // Values of columns are untyped in OData: Graph compares dates with quoted instants.
    const instant = value.toISOString();
    if (operator !== 'eq') return odataComparison(property, operator, instant);
    const end = new Date(value.getTime() + dayMs).toISOString();
    return [odataComparison(property, 'ge', instant), odataComparison(property, 'lt', end)];
  });
  return { filter: allOf(filters), unindexed: [...unindexed] };
}

function findColumn(name: string, columns: readonly ListColumn[]): ListColumn {
  const isNamed = (own: string | null | undefined) => own?.toLowerCase() === name.toLowerCase();
  const column =
    columns.find((candidate) => isNamed(columnTitle(candidate))) ?? columns.find((own) => isNamed(own.name));
  if (column && !isLookup(column)) return column;
  const usable = columns.filter((own) => !isLookup(own)).map(columnTitle);
  throw invalidFilter(
    column
      ? `Microsoft Graph does not filter by people, lookups and terms. Read the rows, or find them with sharepoint_search and kind list. Columns to filter by: ${usable.join(', ')}`
      : `there is no column with this name. Columns to filter by: ${usable.join(', ')}`,
  );
}

function toValue(
  column: ListColumn,
  text: string,
  frame: { readonly zone: Zone; readonly nowMs: number },
): string | number | boolean | Date {
  if (column.number ?? column.currency) {
    const amount = Number(text.replaceAll(/[\s,_](?=\d{3}(?!\d))/g, ''));
    if (text.trim() === '' || !Number.isFinite(amount))
      throw invalidFilter(`${columnTitle(column)} holds numbers`);
    return amount;
  }
  if (column.boolean) {
    if (!/^(?:yes|no|true|false|1|0)$/i.test(text))
      throw invalidFilter(`${columnTitle(column)} is yes or no`);
    return /^(?:yes|true|1)$/i.test(text);
  }
  return column.dateTime ? new Date(resolveDate(text, 'uri', frame).instantMs) : text;
}

function invalidFilter(reason: string): AppError {
  return new AppError('invalid_argument', `The filter of this uri cannot be used: ${reason}.`, {
    argument: 'uri',
  });
}
