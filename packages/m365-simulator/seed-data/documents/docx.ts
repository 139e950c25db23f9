import { type Document, contentTypes, once } from './document.ts';
import { docxParts } from './docx-parts.ts';
import {
  contentTypesPart,
  corePropertiesPart,
  packageRelationships,
  relationshipsPart,
  xmlHead,
  xmlText,
  zipPackage,
} from './zip-package.ts';

/** A piece of a paragraph. */
type Run =
  | string
  | { readonly bold: string }
  | { readonly link: string; readonly text: string }
  | { readonly footnote: string }
  | { readonly comment: string; readonly on: string; readonly author: string }
  | { readonly inserted: string; readonly author: string }
  | { readonly deleted: string; readonly author: string };

/** A block of the document, top to bottom. */
export type Block =
  | { readonly heading: string; readonly level: 1 | 2 | 3 }
  | { readonly paragraph: readonly Run[] }
  | { readonly list: readonly string[]; readonly ordered?: boolean; readonly level?: number }
  | { readonly table: readonly (readonly string[])[] };

const wordNamespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A Word document with real styles, numbering, footnotes, comments, links and tracked changes. */
export function docx(name: string, title: string, author: string, blocks: readonly Block[]): Document {
  return {
    name,
    contentType: contentTypes.docx,
    text: () => blocks.map(blockText).join('\n'),
    bytes: once(() => render(title, author, blocks)),
  };
}

function render(title: string, author: string, blocks: readonly Block[]): Uint8Array {
  const links: string[] = [];
  const footnotes: string[] = [];
  const comments: string[] = [];
  let changes = 100;

  function run(piece: Run): string {
    if (typeof piece === 'string') return textRun(piece);
    if ('bold' in piece) return textRun(piece.bold, '<w:b/>');
    if ('link' in piece) {
      links.push(piece.link);
      return `<w:hyperlink r:id="rIdLink${links.length}" w:history="1">${textRun(piece.text, '<w:rStyle w:val="Hyperlink"/>')}</w:hyperlink>`;
    }
    if ('footnote' in piece) {
      footnotes.push(piece.footnote);
      return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${footnotes.length}"/></w:r>`;
    }
    if ('comment' in piece) {
      const id = comments.length;
      comments.push(
        `<w:comment w:id="${id}" w:author="${xmlText(piece.author)}" w:date="2026-11-02T10:15:00Z" w:initials="${piece.author[0] ?? 'A'}"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>${textRun(piece.comment)}</w:p></w:comment>`,
      );
      return `<w:commentRangeStart w:id="${id}"/>${textRun(piece.on)}<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`;
    }
    changes += 1;
    const attributes = `w:id="${changes}" w:author="${xmlText(piece.author)}" w:date="2026-11-03T08:00:00Z"`;
    if ('inserted' in piece) return `<w:ins ${attributes}>${textRun(piece.inserted)}</w:ins>`;
    return `<w:del ${attributes}><w:r><w:delText xml:space="preserve">${xmlText(piece.deleted)}</w:delText></w:r></w:del>`;
  }

  function block(item: Block): string {
    if ('heading' in item)
      return paragraph(textRun(item.heading), `<w:pStyle w:val="Heading${item.level}"/>`);
    if ('paragraph' in item) return paragraph(item.paragraph.map(run).join(''));
    if ('list' in item) {
      const numbering = `<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="${item.level ?? 0}"/><w:numId w:val="${item.ordered === true ? 2 : 1}"/></w:numPr>`;
      return item.list.map((text) => paragraph(textRun(text), numbering)).join('');
    }
    const columns = item.table[0]?.length ?? 1;
    const grid = `<w:tblGrid>${`<w:gridCol w:w="${Math.floor(9000 / columns)}"/>`.repeat(columns)}</w:tblGrid>`;
    const rows = item.table.map((cells, index) => {
      const header = index === 0 ? '<w:trPr><w:tblHeader/></w:trPr>' : '';
      const body = cells.map(
        (text) =>
          `<w:tc><w:tcPr><w:tcW w:w="${Math.floor(9000 / columns)}" w:type="dxa"/></w:tcPr>${paragraph(textRun(text, index === 0 ? '<w:b/>' : ''))}</w:tc>`,
      );
      return `<w:tr>${header}${body.join('')}</w:tr>`;
    });
    return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>${grid}${rows.join('')}</w:tbl>`;
  }

  const body = blocks.map(block).join('');
  const section =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>';
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.';
  return zipPackage({
    '[Content_Types].xml': contentTypesPart({
      'word/document.xml': `${word}document.main+xml`,
      'word/styles.xml': `${word}styles+xml`,
      'word/numbering.xml': `${word}numbering+xml`,
      'word/footnotes.xml': `${word}footnotes+xml`,
      'word/comments.xml': `${word}comments+xml`,
      'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
    }),
    '_rels/.rels': relationshipsPart([
      ['rId1', 'officeDocument', 'word/document.xml'],
      packageRelationships.core,
    ]),
    'docProps/core.xml': corePropertiesPart(title, author),
    'word/document.xml': `${xmlHead}<w:document ${wordNamespaces}><w:body>${body}${section}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relationshipsPart([
      ['rId1', 'styles', 'styles.xml'],
      ['rId2', 'numbering', 'numbering.xml'],
      ['rId3', 'footnotes', 'footnotes.xml'],
      ['rId4', 'comments', 'comments.xml'],
      ...links.map((target, index) => [`rIdLink${index + 1}`, 'hyperlink', target, 'External'] as const),
    ]),
    ...docxParts(wordNamespaces, footnotes, comments),
  });
}

function paragraph(runs: string, properties = ''): string {
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${runs}</w:p>`;
}

function textRun(text: string, properties = ''): string {
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${xmlText(text)}</w:t></w:r>`;
}

function blockText(item: Block): string {
  if ('heading' in item) return item.heading;
  if ('list' in item) return item.list.join('\n');
  if ('table' in item) return item.table.map((row) => row.join('\t')).join('\n');
  return item.paragraph.map(runText).join('');
}

function runText(piece: Run): string {
  if (typeof piece === 'string') return piece;
  if ('bold' in piece) return piece.bold;
  if ('link' in piece) return piece.text;
  if ('footnote' in piece) return ` ${piece.footnote}`;
  if ('comment' in piece) return piece.on;
  return 'inserted' in piece ? piece.inserted : '';
}
