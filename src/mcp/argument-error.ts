import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';

const printable = /[^\x20-\x7e]/g;

/** What a caller wrote, short and printable, for naming it in an error. */
function echo(text: string): string {
  return text.slice(0, 64).replace(printable, '?');
}

/** The first fault of a tool's arguments, in words that name the argument. Values are not repeated. */
export function argumentError(error: z.ZodError): AppError {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const argument = echo(issue.keys[0] ?? '');
    return new AppError('invalid_argument', `There is no argument \`${argument}\`. Leave it out.`, {
      argument,
    });
  }
  const argument = echo(issue?.path.map(String).join('.') || 'arguments');
  return new AppError('invalid_argument', `\`${argument}\`: ${issue?.message ?? 'not valid'}.`, { argument });
}
