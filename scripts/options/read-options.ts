import { parseArgs, type ParseArgsConfig } from 'node:util';
import { OperatorError } from '../operator-error.ts';

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
