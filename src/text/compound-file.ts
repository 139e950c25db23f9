import { AppError } from '../lib/app-error.ts';

/** Names of streams by which a compound file shows what it is, as the directory has them: UTF-16. */
function holds(bytes: Uint8Array, name: string): boolean {
  const first = name.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let index = 1;
    while (
      index < name.length &&
      bytes[at + 2 * index] === name.charCodeAt(index) &&
      bytes[at + 2 * index - 1] === 0
    ) {
      index += 1;
    }
    if (index === name.length) return true;
  }
  return false;
}

/** The refusal of a compound file: an encrypted Office document, or one of the formats before 2007. */
export function refuseCompoundFile(bytes: Uint8Array): AppError {
  if (holds(bytes, 'EncryptedPackage')) {
    return new AppError(
      'protected_content',
      'The document is encrypted: it needs a password, or a sensitivity label protects it. Open it in Office.',
    );
  }
  const message = holds(bytes, '__properties_version1.0');
  return new AppError(
    'unsupported_content',
    message
      ? 'The file is a saved Outlook message (msg), which cannot be read here. Ask for it as eml, or read the mail itself.'
      : 'The file is in an Office format from before 2007 (doc, xls, ppt), or protected. Ask for it as PDF or in a current format.',
  );
}
