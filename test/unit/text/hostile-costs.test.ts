import { describe, expect, it } from 'vitest';
import { hostileDocuments } from '../../bench/text/hostile-documents.ts';
import { expectCode } from './expect-code.ts';
import { readWhole } from './read-whole.ts';

// Read without the bounds, most of these take minutes or more memory than there is.
describe('documents that are made to use up processor or memory', () => {
  it.each(hostileDocuments.map((document) => [document.name, document] as const))(
    '%s',
    { timeout: 30_000 },
    async (_, { file, ends, make }) => {
      const bytes = make();
      if (typeof ends === 'string') await expectCode(() => readWhole(bytes, { name: file }), ends);
      else expect((await readWhole(bytes, { name: file })).text.replaceAll(/\s+/g, '')).toBe(ends.text);
    },
  );
});
