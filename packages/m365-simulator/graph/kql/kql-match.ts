import type { KqlNode } from './kql-syntax.ts';
import { textContains, textWords } from './text-words.ts';

/** Document that a query is matched against. */
export interface KqlDocument {
  /** Words of everything that free text looks at. */
  readonly words: readonly string[];
  /** A property by its lower-case KQL name; undefined for one that the index does not know. */
  property(name: string): KqlValue | undefined;
}

/** Values of a property: text (any of them may fit), a number or boolean, or a time of which only the day counts. */
export type KqlValue = readonly string[] | number | boolean | { readonly dayOf: number };

const dayMs = 86_400_000;

/** Whether a document matches. Words such as `today` are relative to `nowMs`. */
export function kqlMatches(node: KqlNode, document: KqlDocument, nowMs: number): boolean {
  switch (node.kind) {
    case 'and':
      return node.nodes.every((inner) => kqlMatches(inner, document, nowMs));
    case 'or':
      return node.nodes.some((inner) => kqlMatches(inner, document, nowMs));
    case 'not':
      return !kqlMatches(node.operand, document, nowMs);
    case 'text':
      return node.value === '' ? node.prefix : textContains(document.words, node.value, node.prefix);
    case 'property': {
      const value = document.property(node.name);
      if (value === undefined) return textContains(document.words, `${node.name} ${node.value}`, node.prefix);
      return propertyMatches(node, value, nowMs);
    }
  }
}

/** The words of a query outside property restrictions: what a summary and a rank are made from. */
export function kqlWords(node: KqlNode | undefined): readonly string[] {
  switch (node?.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(kqlWords);
    case 'text':
      return textWords(node.value);
    case 'not':
    case 'property':
    case undefined:
      return [];
  }
}

function propertyMatches(
  node: Extract<KqlNode, { kind: 'property' }>,
  value: KqlValue,
  nowMs: number,
): boolean {
  if (typeof value === 'boolean') {
    const queryWords = ['true', 'yes', '1'].includes(node.value.toLowerCase());
    return node.operator === '<>' ? value !== queryWords : value === queryWords;
  }
  if (typeof value === 'number') return inRange(value, value, numberRange(node.value), node.operator);
  if ('dayOf' in value) {
    const day = Math.floor(value.dayOf / dayMs) * dayMs;
    return inRange(day, day, dateRange(node.value, nowMs), node.operator);
  }
  if (node.value === '' && node.prefix) return value.length > 0;
  const fits = value.some((text) => textContains(textWords(text), node.value, node.prefix));
  return node.operator === '<>' ? !fits : fits;
}

type Range = readonly [from: number, to: number] | undefined;

/** Whether the value is within, before or after the range, depending on the operator. */
function inRange(value: number, last: number, range: Range, operator: string): boolean {
  if (!range) return false;
  const [from, to] = range;
  switch (operator) {
    case '<':
      return value < from;
    case '<=':
      return value <= to;
    case '>':
      return last > to;
    case '>=':
      return last >= from;
    case '<>':
      return value < from || value > to;
    default:
      return value >= from && value <= to;
  }
}

function numberRange(text: string): Range {
  const [from = '', to = from] = text.split('..');
  const range = [Number(from), Number(to)] as const;
  return range.some(Number.isNaN) ? undefined : range;
}

function dateRange(text: string, nowMs: number): Range {
  const [from = '', to = from] = text.split('..');
  const first = namedRange(from, nowMs);
  const last = namedRange(to, nowMs);
  return first && last && [first[0], last[1]];
}

function namedRange(text: string, nowMs: number): Range {
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  switch (text.toLowerCase()) {
    case 'today':
      return [today, today];
    case 'yesterday':
      return [today - dayMs, today - dayMs];
    case 'this week':
      return [monday, monday + 6 * dayMs];
    case 'last week':
      return [monday - 7 * dayMs, monday - dayMs];
    default: {
      const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
      const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text;
      if (!/^\d{4}-\d\d-\d\d/.test(iso)) return undefined;
      const parsed = Date.parse(iso.length > 10 && !/(Z|[+-]\d\d:\d\d)$/.test(iso) ? `${iso}Z` : iso);
      if (Number.isNaN(parsed)) return undefined;
      const day = Math.floor(parsed / dayMs) * dayMs;
      return [day, day];
    }
  }
}
