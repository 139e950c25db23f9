import { AppError } from '../lib/app-error.ts';
import type { Kql } from './kql.ts';

declare const brand: unique symbol;

/** A `$filter` with escaped values. */
export type ODataFilter = string & { readonly [brand]: 'ODataFilter' };

/**
 * `` odataFilter`receivedDateTime ge ${new Date(afterMs)} and from/emailAddress/address eq ${address}` ``: a
 * string becomes a quoted literal with doubled quotes, a Date an instant in UTC.
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_Literals
 */
export function odataFilter(
  fixed: TemplateStringsArray,
  ...values: readonly (string | number | boolean | Date)[]
): ODataFilter {
  return fixed.reduce((text, part, index) => text + literal(values[index - 1]) + part) as ODataFilter;
}

function literal(value: string | number | boolean | Date | undefined): string {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (typeof value !== 'string') return String(value);
  return `'${value
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll("'", "''")}'`;
}

/**
 * Compares a property, whose name is data of the tenant: `fields/Status eq 'Open'`, `startswith(fields/Title,'Con')`.
 * @throws AppError `internal` for a name that is no path of OData identifiers
 */
export function odataComparison(
  property: string,
  operator: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'startswith',
  value: string | number | boolean | Date,
): ODataFilter {
  if (!/^\w+(?:\/\w+)*$/.test(property)) throw new AppError('internal', 'The name of a property is invalid.');
  const text =
    operator === 'startswith'
      ? `startswith(${property},${literal(String(value))})`
      : `${property} ${operator} ${literal(value)}`;
  return text as ODataFilter;
}

/** Joins the defined conditions with `and`, in their order; undefined for none. */
export function allOf(filters: readonly (ODataFilter | undefined)[]): ODataFilter | undefined {
  const present = filters.filter((filter) => filter !== undefined);
  return present.length === 0 ? undefined : (present.join(' and ') as ODataFilter);
}

/** Joins the conditions with `or`, in parentheses. */
export function anyOf(filters: readonly [ODataFilter, ...ODataFilter[]]): ODataFilter {
  return `(${filters.join(' or ')})` as ODataFilter;
}

/** A query for the `$search` of messages: in double quotes, with escaped quotes. */
export function mailSearch({ text }: Kql): string {
  return `"${text.replaceAll('"', String.raw`\"`)}"`;
}

/**
 * The `$search` of users and groups, which requires `ConsistencyLevel: eventual`: words of any of the properties start
 * with these words. @see https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
 * @throws AppError `invalid_argument` for a text without words
 */
export function directorySearch(properties: readonly string[], text: string, argument: string): string {
  const words = searchWords(text, argument);
  return properties.map((property) => `"${property}:${words}"`).join(' OR ');
}

/**
 * The `$search` of the user's relevant people. @see https://learn.microsoft.com/graph/people-example#search-people
 * @throws AppError `invalid_argument` for a text without words
 */
export function peopleSearch(text: string): string {
  return `"${searchWords(text, 'query')}"`;
}

function searchWords(text: string, argument: string): string {
  const words = text
    .toWellFormed()
    .replaceAll(/["\\\s\p{C}]+/gu, ' ')
    .trim();
  if (words !== '') return words;
  throw new AppError('invalid_argument', `${argument} contains no word to search for.`, { argument });
}
