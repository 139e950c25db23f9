import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { expectCode } from './support/expect-code.ts';
import { buildDocx, buildPptx, buildXlsx, paragraph, shape } from './support/ooxml-builder.ts';
import { readWhole } from './support/read-whole.ts';
import { buildArchive } from './support/zip-records.ts';

const docx = buildDocx({ body: paragraph('Words'), headers: [paragraph('Head')] });
const xlsx = buildXlsx({
  sheets: [{ name: 'S', data: '<row r="1"><c t="s"><v>0</v></c><c s="1"><v>45000</v></c></row>' }],
  sharedStrings: ['<t>Words</t>'],
  styles: '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
});
const pptx = buildPptx([{ shapes: shape('Words', 'title'), notes: 'spoken' }]);

/** The package with other names and contents of its parts. */
function rewrite(bytes: Uint8Array, change: (name: string, content: string) => readonly [string, string]) {
  const parts = Object.entries(unzipSync(bytes)).map(([name, content]) => {
    const [newName, text] = change(name, strFromU8(content));
    return [newName, strToU8(text)] as const;
  });
  return zipSync(Object.fromEntries(parts));
}

const read = async (bytes: Uint8Array): Promise<string> => (await readWhole(bytes)).text;

/** ISO/IEC 29500 Strict, as Word, Excel and PowerPoint save it under "Strict Open XML". */
const strictNamespaces = [
  ['http://schemas.openxmlformats.org/officeDocument/2006/', 'http://purl.oclc.org/ooxml/officeDocument/'],
  [
    'http://schemas.openxmlformats.org/wordprocessingml/2006/',
    'http://purl.oclc.org/ooxml/wordprocessingml/',
  ],
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/', 'http://purl.oclc.org/ooxml/spreadsheetml/'],
  ['http://schemas.openxmlformats.org/presentationml/2006/', 'http://purl.oclc.org/ooxml/presentationml/'],
  ['http://schemas.openxmlformats.org/drawingml/2006/', 'http://purl.oclc.org/ooxml/drawingml/'],
] as const;

describe('readDocument of an Office file', () => {
  it.each([
    ['docx', docx, 'Words\n\nHeader: Head'],
    ['xlsx', xlsx, '## Sheet: S A1:B1\n\nWords,2023-03-15'],
    ['pptx', pptx, '## Slide 1: Words\n\nNotes: spoken'],
  ])('reads the Strict form of %s', async (_, bytes, text) => {
    const strict = rewrite(bytes, (name, content) => [
      name,
      strictNamespaces.reduce((xml, [from, to]) => xml.replaceAll(from, to), content),
    ]);
    expect(await read(strict)).toBe(text);
  });

  it.each([
    ['docm', docx, 'application/vnd.ms-word.document.macroEnabled.main+xml'],
    ['dotx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml'],
    ['dotm', docx, 'application/vnd.ms-word.template.macroEnabledTemplate.main+xml'],
    ['xlsm', xlsx, 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'],
    ['xltx', xlsx, 'application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml'],
    ['xlam', xlsx, 'application/vnd.ms-excel.addin.macroEnabled.main+xml'],
    ['pptm', pptx, 'application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml'],
    ['potx', pptx, 'application/vnd.openxmlformats-officedocument.presentationml.template.main+xml'],
    ['ppsx', pptx, 'application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml'],
  ])('reads %s', async (_, bytes, type) => {
    const other = rewrite(bytes, (name, content) => [
      name,
      content.replace(/(Override [^>]*ContentType=")[^"]*/, `$1${type}`),
    ]);
    expect(await read(other)).toContain('Words');
  });

  it('rejects xlsb', async () => {
    const binary = rewrite(xlsx, (name, content) => [
      name,
      content.replace(
        /(Override [^>]*ContentType=")[^"]*/,
        '$1application/vnd.ms-excel.sheet.binary.macroEnabled.main',
      ),
    ]);
    await expectCode(() => readWhole(binary), 'unsupported');
  });

  it.each([
    ['another folder and name', 'docs/main2.xml', 'docs/main2.xml'],
    ['a target with backslashes', 'word/document.xml', 'word\\document.xml'],
    ['an absolute target', 'word/document.xml', '/word/document.xml'],
    ['a space in its name', 'word/my document.xml', 'word/my%20document.xml'],
    ['an encoded space in its name', 'word/my%20document.xml', 'word/my%20document.xml'],
    ['letters that are not ASCII', 'word/größe.xml', 'word/gr%C3%B6%C3%9Fe.xml'],
    ['upper-case letters', 'WORD/DOCUMENT.XML', 'word/document.xml'],
  ])('finds a main part with %s', async (_, partName, target) => {
    const other = rewrite(docx, (name, content) => [
      name.replace('word/document.xml', partName),
      content
        .replaceAll('Target="word/document.xml"', `Target="${target}"`)
        .replaceAll('"/word/document.xml"', `"/${partName}"`),
    ]);
    expect(await read(other)).toContain('Words');
  });

  it('says that a zip archive is no Office document', async () => {
    await expect(readWhole(zipSync({ 'a.txt': strToU8('x') }))).rejects.toThrow(
      'The file is a zip archive but not an Office document. Its files cannot be read here: ask for them one by one.',
    );
  });

  it('says that a zip archive has a password', async () => {
    const archive = buildArchive([{ name: 'a.txt', data: strToU8('x'), flags: 1, method: 99 }]);
    await expectCode(() => readWhole(archive), 'protected');
    await expect(readWhole(archive)).rejects.toThrow('an archive with a password');
  });

  it.each([
    ['two archives, one after the other', [...docx, ...pptx]],
    ['zeros before the archive', [...new Uint8Array(512), ...docx]],
  ])('rejects %s', async (_, bytes) => {
    await expect(readWhole(Uint8Array.from(bytes))).rejects.toThrow(/damaged|unknown format/);
  });
});
