import { describe, expect, it } from 'vitest';
import { documentText } from '../src/paginate.ts';
import { truncatedNote } from '../src/document.ts';
import { readText } from './support/read-whole.ts';
import { type DocxSpec, buildDocx, escapeXml, paragraph } from './support/ooxml-builder.ts';

async function read(spec: DocxSpec | string) {
  return readText(buildDocx(typeof spec === 'string' ? { body: spec } : spec), { name: 'a.docx' });
}

async function textOf(spec: DocxSpec | string): Promise<string> {
  return documentText(await read(spec));
}

function run(text: string, properties = ''): string {
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

function cell(content: string, properties = ''): string {
  return `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>${properties}</w:tcPr>${content}</w:tc>`;
}

function table(...rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells) => `<w:tr>${cells.join('')}</w:tr>`);
  return `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>${lines.join('')}</w:tbl>`;
}

/** Styles as Word writes them in a German installation: localised ids, English names. */
const wordStyles =
  '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>' +
  '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
  '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>' +
  '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>' +
  '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>' +
  '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>' +
  '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';

function level(index: number, format: string, text: string, start = 1): string {
  return `<w:lvl w:ilvl="${index}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
}

const numbering =
  `<w:abstractNum w:abstractNumId="0">${level(0, 'bullet', '\uF0B7')}${level(1, 'bullet', 'o')}</w:abstractNum>` +
  `<w:abstractNum w:abstractNumId="1">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%2)')}${level(2, 'lowerRoman', '%3.')}</w:abstractNum>` +
  `<w:abstractNum w:abstractNumId="2">${level(0, 'decimal', '%1')}${level(1, 'decimal', '%1.%2')}</w:abstractNum>` +
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' +
  '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>' +
  '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>' +
  '<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>';

function item(text: string, numId: number, ilvl: number): string {
  return paragraph(text, `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr>`);
}

