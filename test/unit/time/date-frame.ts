import { expect } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import type { DateFrame } from '../../../src/time/date-range.ts';
import { createZone } from '../../../src/time/time-zone.ts';

/** Tuesday, 24 November 2026, 09:30:15 in Warsaw. */
export const frame: DateFrame = {
  zone: createZone('Europe/Warsaw'),
  nowMs: Date.parse('2026-11-24T08:30:15Z'),
};
/** The error that something is refused with. */
export function refusalOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('Nothing was refused.');
}
