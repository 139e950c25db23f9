import { describe, expect, it } from 'vitest';
import { readText } from './support/read-whole.ts';
import { type XlsxSpec, buildXlsx } from './support/ooxml-builder.ts';

async function read(spec: XlsxSpec) {
  return readText(buildXlsx(spec));
}

/** CSV of a workbook of one sheet. */
async function csvOf(data: string, rest: Omit<XlsxSpec, 'sheets'> = {}): Promise<string> {
  const { sections } = await read({ sheets: [{ name: 'S', data }], ...rest });
  return sections[0]?.replace(/^## Sheet: S[^\n]*\n\n/, '') ?? '';
}

function row(number: number, ...cells: readonly string[]): string {
  return `<row r="${number}" spans="1:4">${cells.join('')}</row>`;
}

function number(reference: string, value: string | number, style = 0): string {
  return `<c r="${reference}" s="${style}"><v>${value}</v></c>`;
}

function inline(reference: string, text: string): string {
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** Cell formats in order, custom ones by code. */
function stylesOf(formats: readonly (number | string)[]): string {
  const custom = formats.filter((format) => typeof format === 'string');
  const codes = custom.map(
    (code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
  );
  const xfs = formats.map(
    (format) => `<xf numFmtId="${typeof format === 'number' ? format : 164 + custom.indexOf(format)}"/>`,
  );
  return `<numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs>`;
}

describe('readDocument of an xlsx', () => {
  it('returns each sheet as CSV with name and range, hidden sheets marked', async () => {
    const document = await read({
      sheets: [
        {
          name: 'Budget & plan',
          data:
            row(2, inline('B2', 'Item'), inline('C2', 'Sum')) +
            row(3, inline('B3', 'Rent'), number('C3', '12.5')),
        },
        { name: 'Secret', data: row(1, number('A1', 1)), state: 'veryHidden' },
        { name: 'Empty', data: '' },
      ],
    });
    expect(document.unit).toBe('sheet');
    expect(document.sections).toEqual([
      '## Sheet: Budget & plan B2:C3\n\nItem,Sum\nRent,12.5',
      '## Sheet: Secret (hidden) A1:A1\n\n1',
      '## Sheet: Empty\n\n(empty)',
    ]);
  });

  it('reads shared strings with rich text, without phonetic text, and escapes', async () => {
    const sharedStrings = [
      '<t>plain</t>',
      '<r><rPr><b/></rPr><t>ri</t></r><r><t xml:space="preserve">ch text</t></r>',
      '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>',
      '<t>a_x000D_&#10;b &amp; _x005F_x000D_</t>',
    ];
    const data = row(
      1,
      ...sharedStrings.map((_, index) => `<c r="${'ABCD'[index]}1" t="s"><v>${index}</v></c>`),
    );
    expect(await csvOf(data, { sharedStrings })).toBe('plain,rich text,東京,"a\nb & _x000D_"');
  });

  it('quotes CSV fields', async () => {
    expect(
      await csvOf(row(1, inline('A1', 'a,b'), inline('B1', 'say "no"'), inline('C1', 'two\nlines'))),
    ).toBe('"a,b","say ""no""","two\nlines"');
  });

  it('aligns columns, drops empty leading columns and keeps gaps between rows', async () => {
    const data =
      row(3, number('C3', 1), number('E3', 2)) +
      row(4, '<c r="C4"/>', number('D4', 3)) +
      row(9, number('E9', 4)) +
      row(12, '<c r="A12" s="1"/>');
    expect(await csvOf(data)).toBe('1,,2\n,3\n\n,,4');
  });

  it('reads cells and rows without references', async () => {
    expect(await csvOf('<row><c><v>1</v></c><c><v>2</v></c></row><row><c t="str"><v>x</v></c></row>')).toBe(
      '1,2\nx',
    );
  });

  it('returns booleans, errors, formula values and ISO dates', async () => {
    const data = row(
      1,
      '<c r="A1" t="b"><v>1</v></c>',
      '<c r="B1" t="b"><v>0</v></c>',
      '<c r="C1" t="e"><v>#DIV/0!</v></c>',
      '<c r="D1"><f>SUM(A1:B1)</f><v>42</v></c>',
      '<c r="E1" t="str"><f>A1&amp;"x"</f><v>1x</v></c>',
      '<c r="F1" t="d"><v>2026-03-04T00:00:00</v></c>',
    );
    expect(await csvOf(data)).toBe('TRUE,FALSE,#DIV/0!,42,1x,2026-03-04');
  });

  it('returns formulas without a saved value as formulas, with a note', async () => {
    const document = await read({
      sheets: [{ name: 'S', data: row(1, '<c r="A1"><f>B1*2</f></c>', '<c r="B1"><f>C1</f><v/></c>') }],
    });
    expect(document.sections[0]).toContain('=B1*2,=C1');
    expect(document.notes).toEqual(['Formulas saved without a value, shown as formulas: 2.']);
  });

  it.each([
    [14, 46082, '2026-03-01'],
    [22, 46082.604166666664, '2026-03-01 14:30'],
    [22, 46082, '2026-03-01'],
    [20, 0.604166666666667, '14:30'],
    [21, 0.60422453703, '14:30:05'],
    [46, 1.104166666666667, '26:30:00'],
    [9, 0.25, '25%'],
    [10, 1.5, '150.00%'],
    [2, 3.5, '3.5'],
    [49, 7, '7'],
    ['00000', 1234, '01234'],
    ['"KD-"000000', 42, 'KD-000042'],
    ['000', 7.5, '7.5'],
    ['00.00', 3.25678, '3.25678'],
    ['0', 7, '7'],
    ['000', -7, '-007'],
    ['yyyy\\-mm\\-dd', 46082, '2026-03-01'],
    ['[$-409]d/m/yy h:mm AM/PM;@', 46082.5, '2026-03-01 12:00'],
    ['[$-F800]dddd, mmmm dd, yyyy', 46082, '2026-03-01'],
    ['dd.mm.yyyy', 46082.75, '2026-03-01'],
    ['mmm', 46082, '2026-03-01'],
    ['[h]:mm:ss', 1.75, '42:00:00'],
    ['[h]:mm:ss', 2.5, '60:00:00'],
    ['[h]:mm:ss', 0, '0:00:00'],
    ['[h]:mm:ss', 0.25 + 9 / 86_400, '6:00:09'],
    ['[h]:mm:ss', 0.999999, '24:00:00'],
    ['[h]:mm:ss;@', -0.5, '-12:00:00'],
    ['[h]:mm', 1.75, '42:00'],
    ['[h]:mm', 0.0434, '1:02'],
    ['[hh]:mm', 0.25, '06:00'],
    ['[h]', 1.75, '42'],
    ['[mm]:ss', 0.0625, '90:00'],
    ['[mm]:ss', 5 / 86_400, '00:05'],
    ['[ss]', 0.0625, '5400'],
    ['[s]', 0, '0'],
    ['[ss].00', 1.5 / 86_400, '01.50'],
    ['[m]:ss.0', 90.25 / 86_400, '1:30.3'],
    ['[Red][h]"h" mm\\m', 1.5, '36h 00m'],
    ['[h]:mm;(\\-[h]:mm);"none"', -1.5, '(-36:00)'],
    ['[h]:mm;(\\-[h]:mm);"none"', 0, 'none'],
    ['[h]:mm:ss', 99_999_999, '99999999'],
    ['[h]:mm', -1.5, '-36:00'],
    ['[m]:ss', 0.0625, '90:00'],
    ['[>=1000]$#,##0;$0.00', 1234, '"$1,234"'],
    ['[>=1000]$#,##0;$0.00', 12.5, '$12.50'],
    ['[Red][<0.01]0.00%;0%', 0.005, '0.50%'],
    ['[Red][<0.01]0.00%;0%', 0.5, '50%'],
    ['[<0]0.0;[=0]"none";0%', 0, 'none'],
    ['"yes";;"no"', 1, 'yes'],
    ['"yes";"yes";"no"', 0, 'no'],
    ['[$€-x-euro2] #,##0.00', 5, '€ 5.00'],
    ['[$R$-416] #,##0.00', 5, 'R$ 5.00'],
    ['[$USD-409] #,##0', 5, 'USD 5'],
    ['mm:ss.0', 0.5, '12:00'],
    ['#,##0 "days"', 12, '12'],
    ['0.0\\d', 1.5, '1.5'],
    ['0.00E+00', 46082, '46082'],
    ['[Red]#,##0.00;[Blue]-#,##0.00', 46082, '46082'],
    ['_-* #,##0.00 "zł"_-;\\-* #,##0.00', 46082, '"46,082.00 zł"'],
    ['General', 46082, '46082'],
    [14, 1, '1900-01-01'],
    [14, 59, '1900-02-28'],
    [14, 61, '1900-03-01'],
    [14, -5, '-5'],
    [14, 99999999, '99999999'],
    [14, 'abc', 'abc'],
  ])('formats with %j the number %d as %s', async (format, value, text) => {
    expect(await csvOf(row(1, number('A1', value, 0)), { styles: stylesOf([format]) })).toBe(text);
  });

  it('ends the 1904 date system with the year 9999, too', async () => {
    const data = row(1, number('A1', 2_957_003), number('B1', 2_957_004));
    expect(await csvOf(data, { styles: stylesOf([14]), date1904: true })).toBe('9999-12-31,2957004');
  });

  it('uses the 1904 date system of the workbook', async () => {
    expect(
      await csvOf(row(1, number('A1', 0), number('B1', 44620)), { styles: stylesOf([14]), date1904: true }),
    ).toBe('1904-01-01,2026-03-01');
  });

  it.each([
    ['0.30000000000000004', '0.3'],
    ['1234567890.12', '1234567890.12'],
    ['1E-3', '1E-3'],
    ['12345678901234567', '12345678901234600'],
  ])('formats the number %s as %s', async (stored, shown) => {
    expect(await csvOf(row(1, number('A1', stored)))).toBe(shown);
  });

  it('returns merged cells once', async () => {
    const data =
      row(1, inline('A1', 'Title'), '<c r="B1"/>', '<c r="C1"/>') + row(2, number('A2', 1), number('C2', 2));
    expect(await csvOf(data)).toBe('Title\n1,,2');
  });

  it('lists comments below the sheet', async () => {
    const comments =
      '<authors><author>Ana Ruiz</author><author>tc={1}</author></authors><commentList>' +
      '<comment ref="B4" authorId="0"><text><r><t>Check</t></r><r><t xml:space="preserve"> this\nsum</t></r></text></comment>' +
      '<comment ref="C1" authorId="1"><text><t>[Threaded comment]&#10;&#10;Your version of Excel allows you to read this.&#10;&#10;Comment:&#10;    Agreed</t></text></comment></commentList>';
    const { sections } = await read({ sheets: [{ name: 'S', data: row(1, number('A1', 1)), comments }] });
    expect(sections[0]).toBe(
      '## Sheet: S A1:A1\n\n1\n\nComments:\nB4 (Ana Ruiz): Check this sum\nC1: Agreed',
    );
  });

  it('adds a note on hidden rows', async () => {
    const document = await read({
      sheets: [{ name: 'S', data: `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>` }],
    });
    expect(document.notes).toEqual(['Hidden rows, included here: 1.']);
  });

  it('reads documents of the Open XML SDK, which prefixes every element', async () => {
    const data = row(1, '<c r="A1" t="s"><v>0</v></c>', number('B1', 46082, 0));
    expect(await csvOf(data, { prefix: 'x:', sharedStrings: ['<t>Date</t>'], styles: stylesOf([14]) })).toBe(
      'Date,2026-03-01',
    );
  });

  it('tolerates cells out of range and missing shared strings', async () => {
    const text = await csvOf(
      row(1, number('A1', 1), number('XFD1', 2), number('ZZZZ1', 3)) + row(2, '<c r="A2" t="s"><v>9</v></c>'),
    );
    expect(text).toBe(`1${','.repeat(16_383)}2,3`);
  });
});
