import { DocumentError } from '../errors.ts';
import { type UnsanitizedDocument, truncatedNote } from '../document.ts';
import { readDocx } from '../docx/docx.ts';
import { readPptx } from '../pptx/pptx.ts';
import { readXlsx } from '../xlsx/xlsx.ts';
import { ZipArchive, encryptedArchive } from '../zip/archive.ts';
import { readPackageLabels } from './labels.ts';
import { OoxmlPackage } from './package.ts';

type PartReader = (source: OoxmlPackage, mainPart: string) => Promise<UnsanitizedDocument>;

/** By a substring of the content type of the main part; by its folder if content types are missing. */
const readers: readonly (readonly [type: string, folder: string, read: PartReader])[] = [
  ['wordprocessingml', 'word/', readDocx],
  ['ms-word', 'word/', readDocx],
  ['spreadsheetml', 'xl/', readXlsx],
  ['ms-excel', 'xl/', readXlsx],
  ['presentationml', 'ppt/', readPptx],
  ['ms-powerpoint', 'ppt/', readPptx],
];

async function mainContentType(source: OoxmlPackage, mainPart: string): Promise<string> {
  let type = '';
  await source.scan('[Content_Types].xml', {
    open(name, attributes) {
      const part = attributes.get('PartName')?.toLowerCase();
      if (name === 'Override' && part === `/${mainPart.toLowerCase()}`)
        type = attributes.get('ContentType') ?? '';
    },
    close() {},
    text() {},
  });
  return type.toLowerCase();
}

function unsupported(format: string): DocumentError {
  return new DocumentError('unsupported', `The file is ${format}, whose text cannot be read here.`);
}

/**
 * Reads a Word, Excel or PowerPoint document (ECMA-376), including templates and macro-enabled documents.
 * @throws DocumentError `unsupported` for other archives; `damaged`, `too_large`, `protected`
 */
export async function readOfficeDocument(bytes: Uint8Array): Promise<UnsanitizedDocument> {
  const archive = new ZipArchive(bytes);
  const source = new OoxmlPackage(archive);
  const mainPart = archive.has('_rels/.rels') ? await source.related('', 'officeDocument') : undefined;
  if (mainPart === undefined) {
    if (archive.has('mimetype')) throw unsupported('an OpenDocument or e-book file');
    if (archive.hasEncryptedPart) throw encryptedArchive();
    throw new DocumentError(
      'unsupported',
      'The file is a zip archive but not an Office document. Its files cannot be read here: ask for them one by one.',
    );
  }
  const type = await mainContentType(source, mainPart);
  if (type.includes('.binary.')) throw unsupported('a binary Excel workbook (xlsb)');
  const reader = readers.find(([word, folder]) =>
    type === '' ? mainPart.startsWith(folder) : type.includes(word),
  );
  if (!reader) throw unsupported('an Office file of another format');
  // Before the text, which can spend the budget.
  const labels = await readPackageLabels(source);
  const title = await source.title();
  const document = await reader[2](source, mainPart);
  return {
    ...document,
    labels,
    ...(title !== undefined && { title }),
    notes: source.budget.isCut ? [...document.notes, truncatedNote] : document.notes,
  };
}
