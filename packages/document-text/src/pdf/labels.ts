import { DocumentError } from '../errors.ts';
import { LabelCollector, type SensitivityLabel } from '../sensitivity-labels.ts';
import type { PdfFile } from './file.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue, arrayOf } from './objects.ts';
import { decodeTextString, readTextString } from './text-string.ts';

const maxValueBytes = 1024;
const maxMetadataBytes = 1024 ** 2;
const maxAttachments = 100;

/** The labels in the document information and the XMP metadata. */
export async function readPdfLabels(file: PdfFile): Promise<readonly SensitivityLabel[]> {
  const collector = new LabelCollector();
  for (const info of file.trailer('Info')) {
    const owner = info instanceof PdfReference ? info.number : 0;
    for (const [key, value] of file.dictionary(info)) {
      if (!/^MSIP_Label_/i.test(key)) continue;
      collector.addProperty(key, await readTextString(file, value, owner, maxValueBytes));
    }
  }
  for (const root of file.trailer('Root')) {
    collector.addText(await readMetadata(file, file.get(file.dictionary(root).get('Metadata'))));
  }
  return collector.labels();
}

async function readMetadata(file: PdfFile, metadata: PdfValue): Promise<string> {
  if (!(metadata instanceof PdfStream)) return '';
  try {
    return new TextDecoder().decode(await file.read(metadata, maxMetadataBytes));
  } catch (error) {
    if (error instanceof DocumentError) return '';
    throw error;
  }
}

/**
 * Whether the file only wraps an encrypted PDF, which is attached to it: its pages say that the document is protected.
 * Microsoft Purview protects PDFs in this way.
 * @see ISO 32000-2, 7.6.7
 */
export function isEncryptedWrapper(file: PdfFile): boolean {
  const root = file.dictionary(file.trailer('Root')[0]);
  const associated = arrayOf(file.get(root.get('AF')));
  const attached = listNames(file, file.dictionary(file.dictionary(root.get('Names')).get('EmbeddedFiles')));
  return [...associated, ...attached].slice(0, maxAttachments).some((value) => {
    const specification = file.dictionary(value);
    return (
      file.get(specification.get('AFRelationship')) === 'EncryptedPayload' ||
      specification.has('EP') ||
      ['F', 'UF'].some((key) => hasProtectedName(file.get(specification.get(key))))
    );
  });
}

/** The values of a name tree, two levels deep. */
function listNames(file: PdfFile, tree: PdfDictionary): readonly PdfValue[] {
  const kids = arrayOf(file.get(tree.get('Kids'))).slice(0, maxAttachments);
  return [tree, ...kids.map((kid) => file.dictionary(kid))].flatMap((node) =>
    arrayOf(file.get(node.get('Names'))).filter((_, index) => index % 2 === 1),
  );
}

/** Version 1 of the wrapper has no other mark than the name of the attachment. */
function hasProtectedName(name: PdfValue): boolean {
  return (
    name instanceof Uint8Array &&
    /^MicrosoftIRMServices Protected PDF\.pdf$/i.test(decodeTextString(name.subarray(0, maxValueBytes)))
  );
}
