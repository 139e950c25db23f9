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

const chart =
  '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><a:t>Sales</a:t></c:title><c:ser><c:tx><c:v>Revenue</c:v></c:tx><c:cat><c:pt idx="0"><c:v>Q1</c:v></c:pt></c:cat><c:val><c:pt idx="0"><c:v>4.3</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>';
const diagram = '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:t>Plan</a:t><a:t>Do</a:t></dgm:dataModel>';

describe('comments', () => {
  it('of a Word document include replies, resolved threads, and comments without a visible mark', async () => {
    const comment = (id: number, author: string, text: string, paraId: string) =>
      `<w:comment w:id="${id}" w:author="${author}" w:date="2026-03-0${id + 1}T10:00:00Z"><w:p w14:paraId="${paraId}"><w:r><w:t>${text}</w:t></w:r></w:p></w:comment>`;
    const { sections } = await readText(
      buildDocx({
        body: `<w:p><w:r><w:t>Costs</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:commentReference w:id="2"/></w:r></w:p>`,
        comments:
          comment(0, 'Ana Ruiz', 'Net?', 'A1') +
          comment(1, 'Bo Li', 'Yes.', 'A2') +
          comment(2, 'Cy Fox', 'Old.', 'A3'),
        relationships: [{ id: 'rX', kind: 'commentsExtended', target: 'commentsExtended.xml' }],
        parts: {
          'word/commentsExtended.xml':
            '<w15:commentsEx xmlns:w15="w"><w15:commentEx w15:paraId="A1" w15:done="0"/><w15:commentEx w15:paraId="A2" w15:paraIdParent="A1" w15:done="0"/><w15:commentEx w15:paraId="A3" w15:done="1"/></w15:commentsEx>',
        },
      }),
    );
    expect(sections.at(-1)).toBe(
      'Notes and comments:\n\n[note 1] comment by Ana Ruiz, 2026-03-01: Net?\n\n[note 2] comment by Bo Li, 2026-03-02, reply to note 1: Yes.\n\n[note 3] comment by Cy Fox, 2026-03-03, resolved: Old.',
    );
  });

  it('of a presentation are read in the classic form', async () => {
    const { sections } = await readText(
      buildPptx(
        [
          {
            shapes: shape('a'),
            relationships: [{ id: 'rC', kind: 'comments', target: '../comments/comment1.xml' }],
          },
        ],
        {
          'ppt/commentAuthors.xml':
            '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="Ana Ruiz" initials="AR"/><p:cmAuthor id="1" name="Bo Li"/></p:cmAuthorLst>',
          'ppt/comments/comment1.xml':
            '<p:cmLst xmlns:p="p"><p:cm authorId="0" dt="2026-03-04T10:00:00.000" idx="1"><p:pos x="1" y="2"/><p:text>Bigger?</p:text></p:cm><p:cm authorId="1" dt="2026-03-05T10:00:00.000" idx="2"><p:text>Yes</p:text><p:extLst><p:ext><p15:threadingInfo><p15:parentCm authorId="0" idx="1"/></p15:threadingInfo></p:ext></p:extLst></p:cm></p:cmLst>',
        },
        undefined,
        [{ id: 'rA', kind: 'commentAuthors', target: 'commentAuthors.xml' }],
      ),
    );
    expect(sections).toEqual([
      '## Slide 1\n\na\n\nComments:\n- Ana Ruiz, 2026-03-04: Bigger?\n  - Bo Li, 2026-03-05: Yes',
    ]);
  });

  it('of a presentation are read in the modern form, whose replies precede the text', async () => {
    const body = (text: string) =>
      `<p188:txBody><a:bodyPr/><a:p><a:r><a:rPr/><a:t>${text}</a:t></a:r></a:p></p188:txBody>`;
    const { sections } = await readText(
      buildPptx(
        [
          {
            shapes: shape('a'),
            relationships: [{ id: 'rC', kind: 'comments', target: '../comments/modernComment_1.xml' }],
          },
        ],
        {
          'ppt/authors.xml':
            '<p188:authorLst xmlns:p188="p"><p188:author id="{1}" name="Ana Ruiz" userId="S::ana"/><p188:author id="{2}" name="Bo Li"/></p188:authorLst>',
          'ppt/comments/modernComment_1.xml': `<p188:cmLst xmlns:p188="p" xmlns:a="a"><p188:cm id="{c}" authorId="{1}" status="resolved" created="2026-03-04T10:00:00.000"><p188:replyLst><p188:reply id="{r}" authorId="{2}" created="2026-03-05T10:00:00.000">${body('Yes')}</p188:reply></p188:replyLst>${body('Bigger?')}</p188:cm></p188:cmLst>`,
        },
        undefined,
        [{ id: 'rA', kind: 'authors', target: 'authors.xml' }],
      ),
    );
    expect(sections[0]).toContain(
      'Comments:\n- Ana Ruiz, 2026-03-04, resolved: Bigger?\n  - Bo Li, 2026-03-05: Yes',
    );
  });

  it('of a workbook are read as threads, with the notes beside them', async () => {
    const comments =
      '<authors><author>Ana Ruiz</author><author>tc={1}</author></authors><commentList>' +
      '<comment ref="B4" authorId="0"><text><t>Check</t></text></comment>' +
      '<comment ref="C1" authorId="1"><text><t>[Threaded comment]&#10;Comment:&#10;    Agreed?&#10;Reply:&#10;    Yes</t></text></comment></commentList>';
    const { sections } = await readText(
      buildXlsx({
        sheets: [
          {
            name: 'S',
            data: '',
            comments,
            relationships: [
              { id: 'rT', kind: 'threadedComment', target: '../threadedComments/threadedComment1.xml' },
            ],
          },
        ],
        relationships: [{ id: 'rP', kind: 'person', target: 'persons/person.xml' }],
        parts: {
          'xl/persons/person.xml':
            '<personList xmlns="p"><person displayName="Ana Ruiz" id="{a}"/><person displayName="Bo Li" id="{b}"/></personList>',
          'xl/threadedComments/threadedComment1.xml':
            '<ThreadedComments xmlns="t"><threadedComment ref="C1" dT="2026-03-04T10:00:00.00" personId="{a}" id="{1}" done="1"><text>Agreed?</text></threadedComment><threadedComment ref="D2" dT="2026-03-06T10:00:00.00" personId="{a}" id="{9}"><text>Other</text></threadedComment><threadedComment ref="C1" dT="2026-03-05T10:00:00.00" personId="{b}" id="{2}" parentId="{1}"><text>Yes</text></threadedComment></ThreadedComments>',
        },
      }),
    );
    expect(sections[0]).toContain(
      'Comments:\nC1 (Ana Ruiz, 2026-03-04, resolved): Agreed?\nC1 reply (Bo Li, 2026-03-05): Yes\nD2 (Ana Ruiz, 2026-03-06): Other\nB4 (Ana Ruiz): Check',
    );
  });
});

