import { strToU8, zlibSync } from 'fflate';

/** A stream object under construction. */
export interface PdfStream {
  readonly dictionary: string;
  readonly data: Uint8Array;
}

/** One object of a PDF: its source, or a stream. */
export type PdfObject = string | PdfStream;

/** A PDF file (ISO 32000-1) from its objects, numbered from 1; the first one is the catalogue. */
export function buildPdfFile(objects: readonly PdfObject[], trailer = ''): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const add = (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.length;
  };
  add(strToU8('%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n', true));
  const offsets = objects.map((object, index) => {
    const offset = length;
    add(strToU8(`${index + 1} 0 obj\n`));
    if (typeof object === 'string') {
      add(strToU8(object, true));
    } else {
      add(strToU8(`<< ${object.dictionary} /Length ${object.data.length} >>\nstream\n`));
      add(object.data);
      add(strToU8('\nendstream'));
    }
    add(strToU8('\nendobj\n'));
    return offset;
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  add(strToU8(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`));
  add(
    strToU8(
      `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A compressed stream. */
export function flate(content: string | Uint8Array, dictionary = ''): PdfStream {
  const data = zlibSync(typeof content === 'string' ? strToU8(content, true) : content, { level: 9 });
  return { dictionary: `/Filter /FlateDecode ${dictionary}`, data };
}

function showLines(lines: readonly string[]): string {
  const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`);
  return `BT /F1 11 Tf 14 TL 72 760 Td ${shown.join('\n')} ET`;
}

/** A PDF with one page for each list of lines, Latin-1 text, and `content` streams in their place where given. */
export function buildPdf(
  pages: readonly (readonly string[] | PdfStream)[],
  rest: { readonly title?: string; readonly objects?: readonly PdfObject[] } = {},
): Uint8Array {
  const first = 4;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`);
  const objects: PdfObject[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  for (const [index, page] of pages.entries()) {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
      'data' in page ? page : flate(showLines(page)),
    );
  }
  objects.push(...(rest.objects ?? []));
  if (rest.title === undefined) return buildPdfFile(objects);
  objects.push(`<< /Title (${rest.title}) >>`);
  return buildPdfFile(objects, `/Info ${objects.length} 0 R`);
}
