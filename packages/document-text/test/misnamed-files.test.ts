import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { concatenate } from '../src/byte-builder.ts';
import { wide } from './support/compound-builder.ts';
import { readText, readWhole } from './support/read-whole.ts';

const cyrillic = Uint8Array.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2);
const japanese = Uint8Array.of(0x93, 0xfa, 0x96, 0x7b);

describe('readDocument of a text in the charset that it declares', () => {
  it.each([
    ['a meta element', '<html><head><meta charset="windows-1251"></head><body>', cyrillic, 'Привет'],
    [
      'a meta element without quotes',
      '<meta name="a" content="b"><meta charset=windows-1251 /><body>',
      cyrillic,
      'Привет',
    ],
    [
      'a meta element of HTTP',
      '<html><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><body>',
      japanese,
      '日本',
    ],
    [
      'the declaration of XHTML',
      '<?xml version="1.0" encoding="windows-1251"?><html><body>',
      cyrillic,
      'Привет',
    ],
    ['a meta element that names UTF-16', '<html><meta charset="utf-16"><body>', Uint8Array.of(0xe9), 'é'],
    ['an unknown charset', '<html><meta charset="nothing"><body>', Uint8Array.of(0xe9), 'é'],
  ])('reads HTML with %s', async (_, start, word, text) => {
    expect((await readWhole(concatenate([strToU8(start), word]), { name: 'a.html' })).text.trim()).toBe(text);
  });

  it('reads XML with a declaration', async () => {
    const start = strToU8('<?xml version="1.0" encoding="windows-1251"?><a>');
    expect((await readWhole(concatenate([start, cyrillic]), { name: 'a.xml' })).text).toContain('Привет');
  });

  it('prefers the charset of the content type', async () => {
    const bytes = concatenate([strToU8('<html><meta charset="windows-1252"><body>'), cyrillic]);
    const hint = { contentType: 'text/html; charset=windows-1251' };
    expect((await readWhole(bytes, hint)).text).toBe('Привет');
  });
});

describe('readDocument of a file with the name of another format', () => {
  it.each([
    ['a table as xls', 'a.xls', '<table border=1><tr><td>k<td>v<tr><td>1<td>2</table>', 'html', '| k | v |'],
    ['a page without html as doc', 'a.doc', '<meta charset=utf-8><p>words</p>', 'html', 'words'],
    ['a page after a comment', 'a.doc', '\uFEFF<!-- saved -->\r\n<html><p>words</p></html>', 'html', 'words'],
    [
      'XHTML',
      'a.xml',
      '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html><p>words</html>',
      'html',
      'words',
    ],
    [
      'a web archive as doc',
      'a.doc',
      'Date: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>words</p>\r\n--B--\r\n',
      'eml',
      'words',
    ],
  ])('reads %s', async (_, name, content, format, text) => {
    const document = await readWhole(strToU8(content), { name });
    expect(document.format).toBe(format);
    expect(document.text).toContain(text);
    expect(document.text).not.toContain('‹');
  });

  it('reads a page in UTF-16 without a name', async () => {
    const document = await readWhole(wide('\uFEFF<html><body><p>ш</p></body></html>'));
    expect(document).toMatchObject({ format: 'html', text: 'ш' });
  });

  it('does not count the declaration of XHTML as a hidden comment', async () => {
    const document = await readText(strToU8('<?xml version="1.0"?><html><body>x</body></html>'));
    expect(document.hidden.comments).toBe(0);
  });

  it.each([
    ['a.txt', '<p>source of a page</p>'],
    ['a.md', '<p align=center>title</p>'],
    ['a.log', 'From: here to there\n\ntext'],
    ['noname', 'note: Content-Type: text/html is a header'],
  ])('reads %s as it is: %s', async (name, content) => {
    expect((await readWhole(strToU8(content), { name })).format).not.toMatch(/html|eml/);
  });

  it.each([
    ['winmail.dat', [0x78, 0x9f, 0x3e, 0x22, 0, 0], 'winmail.dat'],
    ['smime.p7m', [0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, 0], 'S/MIME'],
    ['smime.p7m', [0x30, 0x82, 1, 0, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3, 0], 'encrypted'],
    ['mail.pst', [0x21, 0x42, 0x44, 0x4e, 0, 0], 'an Outlook data file'],
  ])('says what %s is', async (name, bytes, text) => {
    await expect(readWhole(Uint8Array.from(bytes), { name })).rejects.toThrow(text);
  });
});
