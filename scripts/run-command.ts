import { OperatorError } from './operator-error.ts';

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
