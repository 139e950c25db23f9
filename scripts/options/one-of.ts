import { OperatorError } from '../operator-error.ts';

/** @throws OperatorError that names the choices, unless an option is one of them. */
export function oneOf<const T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new OperatorError(`${option}: give one of ${choices.join(', ')}.`);
}
