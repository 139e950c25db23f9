import { encode } from 'gpt-tokenizer/encoding/o200k_base';

/** What a step gives on, and what a person sees of it. */
export interface Shown<T> {
  readonly value: T;
  readonly shown: string;
  /** What the model pays for. */
  readonly size?: string;
}

const maxLines = 6;
const maxCharacters = 130;

/** Runs one step of the demo and prints it with its time and its size in tokens (o200k). */
export async function step<T>(title: string, run: () => Promise<Shown<T>>): Promise<T> {
  const startedMs = performance.now();
  const { value, shown, size } = await run();
  const ms = Math.round(performance.now() - startedMs);
  const cost = size === undefined ? '' : `, ${encode(size).length} tokens`;
  console.log(`\n▸ ${title}  (${ms} ms${cost})`);
  const lines = shown.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, maxLines)) {
    console.log(`    ${line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line}`);
  }
  if (lines.length > maxLines) console.log(`    … ${lines.length - maxLines} more lines`);
  return value;
}
