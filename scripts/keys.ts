/**
 * `npm run -s keys -- new | add | promote | retire`: the next value of SEAL_KEYS on standard output, and what it means on
 * standard error. The present value comes on standard input, or with `--file`: never as an argument, which others see.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OperatorError, oneOf, readOptions, runCommand } from './lib/command-line.ts';
import { type KeyRingStep, changeKeyRing } from './lib/key-ring-rotation.ts';

const usage = `npm run -s keys -- STEP [--id ID] [--file FILE]

  new       a ring with one key
  add       a further key that opens and does not seal yet
  promote   the newest key, or --id, seals from now on
  retire    the oldest key that does not seal, or --id, is gone

All but new read the present ring from standard input, or from --file.`;

const steps: readonly KeyRingStep[] = ['new', 'add', 'promote', 'retire'];

await runCommand(async () => {
  const { positionals, values } = readOptions({
    allowPositionals: true,
    options: { id: { type: 'string' }, file: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) throw new OperatorError(usage);
  const [name = '', further] = positionals;
  const step = oneOf('STEP', further === undefined ? name : '', steps);
  try {
    const present = step === 'new' ? '' : readFileSync(values.file ?? process.stdin.fd, 'utf8').trim();
    const { ring, says } = changeKeyRing(step, present, values.id, randomBytes(32));
    process.stdout.write(`${ring}\n`);
    console.error(says);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    // Whatever else it is, a stack could quote the ring.
    throw new OperatorError(`The ring cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
});
