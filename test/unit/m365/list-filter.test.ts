import { describe, expect, it } from 'vitest';
import { chooseColumns, formatCell } from '../../../src/m365/lists/columns.ts';
import { toListFilter } from '../../../src/m365/lists/filter.ts';
import type { ListColumn } from '../../../src/m365/lists/schema.ts';
import { createZone } from '../../../src/time/time-zone.ts';

const zone = createZone('Europe/Berlin');
const frame = { zone, nowMs: Date.UTC(2026, 10, 30) };
const columns: readonly ListColumn[] = [
  { name: 'Title', displayName: 'Vendor' },
  { name: 'Stage', displayName: 'Stage', indexed: true },
  { name: 'Fee_x0020_2', displayName: 'Fee and tax', currency: {} },
  { name: 'Due', displayName: 'Due', dateTime: { format: 'dateOnly' } },
  { name: 'Open', displayName: 'Open', boolean: {} },
  { name: 'Owner', displayName: 'Owner', personOrGroup: {} },
];
const filterOf = (text: string) => toListFilter(text, columns, frame).filter;

describe('filter of a list', () => {
  it.each([
    ['Stage = Signed', "fields/Stage eq 'Signed'"],
    ['stage == "R and D"', "fields/Stage eq 'R and D'"],
    ['Stage = R and D', "fields/Stage eq 'R and D'"],
    ["Stage = 'R and D' and Open = no", "fields/Stage eq 'R and D' and fields/Open eq false"],
    ["fields/Stage ne 'O''Brien'", "fields/Stage ne 'O''Brien'"],
    ["Vendor = O'Brien & Sons", "fields/Title eq 'O''Brien & Sons'"],
    ['Title startswith Con', "startswith(fields/Title,'Con')"],
    ['Fee and tax >= 1,250.5 and Open = yes', 'fields/Fee_x0020_2 ge 1250.5 and fields/Open eq true'],
    ['Due < 2026-12-01', "fields/Due lt '2026-11-30T23:00:00.000Z'"],
    [
      'Due = 2026-12-01',
      "fields/Due ge '2026-11-30T23:00:00.000Z' and fields/Due lt '2026-12-01T23:00:00.000Z'",
    ],
    ["Stage = x' or 1 eq 1 or fields/Stage eq 'y", "fields/Stage eq 'x'' or 1 eq 1 or fields/Stage eq ''y'"],
  ])('%s is %s', (text, expected) => {
    expect(filterOf(text)).toBe(expected);
  });

  it('names the columns without an index', () => {
    expect(toListFilter('Stage = a and Vendor = b', columns, frame).unindexed).toEqual(['Vendor']);
  });

  it.each([
    ['Stage', 'give comparisons'],
    ['= x', 'give comparisons'],
    ['Color = red', 'there is no column with this name'],
    ['Owner = Adele', 'does not filter by people'],
    ['Fee and tax > much', 'holds numbers'],
    ['Open = maybe', 'is yes or no'],
    ['Due > someday', 'uri'],
    ['Stage) or (1 = 1', 'there is no column'],
  ])('%s is rejected: %s', (text, message) => {
    expect(() => filterOf(text)).toThrow(message);
  });
});

describe('columns of a list', () => {
  it('are those of its form, with at most 12 lookups and 40 in all', () => {
    const lookups = Array.from({ length: 15 }, (_, index) => ({ name: `Look${index}`, lookup: {} }));
    const plain = Array.from({ length: 40 }, (_, index) => ({ name: `Text${index}` }));
    const system: readonly ListColumn[] = [
      { name: 'ContentType' },
      { name: 'Hidden', hidden: true },
      { name: 'ID', readOnly: true },
      { name: 'Sum', readOnly: true, calculated: {} },
      { name: 'a/b' },
    ];
    const { columns: shown, omitted } = chooseColumns([...system, ...lookups, ...plain]);
    expect(shown.map(({ name }) => name)).toEqual([
      'Sum',
      ...lookups.slice(0, 12).map(({ name }) => name),
      ...plain.slice(0, 27).map(({ name }) => name),
    ]);
    expect(omitted).toHaveLength(16);
  });

  it.each<[ListColumn, unknown, string]>([
    [{ name: 'x' }, 12.5, '12.5'],
    [{ name: 'x' }, true, 'yes'],
    [{ name: 'x' }, undefined, ''],
    [{ name: 'x' }, ['a', 'b'], 'a; b'],
    [{ name: 'x' }, { Label: 'Red', TermGuid: 'g', WssId: 3 }, 'Red'],
    [{ name: 'x' }, [{ LookupId: 1, LookupValue: 'Adele', Email: 'a@b.example' }], 'Adele'],
    [{ name: 'x' }, { Description: '', Url: 'https://a.example/' }, 'https://a.example/'],
    [{ name: 'x' }, { other: 1 }, ''],
    [{ name: 'x', dateTime: { format: 'dateOnly' } }, '2026-11-30T23:00:00Z', '2026-12-01'],
    [{ name: 'x', dateTime: {} }, 'never', 'never'],
    [{ name: 'x', text: { textType: 'richText' } }, '<p>a <b>b</b></p><p style="display:none">c</p>', 'a b'],
  ])('%j shows %j as %s', (column, value, expected) => {
    const text = formatCell({ id: '1', fields: { x: value } }, column, zone);
    expect(text.replaceAll('*', '')).toBe(expected);
  });
});
