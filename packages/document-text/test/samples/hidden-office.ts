import {
  type SlideSpec,
  buildDocx,
  buildPptx,
  buildXlsx,
  paragraph,
  relationshipsXml,
} from '../support/ooxml-builder.ts';

/** A technique in an Office document. The hidden text is the word `secret`. */
export interface OfficeTechnique {
  readonly group: 'Word' | 'PowerPoint' | 'Excel';
  readonly name: string;
  readonly make: () => Uint8Array;
}

const theme =
  '<a:theme xmlns:a="a"><a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="1F3864"/></a:dk2><a:lt2><a:srgbClr val="FAFAFA"/></a:lt2><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:themeElements></a:theme>';

function word(name: string, body: string, styles?: string): OfficeTechnique {
  const make = (): Uint8Array =>
    buildDocx({
      body: paragraph('before') + body + paragraph('after'),
      theme,
      ...(styles !== undefined && { styles }),
    });
  return { group: 'Word', name, make };
}

function run(properties: string): string {
  return `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t>secret</w:t></w:r></w:p>`;
}

function wordRun(properties: string): OfficeTechnique {
  return word(`run: ${properties}`, run(properties));
}

function wordParagraph(properties: string): OfficeTechnique {
  return word(`paragraph: ${properties}`, paragraph('secret', properties));
}

function wordStyle(style: string, body: string): OfficeTechnique {
  return word(`style: ${style}`, body, style);
}

