import { describe, expect, it } from 'vitest';
import { longDocuments } from '../samples/long-documents.ts';
import { readWhole } from '../support/read-whole.ts';

describe('long genuine documents', () => {
  it.each(longDocuments.map((document) => [document.name, document] as const))(
    'are read to the end: %s',
    async (_, { file, make }) => {
      expect((await readWhole(make(), { name: file })).notes).toEqual([]);
    },
  );
});
