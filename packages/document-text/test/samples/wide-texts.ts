import { strToU8 } from 'fflate';
import { buildCompoundFile, wide } from '../support/compound-builder.ts';
import type { HostileDocument } from './hostile-document.ts';

const bytesOfText = 4_990_000;
const latin = 'Some words of a sentence, which are as long as others. ';
const cyrillic = 'Несколько слов предложения, таких же длинных, как и другие. ';

/** Repeats a paragraph up to the length of a text that is read to its end. */
function fill(paragraph: string, bytes = bytesOfText): string {
  return paragraph.repeat(Math.floor(bytes / strToU8(paragraph).length));
}

interface TextForm {
  readonly name: string;
  /** With one Cyrillic character, and in Cyrillic. */
  readonly ends: readonly ['read' | 'cut', 'read' | 'cut'];
  readonly file: string;
  /** A paragraph of these words. */
  readonly paragraph: (words: string) => string;
  readonly start?: string;
}

const forms: readonly TextForm[] = [
  { name: 'Text', file: 'a.txt', ends: ['read', 'read'], paragraph: (words) => `${words.repeat(6)}\r\n\r\n` },
  { name: 'Text of one line', file: 'b.txt', ends: ['read', 'read'], paragraph: (words) => words },
  { name: 'CSV', file: 'a.csv', ends: ['read', 'read'], paragraph: (words) => `1,"${words}",2026-03-02\r\n` },
  {
    name: 'JSON',
    file: 'a.json',
    ends: ['read', 'read'],
    paragraph: (words) => `{"name":"${words}","size":1},`,
  },
  {
    name: 'HTML',
    file: 'a.html',
    ends: ['cut', 'read'],
    paragraph: (words) => `<p>${words.repeat(3)}</p>\n`,
  },
  {
    name: 'HTML of table rows',
    file: 'b.html',
    ends: ['cut', 'cut'],
    start: '<table>',
    paragraph: (words) => `<tr><td>1</td><td>${words}</td></tr>\n`,
  },
  {
    name: 'Mail of plain text',
    file: 'a.eml',
    ends: ['cut', 'cut'],
    start: 'Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    paragraph: (words) => `${words}\r\n`,
  },
  {
    name: 'Mail of one line',
    file: 'a.eml',
    ends: ['cut', 'cut'],
    start: 'Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    paragraph: (words) => words,
  },
  {
    name: 'Mail of HTML',
    file: 'b.eml',
    ends: ['cut', 'cut'],
    start: 'Subject: s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    paragraph: (words) => `<p>${words}</p>\r\n`,
  },
];

function alternatives(words: string, encode: (text: string) => string, encoding: string): string {
  const part = (type: string, text: string) =>
    `--B\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encode(text)}\r\n`;
  const plain = fill(`${words}\r\n`, 1_650_000);
  const html = fill(`<p>${words}</p>\r\n`, 1_650_000);
  return `Subject: s\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n${part('text/plain', `${plain}ш`)}${part('text/html', `${html}ш`)}--B--\r\n`;
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
}

const message = {
  '__properties_version1.0': new Uint8Array(32),
  '__substg1.0_0037001F': wide('s'),
};

/** Texts, pages and mails of up to 5 MB that V8 stores in two bytes per character because of one of them, or of all. */
export const wideTexts: readonly HostileDocument[] = [
  ...forms.flatMap(({ name, file, ends, start = '', paragraph }) => [
    {
      name: `${name} with one Cyrillic character`,
      file,
      ends: ends[0],
      make: () => strToU8(`${start}${fill(paragraph(latin))}ш`),
    },
    {
      name: `${name} in Cyrillic`,
      file,
      ends: ends[1],
      make: () => strToU8(`${start}${fill(paragraph(cyrillic))}`),
    },
  ]),
  ...(
    [
      ['8bit', (text: string) => text],
      ['base64', toBase64],
    ] as const
  ).flatMap(([encoding, encode]) => [
    {
      name: `Mail of alternatives with one Cyrillic character (${encoding})`,
      file: 'c.eml',
      ends: 'read' as const,
      make: () => strToU8(alternatives(latin, encode, encoding)),
    },
    {
      name: `Mail of alternatives in Cyrillic (${encoding})`,
      file: 'c.eml',
      ends: 'read' as const,
      make: () => strToU8(alternatives(cyrillic, encode, encoding)),
    },
  ]),
  {
    name: 'Text in UTF-16',
    file: 'a.txt',
    ends: 'read',
    make: () => wide(`\uFEFF${fill(`${latin}\r\n`, 2_400_000)}`),
  },
  {
    name: 'Text in windows-1251',
    file: 'a.txt',
    ends: 'read',
    make: () => new Uint8Array(bytesOfText).map((_, at) => (at % 60 === 59 ? 0x0a : 0xe0 + (at % 31))),
  },
  {
    name: 'Outlook message of text',
    file: 'a.msg',
    ends: 'read',
    make: () =>
      buildCompoundFile({ ...message, '__substg1.0_1000001F': wide(`${fill(`${latin}\r\n`, 2_400_000)}ш`) }),
  },
  {
    name: 'Outlook message of HTML',
    file: 'a.msg',
    ends: 'cut',
    make: () =>
      buildCompoundFile({ ...message, '__substg1.0_10130102': strToU8(`${fill(`<p>${latin}</p>\r\n`)}ш`) }),
  },
];
