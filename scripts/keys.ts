/**
 * `npm run -s keys -- new | add | promote | retire`: the next value of SEAL_KEYS on standard output, and what it means on
 * standard error. The present value comes on standard input, or with `--file`: never as an argument, which others see.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changeKeyRing, type KeyRingStep } from './keys/change-key-ring.ts';
import { OperatorError } from './operator-error.ts';

const usage = `npm run -s keys -- STEP [--id ID] [--file FILE]

  new       a ring with one key
  add       a further key that opens and does not seal yet
  promote   the newest key, or --id, seals from now on
  retire    the oldest key that does not seal, or --id, is gone

All but new read the present ring from standard input, or from --file.`;

const steps: readonly KeyRingStep[] = ['new', 'add', 'promote', 'retire'];

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { id: { type: 'string' }, file: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const step = steps.find((name) => name === positionals[0]);
  if (step === undefined || positionals.length > 1 || values.help) throw new OperatorError(usage);
  const present = step === 'new' ? '' : readFileSync(values.file ?? process.stdin.fd, 'utf8').trim();
  const { ring, says } = changeKeyRing(step, present, values.id, randomBytes(32));
  process.stdout.write(`${ring}\n`);
  console.error(says);
} catch (error) {
  const isOurs = error instanceof OperatorError;
  // Whatever else it is, a stack could quote the ring.
  console.error(
    isOurs ? error.message : `The ring cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`,
  );
  process.exitCode = 2;
}
