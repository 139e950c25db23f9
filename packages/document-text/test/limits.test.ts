import { describe, expect, it } from 'vitest';
import { hostileDocuments } from './samples/hostile-documents.ts';
import { expectCode } from './support/expect-code.ts';
import { truncatedNote } from '../src/document.ts';
import { longDocuments } from './samples/long-documents.ts';
import { readWhole } from './support/read-whole.ts';

// Read without the bounds, most of these take minutes or more memory than there is.
describe('documents made to exhaust CPU or memory', () => {
  it.each(hostileDocuments.map((document) => [document.name, document] as const))(
    'stop within the limits: %s',
    async (_, { file, ends, make }) => {
      const bytes = make();
      if (ends === 'cut') expect((await readWhole(bytes, { name: file })).notes).toContain(truncatedNote);
      else if (typeof ends === 'string') await expectCode(() => readWhole(bytes, { name: file }), ends);
      else expect((await readWhole(bytes, { name: file })).text.replaceAll(/\s+/g, '')).toBe(ends.text);
    },
  );
});

describe('long genuine documents', () => {
  it.each(longDocuments.map((document) => [document.name, document] as const))(
    'are read to the end: %s',
    async (_, { file, make }) => {
      expect((await readWhole(make(), { name: file })).notes).toEqual([]);
    },
  );
});
