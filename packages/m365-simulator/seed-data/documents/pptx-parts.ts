import { xmlHead, xmlText } from './zip-package.ts';

export const pptxNamespaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const treeHead =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>';
const colorMap =
  'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"';

function frame(x: number, y: number, width: number, height: number): string {
  return `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/></a:xfrm>`;
}

function textBody(paragraphs: readonly string[]): string {
  const body = paragraphs.map(
    (text) => `<a:p><a:r><a:rPr lang="en-GB"/><a:t>${xmlText(text)}</a:t></a:r></a:p>`,
  );
  return `<a:bodyPr/><a:lstStyle/>${body.join('') || '<a:p/>'}`;
}

function shape(
  id: number,
  name: string,
  placeholder: string,
  geometry: string,
  paragraphs: readonly string[],
): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph ${placeholder}/></p:nvPr></p:nvSpPr><p:spPr>${geometry}</p:spPr><p:txBody>${textBody(paragraphs)}</p:txBody></p:sp>`;
}

export function titleShape(title: string): string {
  return shape(2, 'Title 1', 'type="title"', frame(838200, 365125, 10515600, 1325563), [title]);
}

export function bodyShape(bullets: readonly string[]): string {
  return shape(3, 'Content Placeholder 2', 'idx="1"', frame(838200, 1825625, 10515600, 2351338), bullets);
}

/** A native table below the text. */
export function tableShape(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 1;
  const width = Math.floor(10_515_600 / columns);
  const grid = `<a:gridCol w="${width}"/>`.repeat(columns);
  const body = rows.map((cells) => {
    const row = cells.map((text) => `<a:tc><a:txBody>${textBody([text])}</a:txBody><a:tcPr/></a:tc>`);
    return `<a:tr h="370840">${row.join('')}</a:tr>`;
  });
  return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Table 3"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="838200" y="4300000"/><a:ext cx="10515600" cy="${370_840 * rows.length}"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1" bandRow="1"/><a:tblGrid>${grid}</a:tblGrid>${body.join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
}

export function notesSlide(notes: string): string {
  const image = `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>`;
  return `${xmlHead}<p:notes ${pptxNamespaces}><p:cSld><p:spTree>${treeHead}${image}${shape(3, 'Notes Placeholder 2', 'type="body" idx="1"', '', notes.split('\n'))}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`;
}

export const slideLayout = `${xmlHead}<p:sldLayout ${pptxNamespaces} type="obj" preserve="1"><p:cSld name="Title and Content"><p:spTree>${treeHead}${titleShape('Click to edit Master title style')}${bodyShape(['Click to edit Master text styles'])}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`;

export const slideMaster = `${xmlHead}<p:sldMaster ${pptxNamespaces}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>${treeHead}${titleShape('Click to edit Master title style')}${shape(3, 'Text Placeholder 2', 'type="body" idx="1"', frame(838200, 1825625, 10515600, 4351338), ['Click to edit Master text styles'])}</p:spTree></p:cSld><p:clrMap ${colorMap}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle/><p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>`;

export const notesMaster = `${xmlHead}<p:notesMaster ${pptxNamespaces}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>${treeHead}${shape(3, 'Notes Placeholder 2', 'type="body" idx="1"', frame(685800, 4400550, 5486400, 3600450), ['Click to edit Master text styles'])}</p:spTree></p:cSld><p:clrMap ${colorMap}/></p:notesMaster>`;

const colors = {
  dk1: '000000',
  lt1: 'FFFFFF',
  dk2: '44546A',
  lt2: 'E7E6E6',
  accent1: '4472C4',
  accent2: 'ED7D31',
  accent3: 'A5A5A5',
  accent4: 'FFC000',
  accent5: '5B9BD5',
  accent6: '70AD47',
  hlink: '0563C1',
  folHlink: '954F72',
};
const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
const font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>';

export const theme = `${xmlHead}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office Theme"><a:themeElements><a:clrScheme name="Office">${Object.entries(
  colors,
)
  .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`)
  .join(
    '',
  )}</a:clrScheme><a:fontScheme name="Office"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${`<a:ln w="6350">${fill}</a:ln>`.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
