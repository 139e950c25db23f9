import { buildPdfFile, flate, type PdfObject, type PdfStream } from '../support/pdf-builder.ts';

const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/** One page of this content, with a font as object 3 and further objects from number 6 on. */
export function onePage(
  content: PdfStream,
  font = helvetica,
  rest: readonly PdfObject[] = [],
  resources = '',
): Uint8Array {
  return buildPdfFile([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    font,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> ${resources} >> /Contents 5 0 R >>`,
    content,
    ...rest,
  ]);
}

function form(content: string, xobjects = ''): PdfStream {
  const resources = `/Resources << /Font << /F1 3 0 R >> /XObject << ${xobjects} >> >>`;
  return flate(content, `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${resources}`);
}

/** Letters that are drawn one by one, each somewhere else. */
export function manyPieces(count: number): string {
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const letter = () => String.fromCharCode(0x61 + next(26));
  return Array.from(
    { length: count },
    () => `BT /F1 9 Tf ${next(500)} ${next(800)} Td (${letter()}) Tj ET\n`,
  ).join('');
}

/** Forms that each draw ten others, level by level: every level draws ten times as much. */
export function nestedForms(levels: number, leaf: string): Uint8Array {
  const names = (level: number) =>
    Array.from({ length: 10 }, (_, index) => `/X${index} ${6 + level * 10 + index} 0 R`).join(' ');
  const draw = Array.from({ length: 10 }, (_, index) => `/X${index} Do`).join('\n');
  const forms = Array.from({ length: levels * 10 }, (_, index) => {
    const level = Math.floor(index / 10);
    return level === levels - 1 ? form(leaf) : form(draw, names(level + 1));
  });
  return onePage(flate(draw), undefined, forms, `/XObject << ${names(0)} >>`);
}

/** A form that draws itself between two letters of its own. */
export function selfDrawingForm(): Uint8Array {
  const own = form('BT /F1 9 Tf 20 20 Td (y) Tj ET /X Do', '/X 6 0 R');
  const content = 'BT /F1 9 Tf 9 20 Td (x) Tj ET /X Do BT /F1 9 Tf 30 20 Td (x) Tj ET';
  return onePage(flate(content), undefined, [own], '/XObject << /X 6 0 R >>');
}

/** A page with a composite font: what its descendant (object 6) has, further objects from number 7 on. */
export function composite(descendant: string, rest: readonly PdfObject[], font = ''): Uint8Array {
  return onePage(
    flate('BT /F1 11 Tf 72 700 Td <0001> Tj ET'),
    `<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H ${font} /DescendantFonts [6 0 R] >>`,
    [`<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A ${descendant} >>`, ...rest],
  );
}

/** A TrueType font of 68 bytes whose character map claims four billion characters. */
export function endlessFont(): Uint8Array {
  const bytes = new Uint8Array(68);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x00010000);
  view.setUint16(4, 1);
  view.setUint32(12, 0x636d6170);
  view.setUint32(20, 28);
  view.setUint32(24, 40);
  view.setUint16(30, 1);
  view.setUint16(32, 3);
  view.setUint16(34, 10);
  view.setUint32(36, 12);
  view.setUint16(40, 12);
  view.setUint32(44, 28);
  view.setUint32(52, 1);
  view.setUint32(60, 0xfffffff0);
  return bytes;
}
