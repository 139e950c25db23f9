import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isLoopback } from '../../src/lib/outbound-fetch.ts';

/** An error that the operator can resolve. Its message says how, and is printed without a stack trace. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/**
 * Runs a command. `--help` prints its usage instead. An OperatorError is printed and sets exit code 2.
 * @param usage command line and options
 */
export async function runCommand(usage: string, command: () => Promise<void>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  endWithNpm();
  try {
    await command();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/**
 * Sends SIGTERM to this process when npm, which started it, has ended: npm passes a signal to the shell between them, which
 * does not pass it on. The shell goes on after SIGKILL of npm, which is noticed on Linux.
 */
export function endWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  const { parent: npm } = readProcess(shell);
  const hasShell = npm !== undefined && /^npm\b/.test(readProcess(npm).commandLine);
  const timer = setInterval(() => {
    if (process.ppid === shell && (!hasShell || readProcess(shell).parent === npm)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

/**
 * Command line and parent of a process on Linux. Empty for a process that has ended, and on other systems. The parent is
 * another process after the parent has ended.
 */
export function readProcess(pid: number): { readonly commandLine: string; readonly parent?: number } {
  try {
    const [, parent = ''] = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8'), parent: Number(parent) };
  } catch {
    return { commandLine: '' };
  }
}

/**
 * Options that npm read as its own settings because `--` was missing: `npm run deploy --dry-run` would deploy. npm passes
 * them to the script as environment variables.
 * @see https://docs.npmjs.com/cli/commands/npm-run
 */
function optionsTakenByNpm({ options = {}, args = process.argv.slice(2) }: ParseArgsConfig): string[] {
  return Object.entries(options).flatMap(([name, { type }]) => {
    const value = process.env[`npm_config_${name.replaceAll('-', '_')}`] ?? '';
    const isTaken = type === 'boolean' ? value === 'true' : value !== '';
    const isGiven = args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
    if (!isTaken || isGiven) return [];
    // Of `--env eu`, npm keeps `true`.
    return type === 'boolean' ? [`--${name}`] : [`--${name} ${value === 'true' ? '…' : value}`];
  });
}

/**
 * The options of a command, parsed by `parseArgs` of Node.
 * @throws OperatorError of one line: the wrong option, and the options that exist
 */
export function readOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  const taken = optionsTakenByNpm(config);
  if (taken.length > 0) {
    const script = process.env['npm_lifecycle_event'] ?? 'SCRIPT';
    throw new OperatorError(
      `npm took ${taken.join(' and ')} for itself, so nothing was done. Write options after two hyphens: npm run ${script} -- ${taken.join(' ')}`,
    );
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // The first sentence. Node's advice about arguments that begin with a hyphen follows it.
    const [reason] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    const options = Object.entries(config.options ?? {}).map(([name, { type }]) =>
      type === 'string' ? `--${name} …` : `--${name}`,
    );
    throw new OperatorError(`${reason}. Options: ${[...options, '--help'].join(', ')}`);
  }
}

/** @throws OperatorError with the choices when the value of an option is none of them */
export function oneOf<const T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new OperatorError(`${option}: give one of ${choices.join(', ')}.`);
}

/** @throws OperatorError when the value of an option is no integer between `min` and `max` */
export function wholeNumber(option: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (/^\d{1,15}$/.test(value) && number >= min && number <= max) return number;
  throw new OperatorError(`${option}: give a number from ${min} to ${max}.`);
}

/** @throws OperatorError when the value of an option is no https origin. http is accepted for loopback. */
export function readOrigin(option: string, value: string): URL {
  const url = URL.parse(value);
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url && isSecure && url.origin === value.replace(/\/$/, '')) return url;
  throw new OperatorError(
    `${option}: give an origin such as https://mcp.example.com, without a path (http only on loopback).`,
  );
}
