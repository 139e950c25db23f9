import { htmlToText, oneLine } from 'document-text';
import type { Zone } from '../../time/time-zone.ts';
import type { ListColumn, ListRow } from './schema.ts';

const maxColumns = 40;
/** Limit of SharePoint in one request; columns of people and of terms are lookups too. */
const maxLookups = 12;
const systemColumns = new Set(['Attachments', 'ContentType', 'Edit', 'DocIcon', '_ColorTag']);
const fieldName = /^\w{1,64}$/;

/** The columns of a list that are read. */
export interface ShownColumns {
  readonly columns: readonly ListColumn[];
  /** Names of those beyond the limits. */
  readonly omitted: readonly string[];
}

/** The columns that a form of the list shows, in its order. */
export function chooseColumns(all: readonly ListColumn[]): ShownColumns {
  const visible = all.filter(
    ({ name, hidden, readOnly, columnGroup, calculated }) =>
      hidden !== true &&
      columnGroup !== '_Hidden' &&
      (readOnly !== true || calculated) &&
      !systemColumns.has(name) &&
      fieldName.test(name),
  );
  let lookups = 0;
  const columns = visible
    .filter((column) => !isLookup(column) || (lookups += 1) <= maxLookups)
    .slice(0, maxColumns);
  return { columns, omitted: visible.filter((column) => !columns.includes(column)).map(columnTitle) };
}

/** Whether the value is in another list: Graph returns it only where `$select` names the column. */
export function isLookup({ lookup, personOrGroup, term }: ListColumn): boolean {
  return Boolean(lookup ?? personOrGroup ?? term);
}

export function columnTitle({ name, displayName }: ListColumn): string {
  return oneLine(displayName ?? name, 100) || name;
}

/** `$expand` of the values of these columns. */
export function expandFields(columns: readonly ListColumn[]): string {
  return columns.length === 0 ? 'fields' : `fields($select=${columns.map(({ name }) => name).join(',')})`;
}

/** A cell as text, neither shortened nor sanitized; empty without a value. */
export function formatCell({ fields }: ListRow, column: ListColumn, zone: Zone): string {
  const value = fields?.[column.name];
  if (typeof value === 'string' && column.dateTime) {
    const text = formatDate(value, zone);
    return column.dateTime.format === 'dateOnly' ? text.slice(0, 10) : text;
  }
  if (typeof value === 'string' && column.text?.textType === 'richText') return htmlToText(value).text.trim();
  return formatValue(value);
}

export function formatDate(dateTime: string | null | undefined, zone: Zone): string {
  const instantMs = Date.parse(dateTime ?? '');
  return Number.isNaN(instantMs) ? (dateTime ?? '') : zone.format(instantMs);
}

/** Values of people, lookups, terms, links and places are objects with one of these members. */
const labels = ['LookupValue', 'Label', 'Description', 'Url', 'DisplayName', 'displayName', 'Email'] as const;

function formatValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(formatValue).filter(Boolean).join('; ');
  if (typeof value !== 'object' || value === null) return '';
  const members = value as Readonly<Record<string, unknown>>;
  const label = labels
    .map((name) => members[name])
    .find((member) => typeof member === 'string' && member !== '');
  return typeof label === 'string' ? label : '';
}
