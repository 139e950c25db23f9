import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { echo } from './echo.ts';

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
  const fault = issue?.message ?? 'not valid';
  // What a check of our own found wrong begins with the name of the argument already.
  const rest = fault.startsWith(`${argument} `) ? fault.slice(argument.length) : `: ${fault}`;
  return new AppError('invalid_argument', `\`${argument}\`${rest}.`, { argument });
}
