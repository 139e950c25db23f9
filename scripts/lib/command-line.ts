import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isLoopback } from '../../src/lib/outbound-fetch.ts';

/** Why a command cannot go on, and what the operator can do about it: shown without a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Runs what a command is for. What its operator can mend is said without a stack, and the exit code is 2. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/**
 * The options of a command, as `parseArgs` of Node reads them.
 * @throws OperatorError of one line: what is wrong, and which options there are
 */
export function readOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's advice on arguments that begin with a hyphen comes behind.
    const [problem] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    const options = Object.entries(config.options ?? {}).map(([name, { type }]) =>
      type === 'string' ? `--${name} …` : `--${name}`,
    );
    throw new OperatorError(`${problem}. Options: ${options.join(', ')}`);
  }
}

/** @throws OperatorError that names the choices, unless an option is one of them. */
export function oneOf<const T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new OperatorError(`${option}: give one of ${choices.join(', ')}.`);
}

/** @throws OperatorError unless an option is a whole number of the range, its ends included. */
export function wholeNumber(option: string, text: string, from: number, to: number): number {
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number >= from && number <= to) return number;
  throw new OperatorError(`${option}: give a number from ${from} to ${to}.`);
}

/** @throws OperatorError unless an option is an origin, of https where it is not on this machine. */
export function readOrigin(option: string, text: string): URL {
  const url = URL.parse(text);
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url && isSecure && url.origin === text.replace(/\/$/, '')) return url;
  throw new OperatorError(
    `${option}: give an origin such as https://mcp.example.com, without a path (http only on loopback).`,
  );
}
