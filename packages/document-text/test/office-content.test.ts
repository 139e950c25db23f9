import { describe, expect, it } from 'vitest';
import {
  buildDocx,
  buildPptx,
  buildXlsx,
  paragraph,
  relationshipsXml,
  shape,
} from './support/ooxml-builder.ts';
import { readText } from './support/read-whole.ts';

const runs = (...texts: readonly string[]) =>
  `<a:p>${texts.map((text) => `<a:r><a:t>${text}</a:t></a:r>`).join('')}</a:p>`;
const values = (format: string, ...numbers: readonly (number | string)[]) =>
  `<c:numCache><c:formatCode>${format}</c:formatCode><c:ptCount val="9"/>${numbers.map((value) => `<c:pt idx="0"><c:v>${value}</c:v></c:pt>`).join('')}</c:numCache>`;
const chart = (content: string) =>
  `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:date1904 val="0"/><c:chart>${content}</c:chart></c:chartSpace>`;

async function chartText(content: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { sections } = await readText(
    buildPptx(
      [
        {
          shapes: '<c:chart r:id="rC"/>',
          relationships: [{ id: 'rC', kind: 'chart', target: '../charts/chart1.xml' }],
        },
      ],
      { 'ppt/charts/chart1.xml': chart(content), ...more },
    ),
  );
  return sections[0]?.replace('## Slide 1\n\n', '') ?? '';
}

describe('charts and diagrams', () => {
  it('join the runs of a title', async () => {
    expect(
      await chartText(`<c:title><c:tx><c:rich>${runs('Sal', 'es')}${runs('2026')}</c:rich></c:tx></c:title>`),
    ).toBe('Chart: Sales, 2026');
  });

  it('format values and categories as the chart shows them', async () => {
    const text = await chartText(
      `<c:ser><c:cat><c:numRef><c:f>S!A1</c:f>${values('d/m/yyyy', 46082)}</c:numRef></c:cat><c:val>${values('0%', 0.25)}</c:val></c:ser><c:ser><c:tx><c:v>Net</c:v></c:tx><c:val>${values('General', 4.3, '0.30000000000000004')}</c:val></c:ser>`,
    );
    expect(text).toBe('Chart: 2026-03-01, 25%, Net, 4.3, 0.3');
  });

  it.each([
    ['', 'Chart: (values not saved in the chart)'],
    ['<c:title><a:t>Sales</a:t></c:title>', 'Chart: Sales (values not saved in the chart)'],
  ])('say that values without a cache are missing: %j', async (title, text) => {
    const series =
      '<c:ser><c:tx><c:strRef><c:f>S!B1</c:f></c:strRef></c:tx><c:val><c:numRef><c:f>S!B2:B5</c:f></c:numRef></c:val></c:ser>';
    expect(await chartText(title + series)).toBe(text);
  });

  it('include the text boxes that are drawn into a chart', async () => {
    expect(
      await chartText('<c:v>Net</c:v>', {
        'ppt/charts/_rels/chart1.xml.rels': relationshipsXml([
          { id: 'rU', kind: 'chartUserShapes', target: '../drawings/drawing1.xml' },
        ]),
        'ppt/drawings/drawing1.xml': `<c:userShapes xmlns:c="c" xmlns:a="a">${runs('Record ', 'year')}</c:userShapes>`,
      }),
    ).toBe('Chart: Net, Record year');
  });

  it('say how many words beyond the limit are not shown', async () => {
    const text = await chartText(`<c:v>${'x'.repeat(9000)}</c:v>`.repeat(3));
    expect(text).toMatch(/^Chart: x{9000} \(and 2 more, not shown\)$/);
  });

  it('of a header of a Word document are those of the header', async () => {
    const drawing = '<w:p><w:r><w:drawing><c:chart r:id="rId1"/></w:drawing></w:r></w:p>';
    const { sections } = await readText(
      buildDocx({
        body: paragraph('body'),
        headers: [drawing],
        relationships: [{ id: 'rId1', kind: 'chart', target: 'charts/chart1.xml' }],
        parts: {
          'word/charts/chart1.xml': chart('<c:v>of the body</c:v>'),
          'word/charts/chart2.xml': chart('<c:v>of the header</c:v>'),
          'word/_rels/header1.xml.rels': relationshipsXml([
            { id: 'rId1', kind: 'chart', target: 'charts/chart2.xml' },
          ]),
        },
      }),
    );
    expect(sections).toEqual(['body', 'Header: Chart: of the header']);
  });
});

