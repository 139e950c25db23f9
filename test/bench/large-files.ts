import { randomFillSync } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';
import type { Document } from '../../packages/m365-simulator/seed-data/documents/document.ts';
import { docx } from '../../packages/m365-simulator/seed-data/documents/docx.ts';
import { pdf } from '../../packages/m365-simulator/seed-data/documents/pdf.ts';
import { pptx } from '../../packages/m365-simulator/seed-data/documents/pptx.ts';
import { xlsx } from '../../packages/m365-simulator/seed-data/documents/xlsx.ts';

/** Kinds of large files, and the links by which they are read. */
export const largeFileLinks = Object.fromEntries(
  ['pdf', 'docx', 'pptx', 'xlsx'].map((kind) => [
    kind,
    `https://contoso-my.sharepoint.com/personal/megan_contoso_example/Documents/Large.${kind}`,
  ]),
);

const mediaBytes = 19 * 1024 * 1024;
const author = 'Megan Bowen';
const sentence = 'The quarterly report describes revenue, cost and outlook of each region in detail. ';

/** One file of about 20 MB of each kind: a long text, and images as large files have them. */
export function createLargeFiles(): readonly Document[] {
  const media = randomFillSync(new Uint8Array(mediaBytes));
  const paragraphs = (count: number) =>
    Array.from({ length: count }, (_, index) => `${index + 1}. ${sentence.repeat(4)}`);
  const rows = Array.from({ length: 20_000 }, (_, row) => [
    `Region ${row % 50}`,
    row,
    row * 1.5,
    `Note ${row % 500}`,
  ]);
  const pages = Array.from({ length: 300 }, () => ({
    lines: paragraphs(30).map((text) => text.slice(0, 90)),
  }));
  return [
    withBytes(pdf('Large.pdf', 'Large', author, pages), (bytes) => appendPdfStream(bytes, media)),
    withBytes(
      docx(
        'Large.docx',
        'Large',
        author,
        paragraphs(4000).map((text) => ({ paragraph: [text] })),
      ),
      (bytes) => addMedia(bytes, 'word/media/image1.jpeg', media),
    ),
    withBytes(
      pptx(
        'Large.pptx',
        'Large',
        author,
        paragraphs(150).map((text) => ({ title: 'Results', bullets: [text] })),
      ),
      (bytes) => addMedia(bytes, 'ppt/media/image1.jpeg', media),
    ),
    withBytes(xlsx('Large.xlsx', 'Large', author, [{ name: 'Data', rows }]), (bytes) =>
      addMedia(bytes, 'xl/media/image1.jpeg', media),
    ),
  ];
}

function withBytes(document: Document, change: (bytes: Uint8Array) => Uint8Array): Document {
  const bytes = change(document.bytes());
  return { ...document, bytes: () => bytes, text: () => sentence };
}

function addMedia(bytes: Uint8Array, name: string, media: Uint8Array): Uint8Array {
  return zipSync({ ...unzipSync(bytes), [name]: [media, { level: 0 }] }, { level: 6 });
}

/** An incremental update (ISO 32000-1, 7.5.6) with one more stream, as a scanned appendix has it. */
function appendPdfStream(bytes: Uint8Array, media: Uint8Array): Uint8Array {
  const end = Buffer.from(bytes.subarray(-2048)).toString('latin1');
  const size = Number(/\/Size (\d+)/.exec(end)?.[1]);
  const previous = Number(/startxref\s+(\d+)/.exec(end)?.[1]);
  const head = Buffer.from(`${size} 0 obj\n<< /Length ${media.length} >>\nstream\n`);
  const tail = Buffer.from('\nendstream\nendobj\n');
  const xrefAt = bytes.length + head.length + media.length + tail.length;
  const entry = `${String(bytes.length).padStart(10, '0')} 00000 n \n`;
  const xref = `xref\n${size} 1\n${entry}trailer\n<< /Size ${size + 1} /Root 1 0 R /Prev ${previous} >>\nstartxref\n${xrefAt}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([bytes, head, media, tail, Buffer.from(xref)]));
}
