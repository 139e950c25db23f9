import { strToU8, zipSync } from 'fflate';
import { DocumentError, findTextRanges, readDocument } from 'document-text';
import { unsafeParts } from '../../packages/document-text/test/support/unsafe-text.ts';
import { readWhole } from '../../packages/document-text/test/support/read-whole.ts';
import { fuzzCursor, fuzzToken } from './sealed-text.ts';
import type { TargetName } from './target-names.ts';

/** Runs one input. @throws Error if the input breaks a promise of the reader */
type FuzzTarget = (input: Uint8Array) => Promise<void>;

const decoder = new TextDecoder();

/** Readers of untrusted input, and of texts that an attacker can send as tokens. */
export const targets: Readonly<Record<TargetName, FuzzTarget>> = {
  zip: async (input) => {
    await readSafely(input, 'file.docx');
    await expectDocumentError(() =>
      findTextRanges({
        size: input.length,
        read: async (start, end) => input.subarray(start, end),
      }),
    );
  },
  // The first byte selects the format.
  xml: async (input) => readSafely(officePackage(input[0] ?? 0, input.subarray(1)), 'file'),
  html: async (input) => readSafely(input, 'mail.html'),
  css: async (input) => {
    const css = decoder.decode(input).replaceAll(/<\/style/gi, '');
    const attribute = css.slice(0, 200).replaceAll('"', "'");
    const page = `<style>${css}</style><p class="a b" id="c" style="${attribute}">text<span lang="en">more</span></p>`;
    await readSafely(strToU8(page), 'page.html');
  },
  pdf: async (input) => readSafely(input, 'file.pdf'),
  msg: async (input) => readSafely(input, 'mail.msg'),
  eml: async (input) => readSafely(input, 'mail.eml'),
  token: async (input) => fuzzToken(decoder.decode(input)),
  cursor: async (input) => fuzzCursor(decoder.decode(input)),
};

/** Reads a document to its end. Its text must be sanitized, and a document that cannot be read is a DocumentError. */
async function readSafely(input: Uint8Array, name: string): Promise<void> {
  await expectDocumentError(async () => {
    const document = await readDocument(input, { name });
    if (document.format === 'image') return;
    const { text, title = '', notes } = await readWhole(input, { name });
    for (const shown of [text, title, ...notes]) {
      const found = unsafeParts(shown);
      if (found.length > 0) throw new Error(`Unsafe text: ${found.join(', ')}.`);
    }
  });
}

async function expectDocumentError(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
  }
}

/** A package of the format that a byte selects, with the input as its main part. */
function officePackage(selector: number, main: Uint8Array): Uint8Array {
  const [part = '', type = ''] = officeParts[selector % officeParts.length] ?? [];
  return zipSync(
    {
      '[Content_Types].xml': strToU8(
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${type}"/></Types>`,
      ),
      '_rels/.rels': strToU8(relationships('r1', 'officeDocument', part)),
      ...(part === 'xl/workbook.xml'
        ? {
            [part]: strToU8(
              '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            ),
            'xl/_rels/workbook.xml.rels': strToU8(relationships('r1', 'worksheet', 'worksheets/sheet1.xml')),
            'xl/worksheets/sheet1.xml': main,
          }
        : { [part]: main }),
    },
    { level: 0 },
  );
}

const officeParts = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'],
] as const;

function relationships(id: string, type: string, target: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
}

export const { zip, xml, html, css, pdf, msg, eml, token, cursor } = targets;
