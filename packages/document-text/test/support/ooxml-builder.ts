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
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
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

/** Parts of a Word document besides its body. */
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
  /** Theme part. */
  readonly theme?: string;
  /** Further parts with their relationships from the main part. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly relationships?: readonly RelationshipSpec[];
}

/** A Word document from fragments of WordprocessingML. Links are `rLink1`, `rLink2` and so on. */
export function buildDocx(spec: DocxSpec): Uint8Array {
  const parts: Record<string, string> = {
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:document ${word}><w:body>${spec.body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
  };
  const relationships: RelationshipSpec[] = [...(spec.relationships ?? [])];
  Object.assign(parts, spec.parts);
  if (spec.theme !== undefined) {
    relationships.push({ id: 'rTheme', kind: 'theme', target: 'theme/theme1.xml' });
    parts['word/theme/theme1.xml'] = spec.theme;
  }
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
  for (const [index, content] of (spec.headers ?? []).entries())
    add('header', `header${index + 1}`, 'hdr', content);
  for (const [index, content] of (spec.footers ?? []).entries())
    add('footer', `footer${index + 1}`, 'ftr', content);
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

/** One sheet of a workbook under construction: `data` is the content of `sheetData`. */
export interface SheetSpec {
  readonly name: string;
  readonly data: string;
  readonly state?: 'hidden' | 'veryHidden';
  readonly comments?: string;
  /** Elements before `sheetData`, such as `cols`. */
  readonly head?: string;
  /** Elements after `sheetData`, such as `hyperlinks`. */
  readonly tail?: string;
  readonly relationships?: readonly RelationshipSpec[];
}

/** Parts of a workbook. */
export interface XlsxSpec {
  readonly sheets: readonly SheetSpec[];
  readonly sharedStrings?: readonly string[];
  /** Content of `styleSheet`. */
  readonly styles?: string;
  readonly date1904?: boolean;
  readonly theme?: string;
  /** Further parts, and relationships of the workbook. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly relationships?: readonly RelationshipSpec[];
  /** Namespace prefix of all SpreadsheetML elements, as the Open XML SDK writes them (`x:`). */
  readonly prefix?: string;
}

const sheetNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A workbook from fragments of SpreadsheetML without prefix. */
export function buildXlsx(spec: XlsxSpec): Uint8Array {
  const prefix = spec.prefix ?? '';
  const namespace =
    prefix === '' ? `xmlns="${sheetNamespace}"` : `xmlns:${prefix.slice(0, -1)}="${sheetNamespace}"`;
  const wrap = (root: string, content: string) => {
    const xml = `<${root} ${namespace}>${content}</${root}>`;
    const prefixed = prefix === '' ? xml : xml.replaceAll(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}`);
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${prefixed}`;
  };
  const parts: Record<string, string> = { ...spec.parts };
  const relationships: RelationshipSpec[] = [...(spec.relationships ?? [])];
  if (spec.theme !== undefined) {
    relationships.push({ id: 'rIdTheme', kind: 'theme', target: 'theme/theme1.xml' });
    parts['xl/theme/theme1.xml'] = spec.theme;
  }
  const entries = spec.sheets.map(
    ({ name, data, state, comments, head, tail, relationships: own }, index) => {
      const number = index + 1;
      relationships.push({ id: `rId${number}`, kind: 'worksheet', target: `worksheets/sheet${number}.xml` });
      parts[`xl/worksheets/sheet${number}.xml`] = wrap(
        'worksheet',
        `${head ?? ''}<sheetData>${data}</sheetData>${tail ?? ''}`,
      );
      if (comments !== undefined || own) {
        const target = `../comments${number}.xml`;
        parts[`xl/worksheets/_rels/sheet${number}.xml.rels`] = relationshipsXml([
          ...(comments === undefined ? [] : [{ id: 'rId1', kind: 'comments', target }]),
          ...(own ?? []),
        ]);
        if (comments !== undefined) parts[`xl/comments${number}.xml`] = wrap('comments', comments);
      }
      return `<sheet name="${escapeXml(name)}" sheetId="${number}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${number}"/>`;
    },
  );
  if (spec.sharedStrings) {
    relationships.push({ id: 'rIdS', kind: 'sharedStrings', target: '/xl/sharedStrings.xml' });
    parts['xl/sharedStrings.xml'] = wrap(
      'sst',
      spec.sharedStrings.map((content) => `<si>${content}</si>`).join(''),
    );
  }
  if (spec.styles !== undefined) {
    relationships.push({ id: 'rIdT', kind: 'styles', target: 'styles.xml' });
    parts['xl/styles.xml'] = wrap('styleSheet', spec.styles);
  }
  const properties = spec.date1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>';
  parts['xl/workbook.xml'] = wrap('workbook', `${properties}<sheets>${entries.join('')}</sheets>`);
  parts['xl/_rels/workbook.xml.rels'] = relationshipsXml(relationships);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
  return buildPackage('xl/workbook.xml', type, parts);
}

/** One slide of a presentation under construction: `shapes` is the content of the shape tree. */
export interface SlideSpec {
  readonly shapes: string;
  readonly notes?: string;
  readonly hidden?: boolean;
  /** The shapes of its layout and master are not shown. */
  readonly hidesMaster?: boolean;
  readonly relationships?: readonly RelationshipSpec[];
}

export const slideNamespaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"';

/** A presentation from fragments of PresentationML. Files are numbered against the order in which slides are shown. */
export function buildPptx(
  slides: readonly SlideSpec[],
  extraParts: Readonly<Record<string, string>> = {},
  size?: { readonly width: number; readonly height: number },
  mainRelationships: readonly RelationshipSpec[] = [],
): Uint8Array {
  const parts: Record<string, string> = { ...extraParts };
  const relationships: RelationshipSpec[] = [...mainRelationships];
  const ids = slides.map((slide, index) => {
    const file = slides.length - index;
    relationships.push({ id: `rId${index + 10}`, kind: 'slide', target: `slides/slide${file}.xml` });
    parts[`ppt/slides/slide${file}.xml`] =
      `<?xml version="1.0"?><p:sld ${slideNamespaces}${slide.hidden ? ' show="0"' : ''}${slide.hidesMaster ? ' showMasterSp="0"' : ''}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/></p:nvGrpSpPr>${slide.shapes}</p:spTree></p:cSld></p:sld>`;
    const own = [...(slide.relationships ?? [])];
    if (slide.notes !== undefined) {
      own.push({ id: 'rIdNotes', kind: 'notesSlide', target: `../notesSlides/notesSlide${file}.xml` });
      parts[`ppt/notesSlides/notesSlide${file}.xml`] =
        `<?xml version="1.0"?><p:notes ${slideNamespaces}><p:cSld><p:spTree>${shape('1', 'sldNum')}${shape(slide.notes, 'body')}</p:spTree></p:cSld></p:notes>`;
    }
    parts[`ppt/slides/_rels/slide${file}.xml.rels`] = relationshipsXml(own);
    return `<p:sldId id="${256 + index}" r:id="rId${index + 10}"/>`;
  });
  parts['ppt/presentation.xml'] =
    `<?xml version="1.0"?><p:presentation ${slideNamespaces}><p:sldIdLst>${ids.join('')}</p:sldIdLst>${size === undefined ? '' : `<p:sldSz cx="${size.width}" cy="${size.height}"/>`}</p:presentation>`;
  parts['ppt/_rels/presentation.xml.rels'] = relationshipsXml(relationships);
  const type = 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml';
  return buildPackage('ppt/presentation.xml', type, parts);
}

/** A shape with paragraphs, each line one; leading tabs give the level. */
export function shape(text: string, placeholder?: string): string {
  const ph = placeholder === undefined ? '' : `<p:ph type="${placeholder}"/>`;
  const lines = text.split('\n').map((line) => {
    const bare = line.replace(/^\t+/, '');
    const level = line.length - bare.length;
    return `<a:p>${level > 0 ? `<a:pPr lvl="${level}"/>` : ''}<a:r><a:rPr lang="en-GB"/><a:t>${escapeXml(bare)}</a:t></a:r><a:endParaRPr lang="en-GB"/></a:p>`;
  });
  return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Shape"/><p:nvPr>${ph}</p:nvPr></p:nvSpPr><p:txBody><a:bodyPr/>${lines.join('')}</p:txBody></p:sp>`;
}
