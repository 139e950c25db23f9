import { OperatorError } from '../operator-error.ts';

/** @throws OperatorError unless an option is a whole number of the range, its ends included. */
export function wholeNumber(option: string, text: string, from: number, to: number): number {
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number >= from && number <= to) return number;
  throw new OperatorError(`${option}: give a number from ${from} to ${to}.`);
}
