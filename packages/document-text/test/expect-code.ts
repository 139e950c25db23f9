import { expect } from 'vitest';
import { AppError, type AppErrorCode } from '../../../src/lib/app-error.ts';

/** Expects a refusal with this code, and a message that says what to do and echoes nothing long. */
export async function expectCode(run: () => unknown, code: AppErrorCode): Promise<void> {
  const error = await Promise.resolve()
    .then(run)
    .then(
      (value: unknown) => new Error(`no error but ${JSON.stringify(value)?.slice(0, 200)}`),
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(AppError);
  const { code: actual, message } = error as AppError;
  expect(`${actual}: ${message}`).toMatch(new RegExp(`^${code}: .{20,260}$`));
}