describe('charts, diagrams and text boxes', () => {
  it('of a Word document follow the paragraph that holds them', async () => {
    const graphic = (element: string) =>
      `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>${element}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const { sections } = await readText(
      buildDocx({
        body: `${paragraph('before')}${graphic('<c:chart r:id="rC"/>')}${graphic('<dgm:relIds r:dm="rD"/>')}${paragraph('after')}`,
        relationships: [
          { id: 'rC', kind: 'chart', target: 'charts/chart1.xml' },
          { id: 'rD', kind: 'diagramData', target: 'diagrams/data1.xml' },
        ],
        parts: { 'word/charts/chart1.xml': chart, 'word/diagrams/data1.xml': diagram },
      }),
    );
    expect(sections).toEqual(['before\n\nChart: Sales, Revenue, Q1, 4.3\n\nDiagram: Plan, Do\n\nafter']);
  });

  it('of a workbook follow the cells', async () => {
    const { sections } = await readText(
      buildXlsx({
        sheets: [
          {
            name: 'S',
            data: '<row r="1"><c r="A1"><v>1</v></c></row>',
            relationships: [{ id: 'rD', kind: 'drawing', target: '../drawings/drawing1.xml' }],
          },
        ],
        parts: {
          'xl/drawings/drawing1.xml':
            '<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:c="c" xmlns:r="r"><xdr:twoCellAnchor><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="T"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Mind the gap</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor><xdr:twoCellAnchor><xdr:graphicFrame><a:graphic><a:graphicData><c:chart r:id="rC"/></a:graphicData></a:graphic></xdr:graphicFrame></xdr:twoCellAnchor></xdr:wsDr>',
          'xl/drawings/_rels/drawing1.xml.rels': relationshipsXml([
            { id: 'rC', kind: 'chart', target: '../charts/chart1.xml' },
          ]),
          'xl/charts/chart1.xml': chart,
        },
      }),
    );
    expect(sections).toEqual([
      '## Sheet: S A1:A1\n\n1\n\nText boxes and pictures:\nMind the gap\n\nChart: Sales, Revenue, Q1, 4.3',
    ]);
  });
});

describe('tracked changes, hidden columns and equations', () => {
  it('counts tracked changes, which are shown as accepted', async () => {
    const { sections, notes } = await readText(
      buildDocx({
        body: '<w:p><w:ins w:author="A"><w:r><w:t>new</w:t></w:r></w:ins><w:del w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>',
      }),
    );
    expect(sections).toEqual(['new']);
    expect(notes).toEqual(['Tracked changes, shown as accepted: 2.']);
  });

  it('includes hidden columns, rows and sheets and names them', async () => {
    const { sections, notes } = await readText(
      buildXlsx({
        sheets: [
          {
            name: 'S',
            head: '<cols><col min="2" max="4" width="9" hidden="1"/><col min="6" max="6" width="0"/></cols>',
            data: '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="F1"><v>3</v></c></row><row r="2" ht="0" customHeight="1"><c r="A2"><v>4</v></c></row>',
          },
          { name: 'H', data: '', state: 'veryHidden' },
        ],
      }),
    );
    expect(sections[0]).toContain('1,2,,,,3\n4');
    expect(notes).toEqual([
      'Hidden sheets, included here: 1.',
      'Hidden rows, included here: 1.',
      'Hidden columns, included here: 2.',
    ]);
  });

  const t = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
  it.each([
    ['E=mc^2', `${t('E=m')}<m:sSup><m:e>${t('c')}</m:e><m:sup>${t('2')}</m:sup></m:sSup>`],
    ['a/b', `<m:f><m:num>${t('a')}</m:num><m:den>${t('b')}</m:den></m:f>`],
    [
      '(a+b)/2',
      `<m:f><m:fPr><m:type m:val="bar"/></m:fPr><m:num>${t('a+b')}</m:num><m:den>${t('2')}</m:den></m:f>`,
    ],
    [
      'x_i^(n+1)',
      `<m:sSubSup><m:e>${t('x')}</m:e><m:sub>${t('i')}</m:sub><m:sup>${t('n+1')}</m:sup></m:sSubSup>`,
    ],
    ['√(x)', `<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>${t('x')}</m:e></m:rad>`],
    [
      '∑_(i=1)^n i',
      `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${t('i=1')}</m:sub><m:sup>${t('n')}</m:sup><m:e>${t('i')}</m:e></m:nary>`,
    ],
    ['sin x', `<m:func><m:fName>${t('sin')}</m:fName><m:e>${t('x')}</m:e></m:func>`],
    [
      '[a, b]',
      `<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/><m:sepChr m:val=", "/></m:dPr><m:e>${t('a')}</m:e><m:e>${t('b')}</m:e></m:d>`,
    ],
    [
      '[1, 0; 0, 1]',
      `<m:m><m:mr><m:e>${t('1')}</m:e><m:e>${t('0')}</m:e></m:mr><m:mr><m:e>${t('0')}</m:e><m:e>${t('1')}</m:e></m:mr></m:m>`,
    ],
  ])('writes an equation as %s', async (text, math) => {
    const { sections } = await readText(
      buildDocx({
        body: `<w:p><w:r><w:t xml:space="preserve">So </w:t></w:r><m:oMath>${math}</m:oMath></w:p>`,
      }),
    );
    expect(sections).toEqual([`So ${text}`]);
  });
});
