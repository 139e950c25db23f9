import { zlibSync } from 'fflate';
import { seededBytes } from '../../graph/core/seeded-random.ts';
import { png } from '../mail/attachments.ts';
import { compoundFile } from './compound-file.ts';
import { type Document, contentTypes, once, textDocument } from './document.ts';

/** A Word document with a password: a compound file around what no user can read. */
export const encryptedDocument: Document = {
  name: 'Acquisition (protected).docx',
  contentType: contentTypes.docx,
  text: () => '',
  bytes: once(() =>
    compoundFile([
      { name: 'EncryptedPackage', content: seededBytes('encrypted', 6000) },
      { name: 'EncryptionInfo', content: seededBytes('encryption-info', 4096) },
    ]),
  ),
};

const contractText =
  'Framework contract of 2003.\r\nThe rebate is 4 % from 500 units on.\r\nIt is renewed every second year.';

/** A document of Word 97: read through its conversion to PDF. */
export const legacyDocument: Document = {
  name: 'Framework contract 2003.doc',
  contentType: 'application/msword',
  text: () => contractText,
  bytes: once(() => {
    const content = new Uint8Array(4096);
    content.set([0xec, 0xa5, 0xc1, 0x00]);
    content.set(new TextEncoder().encode(contractText), 512);
    return compoundFile([
      { name: 'WordDocument', content },
      { name: '1Table', content: new Uint8Array(4096) },
    ]);
  }),
};

/** Rich text: read through its conversion to PDF. */
export const richText: Document = {
  name: 'Stand brief.rtf',
  contentType: 'application/rtf',
  text: () => 'Stand brief\r\nTwelve square metres, open on two sides.',
  bytes: once(() =>
    new TextEncoder().encode(
      '{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Calibri;}}\\f0\\fs28\\b Stand brief\\b0\\par\\fs22 Twelve square metres, open on two sides.\\par}',
    ),
  ),
};

/** A page that a user scanned: a picture, no text. */
export const scannedPdf: Document = {
  name: 'Scan of the signed lease.pdf',
  contentType: contentTypes.pdf,
  text: () => '',
  bytes: once(() => {
    const pixels = zlibSync(
      Uint8Array.from({ length: 480 * 640 }, (_, index) => (Math.floor(index / 7200) % 3 === 0 ? 40 : 250)),
      { level: 9 },
    );
    const content = 'q 595 0 0 842 0 0 cm /Im0 Do Q';
    const objects = [
      latin('<< /Type /Catalog /Pages 2 0 R >>'),
      latin('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
      latin(
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>',
      ),
      latin(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`),
      Uint8Array.of(
        ...latin(
          `<< /Type /XObject /Subtype /Image /Width 480 /Height 640 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length ${pixels.length} >>\nstream\n`,
        ),
        ...pixels,
        ...latin('\nendstream'),
      ),
    ];
    let bytes = latin('%PDF-1.4\n');
    const offsets = objects.map((object, index) => {
      const offset = bytes.length;
      bytes = Uint8Array.of(...bytes, ...latin(`${index + 1} 0 obj\n`), ...object, ...latin('\nendobj\n'));
      return offset;
    });
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    return Uint8Array.of(
      ...bytes,
      ...latin(
        `xref\n0 6\n0000000000 65535 f \n${rows}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${bytes.length}\n%%EOF\n`,
      ),
    );
  }),
};

const board =
  '<html><head><title>Launch board</title></head><body><h1>Launch board</h1><ul><li>Lamps ordered</li><li>Venue booked</li></ul><table><tr><th>Who</th><th>Until</th></tr><tr><td>Alex</td><td>22 January</td></tr></table></body></html>';

/** A Loop component: binary content, and HTML for `format=html`. */
export const loopComponent: Document = {
  name: 'Launch board.loop',
  contentType: 'application/octet-stream',
  text: () => 'Launch board Lamps ordered Venue booked Alex 22 January',
  html: () => board,
  bytes: () => seededBytes('loop', 2048),
};

/** A file that the malware scanner flagged. Harmless content. */
export const flaggedFile = textDocument(
  'Invoice 9981.pdf.txt',
  contentTypes.txt,
  'This file was flagged by the scanner.\r\n',
);

/** Nothing at all. */
export const emptyFile = textDocument('Empty.txt', contentTypes.txt, '');

/** A picture. */
export const teamPhoto: Document = {
  name: 'Team photo.png',
  contentType: contentTypes.png,
  text: () => '',
  bytes: once(() => png(120, 80, [0x2f, 0x54, 0x96])),
};

export const storeFront: Document = { ...teamPhoto, name: 'Store front.png' };

/** Structured text. */
export const shopFeed = textDocument(
  'Shop feed.json',
  'application/json',
  JSON.stringify(
    {
      shop: 'Tailspin Toys',
      shelves: [
        { city: 'Łódź', centimetres: 80 },
        { city: 'München', centimetres: 60 },
      ],
    },
    undefined,
    1,
  ),
);
export const stockFeed = textDocument(
  'Stock.xml',
  'application/xml',
  '<?xml version="1.0" encoding="UTF-8"?>\n<stock><item sku="HALO-1"><count>412</count></item><item sku="HALO-M"><count>87</count></item></stock>\n',
);

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
