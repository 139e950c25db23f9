import { AppError } from '../../../../src/lib/app-error.ts';
import { CompoundFile } from './compound-file.ts';
import type { ExtractedDocument } from '../document.ts';
import { readMsg } from './msg.ts';

/**
 * The text of a compound file, where it is a message. Others are encrypted, or of the formats before 2007.
 * @throws AppError `protected_content`, `unsupported_content`, `unreadable_content`
 */
export function readCompoundDocument(bytes: Uint8Array): ExtractedDocument {
  const { root } = new CompoundFile(bytes);
  if (root.streams.has('EncryptedPackage')) {
    throw new AppError(
      'protected_content',
      'The document is encrypted: it needs a password, or a sensitivity label protects it. Open it in Office.',
    );
  }
  if (root.streams.has('__properties_version1.0')) return readMsg(root);
  throw new AppError(
    'unsupported_content',
    'The file is in an Office format from before 2007 (doc, xls, ppt) or of another kind that cannot be read here. ' +
      'Ask for it as PDF or in a current format.',
  );
}