describe('a Word document', () => {
  const field = (data: string) =>
    `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/>${data}</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

  it.each([
    ['☒', '<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox>'],
    ['☐', '<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'],
    ['☒', '<w:checkBox><w:default w:val="1"/></w:checkBox>'],
    [
      'blue',
      '<w:ddList><w:result w:val="1"/><w:listEntry w:val="red"/><w:listEntry w:val="blue"/></w:ddList>',
    ],
    ['red', '<w:ddList><w:listEntry w:val="red"/><w:listEntry w:val="blue"/></w:ddList>'],
  ])('returns the state of a legacy form field: %s', async (state, data) => {
    const { sections } = await readText(
      buildDocx({
        body: `<w:p><w:r><w:t xml:space="preserve">State: </w:t></w:r>${field(data)}<w:r><w:t>!</w:t></w:r></w:p>`,
      }),
    );
    expect(sections).toEqual([`State: ${state}!`]);
  });

  it.each([
    ['Symbol', 'F061', 'α'],
    ['Symbol', 'F0B3', '≥'],
    ['Symbol', 'F0B7', '•'],
    ['Wingdings', 'F0FC', '✓'],
    ['MS Gothic', '2612', '☒'],
    ['Segoe UI Emoji', '263A', '☺'],
  ])('returns the symbol %s %s as %s', async (font, code, text) => {
    const { sections } = await readText(
      buildDocx({ body: `<w:p><w:r><w:sym w:font="${font}" w:char="${code}"/></w:r></w:p>` }),
    );
    expect(sections).toEqual([text]);
  });

  it('returns the text of a watermark and the number of a document', async () => {
    const watermark =
      '<w:p><w:r><w:pict><v:shape xmlns:v="v"><v:textpath style="font-size:1pt" string="DRAFT"/></v:shape></w:pict></w:r></w:p>';
    const { sections } = await readText(
      buildDocx({
        body: paragraph('body'),
        headers: [watermark],
        footers: [paragraph('2026-0815'), paragraph('3 / 12')],
      }),
    );
    expect(sections).toEqual(['body', 'Header: DRAFT\nFooter: 2026-0815']);
  });

  it('shows moved text once, at its new place, and counts the move', async () => {
    const { sections, notes } = await readText(
      buildDocx({
        body: `<w:p><w:pPr><w:rPr><w:moveFrom w:id="1"/></w:rPr></w:pPr><w:moveFrom w:id="2"><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>${paragraph('stays')}<w:p><w:moveTo w:id="3"><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>`,
      }),
    );
    expect(sections).toEqual(['stays\n\nmoved']);
    expect(notes).toEqual(['Tracked changes, shown as accepted: 1.']);
  });

  it('reads deeply nested equations in linear time', async () => {
    for (const element of ['box', 'd', 'eqArr', 'm']) {
      const { sections } = await readText(
        buildDocx({
          body: `<w:p><m:oMath>${`<m:${element}><m:e>`.repeat(200)}<m:r><m:t>x</m:t></m:r>${`</m:e></m:${element}>`.repeat(200)}</m:oMath></w:p>`,
        }),
      );
      expect(sections).toHaveLength(1);
    }
  });
});

describe('a workbook', () => {
  it('returns links that the cells do not show, headers and footers', async () => {
    const { sections } = await readText(
      buildXlsx({
        sheets: [
          {
            name: 'S',
            data: '<row r="1"><c r="A1" t="inlineStr"><is><t>Plan</t></is></c><c r="B1" t="inlineStr"><is><t>ana@contoso.example</t></is></c><c r="C1" t="str"><f>HYPERLINK("https://contoso.example/c","Costs")</f><v>Costs</v></c></row>',
            tail: '<hyperlinks><hyperlink ref="A1" r:id="rL"/><hyperlink ref="B1" r:id="rM"/><hyperlink ref="A2" location="S!A1"/></hyperlinks><headerFooter differentFirst="1"><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Secret&amp;C&amp;K01+000R&amp;&amp;D&amp;RPage &amp;P of &amp;N</oddHeader><oddFooter>&amp;C&amp;P</oddFooter></headerFooter>',
            relationships: [
              { id: 'rL', kind: 'hyperlink', target: 'https://contoso.example/plan', external: true },
              { id: 'rM', kind: 'hyperlink', target: 'mailto:ana@contoso.example', external: true },
            ],
          },
        ],
      }),
    );
    expect(sections[0]).toBe(
      '## Sheet: S A1:C1\n\nPlan,ana@contoso.example,Costs\n\nLinks:\nC1: https://contoso.example/c\nA1: https://contoso.example/plan\n\nHeader: Secret\tR&D\tPage of',
    );
  });
});

describe('a presentation', () => {
  it('returns equations as linear text', async () => {
    const t = (text: string) => `<m:r><a:rPr/><m:t>${text}</m:t></m:r>`;
    const equation = `<a14:m xmlns:a14="a14" xmlns:m="m"><m:oMathPara><m:oMath><m:sSup><m:e>${t('c')}</m:e><m:sup>${t('2')}</m:sup></m:sSup></m:oMath></m:oMathPara></a14:m>`;
    const shapes = `<mc:AlternateContent><mc:Choice Requires="a14"><p:sp><p:txBody><a:p><a:r><a:t>E = m</a:t></a:r>${equation}<a:r><a:t>, so</a:t></a:r></a:p></p:txBody></p:sp></mc:Choice><mc:Fallback>${shape('other')}</mc:Fallback></mc:AlternateContent>`;
    const { sections } = await readText(buildPptx([{ shapes }]));
    expect(sections).toEqual(['## Slide 1\n\nE = mc^2, so']);
  });

  it('lists replies to classic comments below their comment, wherever they stand', async () => {
    const cm = (index: number, text: string, parent?: number) =>
      `<p:cm authorId="0" dt="2026-03-04T10:00:00.000" idx="${index}"><p:text>${text}</p:text>${parent === undefined ? '' : `<p:extLst><p:ext><p15:threadingInfo><p15:parentCm authorId="0" idx="${parent}"/></p15:threadingInfo></p:ext></p:extLst>`}</p:cm>`;
    const { sections } = await readText(
      buildPptx(
        [
          {
            shapes: shape('a'),
            relationships: [{ id: 'rC', kind: 'comments', target: '../comments/comment1.xml' }],
          },
        ],
        {
          'ppt/comments/comment1.xml': `<p:cmLst xmlns:p="p">${cm(1, 'one')}${cm(2, 'two')}${cm(3, 'to one', 1)}</p:cmLst>`,
        },
      ),
    );
    expect(sections[0]).toContain(
      '- unknown, 2026-03-04: one\n  - unknown, 2026-03-04: to one\n- unknown, 2026-03-04: two',
    );
  });
});