function cellOf(properties: string, text = run('<w:color w:val="FFFFFF"/>')): string {
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${text}</w:tc>`;
}

function textBox(spPr: string, attributes = ''): string {
  return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Box"${attributes}/><a:graphic><a:graphicData><wps:wsp><wps:spPr>${spPr}</wps:spPr><wps:txbx><w:txbxContent>${run('<w:color w:val="FFFFFF"/>')}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
}

const masterParts = {
  'ppt/slideLayouts/slideLayout1.xml': '<p:sldLayout xmlns:p="p"><p:cSld><p:spTree/></p:cSld></p:sldLayout>',
  'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relationshipsXml([
    { id: 'rId1', kind: 'slideMaster', target: '../slideMasters/slideMaster1.xml' },
  ]),
  'ppt/slideMasters/_rels/slideMaster1.xml.rels': relationshipsXml([
    { id: 'rId1', kind: 'theme', target: '../theme/theme1.xml' },
  ]),
  'ppt/theme/theme1.xml': theme,
};

function master(map: string): string {
  return `<p:sldMaster xmlns:p="p" xmlns:a="a"><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree/></p:cSld><p:clrMap ${map}/></p:sldMaster>`;
}

const lightMap = 'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"';
const darkMap = 'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"';

function slides(name: string, shapes: string, map = lightMap): OfficeTechnique {
  const slide: SlideSpec = {
    shapes: `${pptxShape('before')}${shapes}${pptxShape('after')}`,
    relationships: [{ id: 'rIdL', kind: 'slideLayout', target: '../slideLayouts/slideLayout1.xml' }],
  };
  const parts = { ...masterParts, 'ppt/slideMasters/slideMaster1.xml': master(map) };
  return {
    group: 'PowerPoint',
    name,
    make: () => buildPptx([slide], parts, { width: 12_192_000, height: 6_858_000 }),
  };
}

interface ShapeOptions {
  readonly place?: string;
  readonly fill?: string;
  readonly run?: string;
  readonly body?: string;
  readonly attributes?: string;
  readonly style?: string;
}

const inside = '<a:off x="1000000" y="1000000"/><a:ext cx="3000000" cy="1000000"/>';

function pptxShape(text: string, options: ShapeOptions = {}): string {
  const {
    place = inside,
    fill = '',
    run: rPr = '<a:rPr/>',
    body = '<a:bodyPr/>',
    attributes = '',
    style = '',
  } = options;
  return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="S"${attributes}/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>${place}</a:xfrm>${fill}</p:spPr>${style}<p:txBody>${body}<a:p><a:r>${rPr}<a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
}

function fillOf(color: string): string {
  return `<a:solidFill>${color}</a:solidFill>`;
}

function slideRun(rPr: string, options: ShapeOptions = {}): OfficeTechnique {
  return slides(`run: ${rPr}${options.fill ?? ''}`, pptxShape('secret', { ...options, run: rPr }));
}

function slideShape(name: string, options: ShapeOptions): OfficeTechnique {
  return slides(name, pptxShape('secret', options));
}

const whiteRun = `<a:rPr>${fillOf('<a:srgbClr val="FFFFFF"/>')}</a:rPr>`;

/** A workbook with `secret` in B2 of style 1. */
function excel(
  name: string,
  parts: { fonts?: string; fills?: string; formats?: string; xf: string; string?: string },
): OfficeTechnique {
  const { fonts = '', fills = '', formats = '', xf, string = '<t>secret</t>' } = parts;
  const styles = `<numFmts>${formats}</numFmts><fonts><font><sz val="11"/></font><font>${fonts}</font></fonts><fills><fill><patternFill patternType="none"/></fill><fill>${fills}</fill></fills><cellXfs><xf/><xf ${xf}/></cellXfs>`;
  const data =
    '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="B2" s="1" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c></row>';
  const sharedStrings = ['<t>before</t>', string, '<t>after</t>'];
  return {
    group: 'Excel',
    name,
    make: () => buildXlsx({ sheets: [{ name: 'S', data }], sharedStrings, styles, theme }),
  };
}

function excelFont(fonts: string, fills = ''): OfficeTechnique {
  const hasFill = fills !== '';
  return excel(`font: ${fonts}${fills}`, { fonts, fills, xf: `fontId="1" fillId="${hasFill ? 1 : 0}"` });
}

function solid(color: string): string {
  return `<patternFill patternType="solid"><fgColor ${color}/></patternFill>`;
}

/** Techniques in Office documents whose text is removed and counted. */
export const removedOffice: readonly OfficeTechnique[] = [
  ...[
    '<w:vanish/>',
    '<w:vanish w:val="1"/>',
    '<w:vanish w:val="true"/>',
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="FEFEFE"/>',
    '<w:color w:val="000000" w:themeColor="background1"/>',
    '<w:color w:val="000000" w:themeColor="text1" w:themeTint="01"/>',
    '<w:color w:val="FAFAFA" w:themeColor="background2"/>',
    '<w:sz w:val="1"/>',
    '<w:sz w:val="2"/>',
    '<w:sz w:val="4"/>',
    '<w:w w:val="1"/>',
    '<w:spacing w:val="-400"/>',
    '<w:color w:val="FF0000"/><w:highlight w:val="red"/>',
    '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    '<w:color w:val="123456"/><w:shd w:val="clear" w:fill="123456"/>',
    '<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000"/>',
    '<w:color w:val="4472C4"/><w:shd w:val="clear" w:fill="auto" w:themeFill="accent1"/>',
    '<w14:textFill><w14:noFill/></w14:textFill>',
    '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
    '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
  ].map(wordRun),
  ...[
    '<w:spacing w:line="1" w:lineRule="exact"/>',
    '<w:spacing w:line="20" w:lineRule="exact"/>',
    '<w:ind w:left="-31680"/>',
    '<w:ind w:left="31680"/>',
    '<w:framePr w:x="-20000" w:y="1"/>',
  ].map(wordParagraph),
  wordStyle(
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>',
    run('<w:rStyle w:val="H"/>'),
  ),
  wordStyle(
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
    run('<w:rStyle w:val="H"/>'),
  ),
  wordStyle(
    '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
    paragraph('secret', '<w:pStyle w:val="H"/>'),
  ),
  wordStyle(
    '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>',
    paragraph('secret', '<w:pStyle w:val="H"/>'),
  ),
  wordStyle(
    '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="B"/></w:style>',
    paragraph('secret', '<w:pStyle w:val="H"/>'),
  ),
  wordStyle(
    '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:shd w:val="clear" w:fill="4472C4"/></w:pPr><w:rPr><w:color w:val="4472C4"/></w:rPr></w:style>',
    paragraph('secret', '<w:pStyle w:val="H"/>'),
  ),
  word('white text in a table without fill', `<w:tbl><w:tr>${cellOf('')}</w:tr></w:tbl>`),
  word(
    'text in the color of its cell',
    `<w:tbl><w:tr>${cellOf('<w:shd w:val="clear" w:fill="1F3864"/>', run('<w:color w:val="1F3864"/>'))}</w:tr></w:tbl>`,
  ),
  word(
    'a row of no height',
    `<w:tbl><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>${cellOf('', paragraph('secret'))}</w:tr></w:tbl>`,
  ),
  word(
    'white text in a shaded paragraph of white',
    `<w:p><w:pPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>secret</w:t></w:r></w:p>`,
  ),
  word('white text in a text box without fill', textBox('<a:noFill/>')),
  word('white text in a white text box', textBox(fillOf('<a:srgbClr val="FFFFFF"/>'))),
  word('a hidden text box', textBox(fillOf('<a:srgbClr val="000000"/>'), ' hidden="1"')),
  ...[
    whiteRun,
    `<a:rPr>${fillOf('<a:schemeClr val="bg1"/>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:schemeClr val="bg2"/>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:sysClr val="window" lastClr="FFFFFF"/>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:prstClr val="white"/>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:scrgbClr r="100000" g="100000" b="100000"/>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:schemeClr val="tx1"><a:lumOff val="99000"/></a:schemeClr>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr>')}</a:rPr>`,
    `<a:rPr>${fillOf('<a:srgbClr val="000000"><a:alpha val="2000"/></a:srgbClr>')}</a:rPr>`,
    '<a:rPr><a:noFill/></a:rPr>',
    '<a:rPr sz="100"/>',
    '<a:rPr sz="200"/>',
    '<a:rPr spc="-3000"/>',
    `<a:rPr>${fillOf('<a:srgbClr val="FFFF00"/>')}<a:highlight><a:srgbClr val="FFFF00"/></a:highlight></a:rPr>`,
  ].map((rPr) => slideRun(rPr)),
  slideRun(whiteRun, { fill: fillOf('<a:srgbClr val="FFFFFF"/>') }),
  slideRun(whiteRun, { fill: '<a:noFill/>' }),
  slideRun(`<a:rPr>${fillOf('<a:srgbClr val="4472C4"/>')}</a:rPr>`, {
    fill: fillOf('<a:schemeClr val="accent1"/>'),
  }),
  slideRun(whiteRun, { fill: fillOf('<a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr>') }),
  slideShape('a shape left of the slide', {
    place: '<a:off x="-5000000" y="0"/><a:ext cx="1000000" cy="1000000"/>',
  }),
  slideShape('a shape right of the slide', {
    place: '<a:off x="12192000" y="0"/><a:ext cx="1000000" cy="1000000"/>',
  }),
  slideShape('a shape above the slide', {
    place: '<a:off x="0" y="-3000000"/><a:ext cx="1000000" cy="1000000"/>',
  }),
  slideShape('a shape below the slide', {
    place: '<a:off x="0" y="7000000"/><a:ext cx="1000000" cy="1000000"/>',
  }),
  slideShape('a hidden shape', { attributes: ' hidden="1"' }),
  slideShape('text scaled to one percent', {
    body: '<a:bodyPr><a:normAutofit fontScale="1000"/></a:bodyPr>',
  }),
  slideShape('a white list style', {
    body: `<a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr>${fillOf('<a:srgbClr val="FFFFFF"/>')}</a:defRPr></a:lvl1pPr></a:lstStyle>`,
  }),
  slides(
    'a hidden group',
    `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="G" hidden="1"/></p:nvGrpSpPr><p:grpSpPr/>${pptxShape('secret')}</p:grpSp>`,
  ),
  slides(
    'a group outside of the slide',
    `<p:grpSp><p:grpSpPr><a:xfrm><a:off x="-9000000" y="0"/><a:ext cx="3000000" cy="1000000"/><a:chOff x="1000000" y="1000000"/><a:chExt cx="3000000" cy="1000000"/></a:xfrm></p:grpSpPr>${pptxShape('secret')}</p:grpSp>`,
  ),
  slides(
    'black text on a dark master',
    pptxShape('secret', { run: `<a:rPr>${fillOf('<a:srgbClr val="000000"/>')}</a:rPr>` }),
    darkMap,
  ),
  slides(
    'white text on a white rectangle',
    `${pptxShape('', { fill: fillOf('<a:srgbClr val="FFFFFF"/>') })}${pptxShape('secret', { run: whiteRun })}`,
  ),
  ...[
    '<color rgb="FFFFFFFF"/>',
    '<color rgb="FFFEFEFE"/>',
    '<color theme="0"/>',
    '<color theme="1" tint="0.99"/>',
    '<color indexed="9"/>',
    '<color indexed="1"/>',
    '<sz val="1"/>',
    '<sz val="2"/>',
  ].map((font) => excelFont(font)),
  excelFont('<color rgb="FFFFFFFF"/>', solid('rgb="FFFFFFFF"')),
  excelFont('<color rgb="FF4472C4"/>', solid('theme="4"')),
  excelFont('<color rgb="FF000000"/>', solid('indexed="8"')),
  excel('format ;;;', { formats: '<numFmt numFmtId="170" formatCode=";;;"/>', xf: 'numFmtId="170"' }),
  excel('a white run in a cell', {
    xf: '',
    string: `<r><rPr><color rgb="FFFFFFFF"/></rPr><t>secret</t></r>`,
  }),
  excel('a tiny run in a cell', { xf: '', string: `<r><rPr><sz val="1"/></rPr><t>secret</t></r>` }),
];

/** Text in Office documents that a reader sees, or may see, and that stays. */
export const shownOffice: readonly OfficeTechnique[] = [
  ...[
    '<w:vanish w:val="0"/>',
    '<w:webHidden/>',
    '<w:color w:val="auto"/>',
    '<w:color w:val="808080"/>',
    '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
    '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
    '<w:sz w:val="12"/>',
    '<w:spacing w:val="-10"/>',
  ].map(wordRun),
  word(
    'white text in a dark cell',
    `<w:tbl><w:tr>${cellOf('<w:shd w:val="clear" w:fill="1F3864"/>')}</w:tr></w:tbl>`,
  ),
  word(
    'white text in a table whose style fills cells',
    `<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr>${cellOf('')}</w:tr></w:tbl>`,
    '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>',
  ),
  word('white text in a dark text box', textBox(fillOf('<a:srgbClr val="1F3864"/>'))),
  word('white text in a text box filled by its style', textBox('')),
  slideRun(whiteRun, { fill: fillOf('<a:srgbClr val="1F3864"/>') }),
  slideRun(whiteRun, { fill: '<a:gradFill/>' }),
  slideShape('white text in a shape filled by its style', {
    run: whiteRun,
    style: '<p:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></p:style>',
  }),
  slides(
    'white text on a picture',
    `<p:pic><p:spPr><a:xfrm>${inside}</a:xfrm></p:spPr></p:pic>${pptxShape('secret', { run: whiteRun })}`,
  ),
  slides('white text on a dark master', pptxShape('secret', { run: whiteRun }), darkMap),
  slideShape('a shape partly outside of the slide', {
    place: '<a:off x="-500000" y="0"/><a:ext cx="3000000" cy="1000000"/>',
  }),
  slideRun(`<a:rPr><a:ln>${fillOf('<a:srgbClr val="000000"/>')}</a:ln><a:noFill/></a:rPr>`),
  excelFont('<color rgb="FFFFFFFF"/>', solid('rgb="FF1F3864"')),
  excelFont('<color rgb="FFFFFFFF"/>', '<gradientFill/>'),
  excelFont('<color rgb="FF808080"/>'),
  excel('format 0;-0;;@', { formats: '<numFmt numFmtId="170" formatCode="0;-0;;@"/>', xf: 'numFmtId="170"' }),
];
