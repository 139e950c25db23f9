import { zipSync } from 'fflate';
import { buildDocx, buildPackage, buildPptx, buildXlsx, relationshipsXml } from '../support/ooxml-builder.ts';
import { type HostileDocument, many, markup } from './hostile-document.ts';

const megabyte = 1024 ** 2;

const run = (text: number | string) => `<w:r><w:t>${text}</w:t></w:r>`;
const paragraph = (text: number | string) => `<w:p>${run(text)}</w:p>`;

type Ends = HostileDocument['ends'];

const word = (name: string, ends: Ends, spec: () => Parameters<typeof buildDocx>[0]): HostileDocument => ({
  name: `Word document ${name}`,
  file: 'a.docx',
  ends,
  make: () => buildDocx(spec()),
});

const workbook = (name: string, ends: Ends, make: () => Uint8Array): HostileDocument => ({
  name: `Workbook ${name}`,
  file: 'a.xlsx',
  ends,
  make,
});

const presentation = (name: string, ends: Ends, make: () => Uint8Array): HostileDocument => ({
  name: `Presentation ${name}`,
  file: 'a.pptx',
  ends,
  make,
});

const cells = (data: string): Uint8Array => buildXlsx({ sheets: [{ name: 'S', data }] });

/** A package whose main part lists one other part over and over. */
function repeating(
  mainPart: string,
  type: string,
  kind: string,
  main: (ids: readonly string[]) => string,
  part: string,
  count: number,
): Uint8Array {
  const folder = mainPart.slice(0, mainPart.indexOf('/'));
  const file = mainPart.slice(folder.length + 1);
  const ids = Array.from({ length: count }, (_, index) => `r${index}`);
  return buildPackage(mainPart, `application/vnd.openxmlformats-officedocument.${type}.main+xml`, {
    [mainPart]: main(ids),
    [`${folder}/part.xml`]: part,
    [`${folder}/_rels/${file}.rels`]: relationshipsXml(ids.map((id) => ({ id, kind, target: 'part.xml' }))),
  });
}

