import { expect } from 'vitest';
import { DocumentError, type DocumentErrorCode } from '../../src/errors.ts';

/** Expects a refusal with this code, and a message that says what to do and echoes nothing long. */
export async function expectCode(run: () => unknown, code: DocumentErrorCode): Promise<void> {
  const error = await Promise.resolve()
    .then(run)
    .then(
      (value: unknown) => new Error(`no error but ${JSON.stringify(value)?.slice(0, 200)}`),
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(DocumentError);
  const { code: actual, message } = error as DocumentError;
  expect(`${actual}: ${message}`).toMatch(new RegExp(`^${code}: .{20,260}$`));
}
