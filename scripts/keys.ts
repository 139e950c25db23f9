/**
 * `npm run -s keys -- new | add | promote | retire`: prints the next value of SEAL_KEYS on standard output and the next
 * step of the rotation on standard error. The current value is read from standard input or `--file`, never from an
 * argument, which other processes can see.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OperatorError, oneOf, readOptions, runCommand } from './lib/command-line.ts';
import { type KeyRingStep, changeKeyRing } from './lib/key-ring-rotation.ts';

const usage = `npm run -s keys -- STEP [--id ID] [--file FILE]

  new       create a key ring with one key
  add       add a key that opens sealed data but does not seal yet
  promote   make the newest key, or --id, the primary key, which seals
  retire    remove the oldest key that is not the primary key, or --id

All steps but new read the current key ring from standard input or --file.`;

const steps: readonly KeyRingStep[] = ['new', 'add', 'promote', 'retire'];

await runCommand(usage, async () => {
  const { positionals, values } = readOptions({
    allowPositionals: true,
    options: { id: { type: 'string' }, file: { type: 'string' } },
  });
  const [name = '', further] = positionals;
  const step = oneOf('STEP', further === undefined ? name : '', steps);
  try {
    const current = step === 'new' ? '' : readFileSync(values.file ?? process.stdin.fd, 'utf8').trim();
    const { ring, nextStep } = changeKeyRing(step, current, values.id, randomBytes(32));
    process.stdout.write(`${ring}\n`);
    console.error(nextStep);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    // The stack of another error could contain the key ring.
    throw new OperatorError(
      `The key ring cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`,
    );
  }
});
