import { type ExpectedAnswer, result, toolError } from './fault-row.ts';

/** One change of the key ring between two calls of one sign-in. */
export interface RingFaultRow {
  readonly name: string;
  /** Keys by name, the primary first: see {@link ringOf}. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether the second call goes on with the cursor of the first. */
  readonly goesOn?: true;
  readonly answer: ExpectedAnswer;
  readonly entra: number;
  readonly graph: number;
  readonly event: string;
}

const kept = { answer: result, entra: 0, graph: 1, event: 'ok cached' } as const;
const exchangedAgain = { answer: result, entra: 1, graph: 1, event: 'ok exchanged' } as const;

/** What an operator does to the key ring while people are at work. */
export const ringFaults: readonly RingFaultRow[] = [
  { ...kept, name: 'a key is added', before: ['old'], after: ['old', 'new'] },
  { ...kept, name: 'the new key is promoted', before: ['old', 'new'], after: ['new', 'old'] },
  {
    ...kept,
    name: 'the new key is promoted, and a cursor of the old key',
    before: ['old'],
    after: ['new', 'old'],
    goesOn: true,
  },
  { ...exchangedAgain, name: 'the old key is retired', before: ['old'], after: ['new'] },
  {
    ...exchangedAgain,
    name: 'a key is replaced under the same id',
    before: ['old'],
    after: ['old-with-other-bytes'],
  },
  {
    name: 'the old key is retired, and a cursor of the old key',
    before: ['old'],
    after: ['new'],
    goesOn: true,
    answer: toolError('invalid_cursor', 'Repeat the search'),
    // What is no good is refused before anything is asked.
    entra: 0,
    graph: 0,
    event: 'failed invalid_cursor',
  },
];

const material: Readonly<Record<string, string>> = {
  old: `old:${Buffer.alloc(32, 1).toString('base64')}`,
  new: `new:${Buffer.alloc(32, 2).toString('base64')}`,
  'old-with-other-bytes': `old:${Buffer.alloc(32, 3).toString('base64')}`,
};

/** `SEAL_KEYS` of a ring. */
export function ringOf(names: readonly string[]): string {
  return names.map((name) => material[name]).join(',');
}
