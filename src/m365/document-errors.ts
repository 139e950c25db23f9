import { DocumentError, type DocumentErrorCode } from 'document-text';
import { AppError, type AppErrorCode } from '../lib/app-error.ts';

const codes: Readonly<Record<DocumentErrorCode, AppErrorCode>> = {
  unsupported: 'unsupported_content',
  damaged: 'unreadable_content',
  protected: 'protected_content',
  too_large: 'too_large',
};

/**
 * Awaits the reading of a document and translates its `DocumentError`.
 * @throws AppError `unsupported_content`, `unreadable_content`, `protected_content`, `too_large`
 */
export async function withAppErrors<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const next = error.nextPage === undefined ? '' : ` Continue with startPage ${error.nextPage}.`;
    throw new AppError(codes[error.code], error.message + next, {}, { cause: error });
  }
}