/** Documents of Office that take far more time or memory than their size says. */
export const hostileOffice: readonly HostileDocument[] = [
  workbook('of one long shared string in many cells', 'cut', () =>
    buildXlsx({
      sheets: [
        {
          name: 'S',
          data: many(3000, (index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>0</v></c></row>`),
        },
      ],
      sharedStrings: [`<t>${many(4000, (index) => `w${index} é`)}</t>`],
    }),
  ),
  workbook('of many shared strings of hidden runs', 'cut', () =>
    buildXlsx({
      sheets: [{ name: 'S', data: '' }],
      sharedStrings: Array.from(
        { length: 60_000 },
        (_, index) => `<r><rPr><color rgb="FFFFFFFF"/></rPr><t>${index}</t></r><r><t>b</t></r>`,
      ),
    }),
  ),
  workbook('of many amounts of money', 'cut', () =>
    buildXlsx({
      sheets: [
        {
          name: 'S',
          data: many(
            3000,
            (row) =>
              `<row r="${row + 1}">${many(100, (cell) => `<c s="1"><v>${row * cell}.5</v></c>`)}</row>`,
          ),
        },
      ],
      styles:
        '<numFmts><numFmt numFmtId="170" formatCode="&quot;$&quot;#,##0.00"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>',
    }),
  ),
  presentation('of shapes over shapes', 'cut', () =>
    buildPptx(
      Array.from({ length: 20 }, () => ({
        shapes: many(
          1500,
          (index) =>
            `<p:sp><p:spPr><a:xfrm><a:off x="${index}" y="0"/><a:ext cx="1" cy="1"/></a:xfrm><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></p:spPr></p:sp><p:sp><p:spPr><a:xfrm><a:off x="9999" y="9999"/><a:ext cx="1" cy="1"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:rPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:rPr><a:t>${index}</a:t></a:r></a:p></p:txBody></p:sp>`,
        ),
      })),
    ),
  ),
  {
    name: 'Word document of tables below the ratio',
    file: 'a.docx',
    ends: 'cut',
    make: () => {
      const row = (number: number) =>
        `<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>${number}</w:t></w:r></w:p></w:tc></w:tr>`;
      return buildDocx({ body: `<w:tbl>${markup(row, 30 * megabyte, 10)}</w:tbl>` });
    },
  },
  {
    name: 'Word document of empty paragraphs',
    file: 'a.docx',
    ends: 'cut',
    make: () => buildDocx({ body: markup((number) => `<w:p w:rsidR="${number}"/>`, 30 * megabyte, 20) }),
  },
  {
    name: 'Workbook of empty cells',
    file: 'a.xlsx',
    ends: 'cut',
    make: () => {
      const row = (number: number) => `<row>${`<c s="${number}"/>`.repeat(60)}</row>`;
      return buildXlsx({ sheets: [{ name: 'S', data: markup(row, 30 * megabyte, 1) }] });
    },
  },
  {
    name: 'Archive of 1,000 to 1',
    file: 'a.docx',
    ends: 'too_large',
    make: () => buildDocx({ body: ' '.repeat(90 * megabyte) }),
  },
  word('of tables of 200 to 1', 'cut', () => ({
    body: `<w:tbl>${'<w:tr><w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>'.repeat(500_000)}</w:tbl>`,
  })),
  word('of an attribute of 1,000 to 1', 'too_large', () => ({
    body: `<w:p a="${' '.repeat(60 * megabyte)}"/>`,
  })),
  word('of one equation', 'cut', () => ({
    body: `<w:p><m:oMath>${markup((number) => `<m:r><m:t>${number}</m:t></m:r>`, 12 * megabyte)}</m:oMath></w:p>`,
  })),
  word('of equations in equations', { text: 'x' }, () => ({
    body: `<w:p><m:oMath>${'<m:box><m:e>'.repeat(240)}<m:r><m:t>x</m:t></m:r>${'</m:e></m:box>'.repeat(240)}</m:oMath></w:p>`,
  })),
  {
    name: 'Archive in an archive',
    file: 'a.docx',
    ends: 'unsupported',
    make: () => zipSync({ 'inner.zip': zipSync({ x: new Uint8Array(10 * megabyte) }) }),
  },
  word('of paragraphs of a letter', 'cut', () => ({
    body: markup((number) => paragraph(number % 26), 10 * megabyte),
  })),
  word('of one paragraph of letters', 'cut', () => ({
    body: `<w:p>${markup((number) => run(number % 9), 12 * megabyte)}</w:p>`,
  })),
  word('of tables in tables', 'cut', () => ({
    body: `${'<w:tbl><w:tr><w:tc>'.repeat(120)}${markup((number) => paragraph(`${number}`.repeat(40)), 12 * megabyte)}${'</w:tc></w:tr></w:tbl>'.repeat(120)}`,
  })),
  word('of text boxes in text boxes', 'cut', () => ({
    body: `${'<w:p><w:txbxContent>'.repeat(200)}${markup((number) => paragraph(`${number}`.repeat(40)), 12 * megabyte)}${'</w:txbxContent></w:p>'.repeat(200)}`,
  })),
  word('of fields that never end', 'cut', () => ({
    body: `<w:p>${'<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'.repeat(64)}</w:p>${markup(paragraph, 10 * megabyte)}`,
  })),
  word('of links in links', 'cut', () => ({
    links: ['https://a.example/x'],
    body: `<w:p>${'<w:hyperlink r:id="rLink1">'.repeat(480)}${markup((number) => run(`${number}`.repeat(40)), 14 * megabyte)}${'</w:hyperlink>'.repeat(480)}</w:p>`,
  })),
  word('of 150,000 styles', 'cut', () => ({
    body: paragraph(1),
    styles: many(
      150_000,
      (index) => `<w:style w:styleId="s${index}"><w:basedOn w:val="s${index + 1}"/></w:style>`,
    ),
  })),
  word('with a list mark of a megabyte', { text: '1111111111111111x' }, () => ({
    numbering: `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="${'%1'.repeat(400_000)}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`,
    body: `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run('x')}</w:p>`,
  })),
  word('of tags of half a megabyte', { text: '' }, () => ({
    body: many(40, () => `<w:p a="${markup((number) => `${number} `, 450_000, 5)}"/>`),
  })),
  word('of character references', 'cut', () => ({
    body: `<w:p><w:r><w:t>${markup((number) => `&#${(number % 255) + 65};`, 12 * megabyte)}</w:t></w:r></w:p>`,
  })),
  word('of comments', 'cut', () => ({
    body: many(100_000, (index) => `<w:p><w:r><w:commentReference w:id="${index}"/></w:r></w:p>`),
    comments: many(
      100_000,
      (index) => `<w:comment w:id="${index}" w:author="a">${paragraph(index)}</w:comment>`,
    ),
  })),
  word('of deletions', 'cut', () => ({
    body: markup(
      (number) =>
        `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del><w:r><w:delText>${number}</w:delText></w:r></w:del>${run(1)}</w:p>`,
      14 * megabyte,
    ),
  })),
  word('of 100,000 links', 'cut', () => ({
    body: paragraph(1),
    links: Array.from({ length: 100_000 }, (_, index) => `https://a.example/${index}`),
  })),
  {
    name: 'Word document of 20,000 headers in one part',
    file: 'a.docx',
    ends: 'cut',
    make: () =>
      repeating(
        'word/document.xml',
        'wordprocessingml.document',
        'header',
        () => `<w:document><w:body>${paragraph(1)}</w:body></w:document>`,
        `<w:hdr>${'<!-- comment -->'.repeat(5000)}${paragraph('a')}</w:hdr>`,
        20_000,
      ),
  },
  workbook('of a million shared texts', 'cut', () =>
    buildXlsx({
      sheets: [{ name: 'S', data: '' }],
      sharedStrings: Array.from({ length: 600_000 }, (_, index) => `<t>${index}</t>`),
    }),
  ),
  workbook('of number formats', 'cut', () =>
    buildXlsx({
      sheets: [{ name: 'S', data: '<row><c s="1"><v>1</v></c></row>' }],
      styles: `<numFmts>${many(60_000, (index) => `<numFmt numFmtId="${index + 200}" formatCode="${'[['.repeat(120)}"/>`)}</numFmts>`,
    }),
  ),
  workbook('of cells far apart', 'cut', () =>
    cells(
      many(
        600,
        (index) => `<row><c r="A${index + 1}"><v>${index}</v></c><c r="XFD${index + 1}"><v>1</v></c></row>`,
      ),
    ),
  ),
  workbook('of dates', 'cut', () =>
    buildXlsx({
      styles: '<cellXfs><xf numFmtId="22"/></cellXfs>',
      sheets: [
        {
          name: 'S',
          data: markup(
            (number) => `<row>${`<c s="0"><v>${number / 10}</v></c>`.repeat(3)}</row>`,
            12 * megabyte,
          ),
        },
      ],
    }),
  ),
  workbook('of texts in escapes', 'cut', () =>
    cells(
      markup(
        (number) => `<row><c t="inlineStr"><is><t>_x000${number % 9}_</t></is></c></row>`,
        12 * megabyte,
      ),
    ),
  ),
  workbook('of formulas', 'cut', () =>
    cells(markup((number) => `<row><c><f>A${number}+${number}</f></c></row>`, 10 * megabyte)),
  ),
  workbook('of 1,000 sheets in one part', 'cut', () =>
    repeating(
      'xl/workbook.xml',
      'spreadsheetml.sheet',
      'worksheet',
      (ids) =>
        `<workbook><sheets>${ids.map((id) => `<sheet name="${id}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
      `<worksheet><sheetData>${many(2000, (index) => `<row><c><v>${index}</v></c></row>`)}</sheetData></worksheet>`,
      1000,
    ),
  ),
  presentation('of 2,000 slides in one part', 'cut', () =>
    repeating(
      'ppt/presentation.xml',
      'presentationml.presentation',
      'slide',
      (ids) =>
        `<p:presentation><p:sldIdLst>${ids.map((id) => `<p:sldId id="1" r:id="${id}"/>`).join('')}</p:sldIdLst></p:presentation>`,
      `<p:sld><p:sp>${'<a:p><a:r><a:t>a</a:t></a:r></a:p>'.repeat(200)}</p:sp></p:sld>`,
      2000,
    ),
  ),
  presentation('of one chart, 20,000 times', 'cut', () =>
    buildPptx(
      [
        {
          shapes: '<c:chart r:id="c"/>'.repeat(20_000),
          relationships: [{ id: 'c', kind: 'chart', target: '../c.xml' }],
        },
      ],
      { 'ppt/c.xml': `<c>${many(300, (index) => `<v>${index}</v>`)}</c>` },
    ),
  ),
  presentation('of letters', 'cut', () =>
    buildPptx([
      {
        shapes: `<p:sp>${markup((number) => `<a:p><a:r><a:t>${number % 9}</a:t></a:r></a:p>`, 10 * megabyte)}</p:sp>`,
      },
    ]),
  ),
  presentation('of a table', 'cut', () =>
    buildPptx([
      {
        shapes: `<a:tbl>${markup((number) => `<a:tr>${`<a:tc><a:p><a:r><a:t>${number}</a:t></a:r></a:p></a:tc>`.repeat(6)}</a:tr>`, 10 * megabyte)}</a:tbl>`,
      },
    ]),
  ),
  presentation('of a layout for each slide', 'cut', () =>
    buildPptx(
      Array.from({ length: 1500 }, (_, index) => ({
        shapes: '',
        relationships: [{ id: 'rIdL', kind: 'slideLayout', target: `../slideLayouts/l${index}.xml` }],
      })),
      Object.fromEntries(
        Array.from({ length: 1500 }, (_, index) => [
          `ppt/slideLayouts/l${index}.xml`,
          `<p:sldLayout>${`<p:sp><a:p><a:r><a:t>${index}</a:t></a:r></a:p></p:sp>`.repeat(50)}</p:sldLayout>`,
        ]),
      ),
    ),
  ),
  {
    name: 'Archive of 60,000 parts',
    file: 'a.docx',
    ends: 'too_large',
    make: () =>
      zipSync(
        Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`${index}`, new Uint8Array()])),
        { level: 0 },
      ),
  },
];
