import { describe, expect, it } from 'vitest';
import { DocumentError, type DocumentErrorCode } from 'document-text';
import { AppError } from '../../../src/lib/app-error.ts';
import { withAppErrors } from '../../../src/m365/document-errors.ts';

async function translate(error: unknown): Promise<unknown> {
  const failed = async () => {
    throw error;
  };
  return withAppErrors(failed()).catch((thrown: unknown) => thrown);
}

describe('withAppErrors', () => {
  it('returns the result of a reading that succeeds', async () => {
    expect(await withAppErrors(Promise.resolve('text'))).toBe('text');
  });

  it.each<[DocumentErrorCode, string]>([
    ['unsupported', 'unsupported_content'],
    ['damaged', 'unreadable_content'],
    ['protected', 'protected_content'],
    ['too_large', 'too_large'],
  ])('translates the code %s to %s and keeps message and cause', async (code, translated) => {
    const error = new DocumentError(code, 'The file is damaged.');
    const thrown = await translate(error);
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: translated, message: 'The file is damaged.', cause: error });
  });

  it('names the page to continue with by the argument of the tool', async () => {
    const thrown = await translate(new DocumentError('too_large', 'Page 2: too large.', { nextPage: 3 }));
    expect(thrown).toMatchObject({ message: 'Page 2: too large. Continue with startPage 3.' });
  });

  it('passes other errors on unchanged', async () => {
    const error = new RangeError('unforeseen');
    expect(await translate(error)).toBe(error);
  });
});