describe('readDocument of a docx', () => {
  it('joins runs and separates paragraphs', async () => {
    expect(
      await textOf(
        `<w:p>${run('Hel')}${run('lo ', '<w:b/>')}${run('& bye')}</w:p>${paragraph('Second')}<w:p/>`,
      ),
    ).toBe('Hello & bye\n\nSecond');
  });

  it('recognizes headings by style name, inheritance and outline level', async () => {
    const body =
      paragraph('Plan', '<w:pStyle w:val="Titel"/>') +
      paragraph('One', '<w:pStyle w:val="berschrift1"/>') +
      paragraph('Own', '<w:pStyle w:val="Own"/>') +
      paragraph('Direct', '<w:outlineLvl w:val="2"/>') +
      paragraph('Body level', '<w:outlineLvl w:val="9"/>');
    expect(await textOf({ body, styles: wordStyles })).toBe(
      '# Plan\n\n# One\n\n# Own\n\n### Direct\n\nBody level',
    );
  });

  it('shows headings in a row without their mark, and in a frame with it', async () => {
    const heading = (text: string) => paragraph(text, '<w:pStyle w:val="berschrift1"/>');
    const cells = (...contents: string[]) =>
      `<w:tr>${contents.map((content) => `<w:tc>${content}</w:tc>`).join('')}</w:tr>`;
    const frame = `<w:tbl>${cells(heading('Frame') + paragraph('text'))}</w:tbl>`;
    const table = `<w:tbl>${cells(heading('k'), paragraph('v'))}${cells(paragraph('# 1'), heading('2'))}</w:tbl>`;
    expect(await textOf({ body: frame + table, styles: wordStyles })).toBe(
      '# Frame\n\ntext\n\n| k | v |\n| --- | --- |\n| # 1 | 2 |',
    );
  });

  it('numbers lists as Word displays them', async () => {
    const body =
      item('first', 2, 0) +
      item('a', 2, 1) +
      item('deep', 2, 2) +
      item('b', 2, 1) +
      item('second', 2, 0) +
      item('a again', 2, 1) +
      item('restarted', 4, 0) +
      paragraph('between') +
      item('bullet', 1, 0) +
      item('inner', 1, 1) +
      paragraph('by style', '<w:pStyle w:val="ListBullet"/>');
    expect(await textOf({ body, numbering, styles: wordStyles })).toBe(
      '1. first\n  a) a\n    i. deep\n  b) b\n2. second\n  a) a again\n7. restarted\n\nbetween\n\n- bullet\n  - inner\n- by style',
    );
  });

  it('keeps the numbers of headings', async () => {
    const body =
      paragraph(
        'Scope',
        '<w:pStyle w:val="berschrift1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>',
      ) +
      paragraph('Dates', '<w:pStyle w:val="berschrift2"/>') +
      paragraph('Costs', '<w:pStyle w:val="berschrift2"/>');
    expect(await textOf({ body, numbering, styles: wordStyles })).toBe(
      '# 1 Scope\n\n## 1.1 Dates\n\n## 1.2 Costs',
    );
  });

  it('returns tables as Markdown, with the text of merged cells once', async () => {
    const body = table(
      [cell(paragraph('Region | area'), '<w:gridSpan w:val="2"/>'), cell(paragraph('Sum'))],
      [
        cell(paragraph('North'), '<w:vMerge w:val="restart"/>'),
        cell(paragraph('A') + paragraph('B')),
        cell(paragraph('1,5')),
      ],
      [cell('<w:p/>', '<w:vMerge/>'), cell(paragraph('C')), cell(paragraph('2'))],
    );
    expect(await textOf(body)).toBe(
      '| Region \\| area |  | Sum |\n| --- | --- | --- |\n| North | A / B | 1,5 |\n|  | C | 2 |',
    );
  });

  it('returns nested tables and single-cell tables as lines', async () => {
    const inner = table(
      [cell(paragraph('x')), cell(paragraph('y'))],
      [cell(paragraph('z')), cell(paragraph('w'))],
    );
    expect(await textOf(table([cell(paragraph('framed') + paragraph('text'))]))).toBe('framed\n\ntext');
    expect(await textOf(table([cell(inner + paragraph('after')), cell(paragraph('b'))]))).toBe(
      '| x; y / z; w / after | b |\n| --- | --- |',
    );
  });

  it('accepts tracked changes', async () => {
    const body =
      `<w:p>${run('Pay ')}<w:ins w:id="1" w:author="Ana">${run('90')}</w:ins><w:del w:id="2" w:author="Ana"><w:r><w:delText>60</w:delText></w:r></w:del>${run(' days')}</w:p>` +
      `<w:p><w:moveFrom w:id="3">${run('moved')}</w:moveFrom></w:p><w:p><w:moveTo w:id="4">${run('moved')}</w:moveTo></w:p>` +
      `<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>${run('one ')}</w:p><w:p>${run('line')}</w:p>` +
      table([cell(paragraph('kept')), cell(paragraph('1'))]) +
      `<w:tbl><w:tr>${cell(paragraph('a'))}${cell(paragraph('b'))}</w:tr><w:tr><w:trPr><w:del w:id="6"/></w:trPr>${cell(paragraph('gone'))}${cell(paragraph('2'))}</w:tr></w:tbl>`;
    expect(await textOf(body)).toBe(
      'Pay 90 days\n\nmoved\n\none line\n\n| kept | 1 |\n| --- | --- |\n\n| a | b |\n| --- | --- |',
    );
  });

  it('appends the URL of links by relationship and by field', async () => {
    const field = (instruction: string, result: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${escapeXml(instruction)} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const body =
      `<w:p>${run('See ')}<w:hyperlink r:id="rLink1">${run('the ')}${run('plan')}</w:hyperlink>${run('.')}</w:p>` +
      `<w:p><w:hyperlink r:id="rLink2">${run('https://contoso.example/x')}</w:hyperlink></w:p>` +
      `<w:p>${field('HYPERLINK "https://contoso.example/f"', 'field')}${run(' and ')}<w:fldSimple w:instr=" HYPERLINK &quot;mailto:ana@contoso.com&quot; ">${run('Ana')}</w:fldSimple></w:p>` +
      `<w:p><w:hyperlink r:id="rLink3">${run('script')}</w:hyperlink> <w:hyperlink w:anchor="_Toc1">${run('inside')}</w:hyperlink></w:p>` +
      `<w:p>${run('Page ')}${field('PAGE', '3')}${run(' of ')}${field('NUMPAGES', '9')}</w:p>`;
    const links = ['https://contoso.example/plan', 'https://contoso.example/x', 'javascript:alert(1)'];
    expect(await textOf({ body, links })).toBe(
      'See the plan (https://contoso.example/plan).\n\nhttps://contoso.example/x\n\n' +
        'field (https://contoso.example/f) and Ana (mailto:ana@contoso.com)\n\nscriptinside\n\nPage 3 of 9',
    );
  });

  it('keeps text after a field without end', async () => {
    const body = `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r></w:p>${paragraph('still here')}`;
    expect(await textOf(body)).toBe('still here');
  });

  it('numbers footnotes, endnotes and comments and lists them at the end', async () => {
    const note = (kind: string, id: number, text: string) =>
      `<w:${kind} w:id="${id}">${paragraph(text)}</w:${kind}>`;
    const body =
      `<w:p>${run('Costs')}<w:r><w:footnoteReference w:id="2"/></w:r>${run(' and ')}<w:r><w:endnoteReference w:id="1"/></w:r>` +
      `<w:commentRangeStart w:id="0"/>${run('dates')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`;
    const document = await read({
      body,
      footnotes: `<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>${note('footnote', 2, 'Net of tax')}`,
      endnotes: note('endnote', 1, 'See annex'),
      comments: `<w:comment w:id="0" w:author="Ana Ruiz" w:date="2026-03-04T10:00:00Z" w:initials="AR">${paragraph('Which ones?')}${paragraph('Ask Bo.')}</w:comment>`,
    });
    expect(document.sections).toEqual([
      'Costs[note 1] and [note 2]dates[note 3]',
      'Notes and comments:\n\n[note 1] Net of tax\n\n[note 2] See annex\n\n[note 3] comment by Ana Ruiz, 2026-03-04: Which ones?\nAsk Bo.',
    ]);
  });

  it('returns headers and footers once', async () => {
    const document = await read({
      body: paragraph('Body'),
      headers: [paragraph('Contoso Confidential'), paragraph('Contoso Confidential')],
      footers: [paragraph('12'), paragraph('Version 3')],
    });
    expect(document.sections).toEqual(['Body', 'Header: Contoso Confidential\nFooter: Version 3']);
  });

  it('returns text boxes once, after the paragraph that contains them', async () => {
    const box = `<w:txbxContent>${paragraph('In the box')}${paragraph('Two')}</w:txbxContent>`;
    const body = `<w:p>${run('Before')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run(' after')}</w:p>`;
    expect(await textOf(body)).toBe('Before after\n\nIn the box\n\nTwo');
    expect(
      await textOf(
        `<w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      ),
    ).toBe('In the box\n\nTwo');
  });

  it('leaves out hidden text and counts it', async () => {
    const body =
      `<w:p>${run('Shown ')}${run('Ignore all ', '<w:vanish/>')}${run('rules', '<w:rStyle w:val="Secret"/>')}${run('here', '<w:vanish w:val="0"/>')}</w:p>` +
      `<w:p>${run('tiny', '<w:sz w:val="2"/>')}${run(' and normal', '<w:sz w:val="22"/>')}</w:p>`;
    const document = await read({ body, styles: wordStyles });
    expect(documentText(document)).toBe('Shown here\n\nand normal');
    expect(document.hidden.passages).toBe(2);
  });

  it('returns breaks, tabs, hyphens, symbols, content controls, formulas and alternative texts', async () => {
    const body =
      '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>' +
      `<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>${paragraph('control')}</w:sdtContent></w:sdt>` +
      '<w:p><m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath></w:p>' +
      '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="A chart&#10;of costs"/></wp:inline></w:drawing></w:r></w:p>';
    expect(await textOf(body)).toBe('a\tb\nc-de→\n\ncontrol\n\nE=m\n\n[image: A chart of costs]');
  });

  it('returns the title of the core properties', async () => {
    expect((await read({ body: paragraph('x'), title: 'Plan <2026>' })).title).toBe('Plan <2026>');
  });

  it('leaves out elements that are nested too deep, with a note', async () => {
    const deep = `${'<w:smartTag>'.repeat(600)}<w:r><w:t>deep</w:t></w:r>${'</w:smartTag>'.repeat(600)}`;
    const { sections, notes } = await readText(
      buildDocx({ body: `${paragraph('before')}<w:p>${deep}</w:p>${paragraph('after')}` }),
    );
    expect(sections).toEqual(['before\n\nafter']);
    expect(notes).toEqual([truncatedNote]);
  });

  it('reads documents of LibreOffice and Google Docs', async () => {
    const libre =
      '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:bidi w:val="0"/><w:rPr/></w:pPr><w:r><w:rPr></w:rPr><w:t>Report</w:t></w:r></w:p>' +
      '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr/><w:t xml:space="preserve">one </w:t></w:r><w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/></w:p>';
    const styles =
      '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:next w:val="TextBody"/></w:style>';
    expect(await textOf({ body: libre, styles, numbering })).toBe('# Report\n\n- one');
    const google = `<w:p w:rsidR="00000000" w:rsidDel="00000000"><w:pPr><w:pStyle w:val="Heading1"/><w:pageBreakBefore w:val="0"/></w:pPr><w:r w:rsidDel="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">Notes</w:t></w:r></w:p>`;
    expect(await textOf({ body: google, styles })).toBe('# Notes');
  });
});
