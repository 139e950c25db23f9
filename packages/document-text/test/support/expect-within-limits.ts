import { expect } from 'vitest';
import { truncatedNote } from '../../src/document.ts';
import type { HostileDocument } from '../samples/hostile-document.ts';
import { expectCode } from './expect-code.ts';
import { readWhole } from './read-whole.ts';

/** Expects that the document ends as it says. Read without the limits, most take minutes or more memory than there is. */
export async function expectWithinLimits({ file, ends, make }: HostileDocument): Promise<void> {
  const bytes = make();
  if (ends === 'read') expect((await readWhole(bytes, { name: file })).notes).toEqual([]);
  else if (ends === 'cut') expect((await readWhole(bytes, { name: file })).notes).toContain(truncatedNote);
  else if (typeof ends === 'string') await expectCode(() => readWhole(bytes, { name: file }), ends);
  else expect((await readWhole(bytes, { name: file })).text.replaceAll(/\s+/g, '')).toBe(ends.text);
}
