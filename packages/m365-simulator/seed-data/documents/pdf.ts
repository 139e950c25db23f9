import { zlibSync } from 'fflate';
import { type Document, contentTypes, once } from './document.ts';

/** A line of a page: text, or text with a size in points. Only what Windows-1252 can hold. */
export type PdfLine = string | { readonly text: string; readonly size: number };

/** A text PDF 1.7 with one standard font, a page tree, an information dictionary and a cross-reference table. */
export function pdf(
  name: string,
  title: string,
  author: string,
  pages: readonly { readonly lines: readonly PdfLine[]; readonly compressed?: boolean }[],
  properties: readonly (readonly [name: string, value: string])[] = [],
): Document {
  return {
    name,
    contentType: contentTypes.pdf,
    text: () =>
      pages
        .map((page) => page.lines.map((line) => (typeof line === 'string' ? line : line.text)).join('\n'))
        .join('\n'),
    bytes: once(() => render(title, author, pages, properties)),
  };
}

function render(
  title: string,
  author: string,
  pages: readonly { readonly lines: readonly PdfLine[]; readonly compressed?: boolean }[],
  properties: readonly (readonly [name: string, value: string])[],
): Uint8Array {
  const first = 5;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const objects: Uint8Array[] = [
    latin('<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>'),
    latin(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`),
    latin('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    join(
      latin('<< /Title '),
      literal(title),
      latin(' /Author '),
      literal(author),
      ...properties.flatMap(([name, value]) => [latin(` /${name} `), literal(value)]),
      latin(' /Producer (Contoso Document Service) /CreationDate (D:20260102030406Z) >>'),
    ),
    ...pages.flatMap((page, index) => {
      const content = pageContent(page.lines);
      const stream = page.compressed === true ? zlibSync(content, { level: 9 }) : content;
      const filter = page.compressed === true ? ' /Filter /FlateDecode' : '';
      return [
        latin(
          `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
        ),
        join(latin(`<< /Length ${stream.length}${filter} >>\nstream\n`), stream, latin('\nendstream')),
      ];
    }),
  ];
  const head = join(latin('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a));
  const offsets: number[] = [];
  const chunks = [head];
  let length = head.length;
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    const chunk = join(latin(`${index + 1} 0 obj\n`), object, latin('\nendobj\n'));
    chunks.push(chunk);
    length += chunk.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  chunks.push(
    latin(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return join(...chunks);
}

function pageContent(lines: readonly PdfLine[]): Uint8Array {
  const chunks = [latin('BT\n72 770 Td\n')];
  for (const line of lines) {
    const { text, size } = typeof line === 'string' ? { text: line, size: 11 } : line;
    chunks.push(latin(`/F1 ${size} Tf\n`), literal(text), latin(` Tj\n0 -${Math.round(size * 1.5)} Td\n`));
  }
  return join(...chunks, latin('ET'));
}

/** A string object in Windows-1252, its delimiters escaped. */
function literal(text: string): Uint8Array {
  const bytes = Array.from(text, (character) => {
    const code = windows1252.get(character) ?? character.codePointAt(0) ?? 63;
    return code > 255 ? 63 : code;
  });
  const escaped = bytes.flatMap((byte) =>
    byte === 0x28 || byte === 0x29 || byte === 0x5c ? [0x5c, byte] : [byte],
  );
  return Uint8Array.of(0x28, ...escaped, 0x29);
}

const windows1252 = new Map([
  ['\u20ac', 0x80],
  ['\u2013', 0x96],
  ['\u2014', 0x97],
  ['\u2018', 0x91],
  ['\u2019', 0x92],
  ['\u201c', 0x93],
  ['\u201d', 0x94],
  ['\u2022', 0x95],
]);

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

function join(...chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
