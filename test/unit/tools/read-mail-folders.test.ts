import { describe, expect, it } from 'vitest';
import { shortHash } from '../../../src/lib/short-hash.ts';
import { messageId, run, shortMessage } from './read-resource-fixture.ts';

const receivedDateTime = '2026-11-20T08:00:00Z';
const message = { id: messageId, receivedDateTime };

describe('read_resource with a mail folder', () => {
  describe('mail folders', () => {
    it('lists folders by their path', async () => {
      const { entries } = await run({ uri: 'mail:///folders/' }, () => ({
        value: [{ displayName: 'Oferty 50%', childFolderCount: 2, unreadItemCount: 0, totalItemCount: 7 }],
      })).result;
      expect(entries).toEqual([
        { uri: 'mail:///folders/Oferty%2050%25', name: 'Oferty 50%', messages: 7, folders: 2 },
      ]);
    });

    it('lists no folder without a name, and no negative number of messages', async () => {
      const { entries } = await run({ uri: 'mail:///folders/' }, () => ({
        value: [
          { displayName: null, totalItemCount: 3 },
          { displayName: 'Offers', totalItemCount: -5 },
        ],
      })).result;
      expect(entries).toEqual([{ uri: 'mail:///folders/Offers', name: 'Offers', messages: 0 }]);
    });

    it.each([
      [1, undefined, 2],
      [3, 50, 1],
    ])('lists messages, page %d', async (startPage, $skip, lists) => {
      const { context, result } = run({ uri: 'mail:///folders/inbox', startPage }, ({ path }) =>
        path.endsWith('/messages')
          ? { value: [{ ...message, subject: 'Hi' }], '@odata.nextLink': 'https://x.example/' }
          : path.endsWith('/childFolders')
            ? { value: [{ displayName: 'Clients', totalItemCount: 3 }] }
            : { displayName: 'Posteingang', totalItemCount: 99, unreadItemCount: 4 },
      );
      const { entries, facts, note, page } = await result;
      expect(entries).toMatchObject([{ uri: shortMessage, subject: 'Hi' }]);
      expect(facts).toMatchObject({ messages: 99, unread: 4 });
      expect(note).toBe('There are more: continue with page.cursor.');
      expect(page?.next).toMatchObject({ page: startPage + 1, key: { atMs: Date.parse(receivedDateTime) } });
      const queries = context.graph.requests.filter(({ path }) => /messages$|childFolders$/.test(path));
      expect(queries).toHaveLength(lists);
      expect(queries.find(({ path }) => path.endsWith('/messages'))?.query?.['$skip']).toBe($skip);
    });

    it('continues by time with a cursor, without the messages of earlier pages', async () => {
      const other = { ...message, id: `${messageId}x` };
      const key = { atMs: Date.parse(receivedDateTime), seen: [shortHash(messageId)] };
      const { context, result } = run(
        { uri: 'mail:///folders/inbox' },
        ({ path }) => (path.endsWith('/messages') ? { value: [message, other] } : { value: [] }),
        undefined,
        { page: 2, key },
      );
      expect(await result).toMatchObject({ entries: [{}], page: { shown: 1, next: undefined } });
      const request = context.graph.requests.find(({ path }) => path.endsWith('/messages'));
      expect(request?.query).toMatchObject({
        $filter: 'receivedDateTime lt 2026-11-20T08:00:01Z',
        $top: 26,
        $skip: undefined,
      });
    });
  });
});
