import { describe, expect, it } from 'vitest';
import { messageId, run, shortMessage } from './read-resource-fixture.ts';

describe('read_resource with a mail folder', () => {
  describe('mail folders', () => {
    it('lists folders by their path', async () => {
      const { entries } = await run({ uri: 'mail:///folders/' }, () => ({
        value: [{ displayName: 'Oferty 50%', childFolderCount: 2, unreadItemCount: 0, totalItemCount: 7 }],
      })).result;
      expect(entries).toEqual([{ uri: 'mail:///folders/Oferty%2050%25', messages: 7, folders: 2 }]);
    });

    it.each([
      [1, undefined, 2],
      [3, 50, 1],
    ])('lists messages, page %d', async (startPage, $skip, lists) => {
      const { context, result } = run({ uri: 'mail:///folders/inbox', startPage }, ({ path }) =>
        path.endsWith('/messages')
          ? { value: [{ id: messageId, subject: 'Hi' }], '@odata.nextLink': 'https://x.example/' }
          : path.endsWith('/childFolders')
            ? { value: [{ displayName: 'Clients', totalItemCount: 3 }] }
            : { displayName: 'Posteingang', totalItemCount: 99, unreadItemCount: 4 },
      );
      const { entries, facts, note } = await result;
      expect(entries).toMatchObject([{ uri: shortMessage, subject: 'Hi' }]);
      expect(facts).toMatchObject({ messages: 99, unread: 4 });
      expect(note).toBe(`There are more: continue with startPage ${startPage + 1}.`);
      const queries = context.graph.requests.filter(({ path }) => /messages$|childFolders$/.test(path));
      expect(queries).toHaveLength(lists);
      expect(queries.find(({ path }) => path.endsWith('/messages'))?.query?.['$skip']).toBe($skip);
    });
  });
});
