import { strToU8, zipSync, type Zippable } from 'fflate';

const relationshipTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A relationship of a part under construction. */
export interface RelationshipSpec {
  readonly id: string;
  readonly kind: string;
  readonly target: string;
  readonly external?: boolean;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function relationshipsXml(specs: readonly RelationshipSpec[]): string {
  const items = specs.map(
    ({ id, kind, target, external }) =>
      `<Relationship Id="${id}" Type="${relationshipTypes}/${kind}" Target="${escapeXml(target)}"${external ? ' TargetMode="External"' : ''}/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

/** An Office package from its parts. Content types and root relationships are added. */
export function buildPackage(
  mainPart: string,
  mainContentType: string,
  parts: Readonly<Record<string, string>>,
  title?: string,
): Uint8Array {
  const files: Zippable = {
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${mainPart}" ContentType="${mainContentType}"/></Types>`,
    ),
    '_rels/.rels': strToU8(relationshipsXml([{ id: 'rId1', kind: 'officeDocument', target: mainPart }])),
  };
  if (title !== undefined) {
    files['docProps/core.xml'] = strToU8(
      `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
    );
  }
  for (const [name, content] of Object.entries(parts)) files[name] = strToU8(content);
  return zipSync(files, { level: 6 });
}

const word =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';

const docxTypes = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** What a Word document under construction has besides its body. */
export interface DocxSpec {
  readonly body: string;
  readonly styles?: string;
  readonly numbering?: string;
  readonly footnotes?: string;
  readonly endnotes?: string;
  readonly comments?: string;
  readonly headers?: readonly string[];
  readonly footers?: readonly string[];
  readonly links?: readonly string[];
  readonly title?: string;
}

/** A Word document from fragments of WordprocessingML. Links are `rLink1`, `rLink2` and so on. */
export function buildDocx(spec: DocxSpec): Uint8Array {
  const parts: Record<string, string> = {
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:document ${word}><w:body>${spec.body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
  };
  const relationships: RelationshipSpec[] = [];
  const add = (kind: string, file: string, root: string, content: string | undefined) => {
    if (content === undefined) return;
    relationships.push({ id: `r_${file}`, kind, target: `${file}.xml` });
    parts[`word/${file}.xml`] = `<?xml version="1.0"?><w:${root} ${word}>${content}</w:${root}>`;
  };
  add('styles', 'styles', 'styles', spec.styles);
  add('numbering', 'numbering', 'numbering', spec.numbering);
  add('footnotes', 'footnotes', 'footnotes', spec.footnotes);
  add('endnotes', 'endnotes', 'endnotes', spec.endnotes);
  add('comments', 'comments', 'comments', spec.comments);
  for (const [index, content] of (spec.headers ?? []).entries()) add('header', `header${index + 1}`, 'hdr', content);
  for (const [index, content] of (spec.footers ?? []).entries()) add('footer', `footer${index + 1}`, 'ftr', content);
  for (const [index, target] of (spec.links ?? []).entries()) {
    relationships.push({ id: `rLink${index + 1}`, kind: 'hyperlink', target, external: true });
  }
  parts['word/_rels/document.xml.rels'] = relationshipsXml(relationships);
  return buildPackage('word/document.xml', docxTypes, parts, spec.title);
}

/** A paragraph with one run. */
export function paragraph(text: string, properties = ''): string {
  const pPr = properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`;
  return `<w:p w:rsidR="00A77427">${pPr}<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;
}
