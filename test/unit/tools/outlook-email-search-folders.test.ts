import { describe, expect, it } from 'vitest';
import type { FakeResponse } from './fake-graph.ts';
import { page, run } from './mail-search.ts';

describe('outlook_email_search in a folder', () => {
  describe('folderName', () => {
    const folders: Record<string, { id: string; displayName: string; childFolderCount: number }[]> = {
      '/me/mailFolders': [
        ...Array.from({ length: 14 }, (_, index) => ({
          id: `top${index}`,
          displayName: `Folder ${index}`,
          childFolderCount: index === 13 ? 1 : 0,
        })),
        { id: 'in', displayName: 'Skrzynka odbiorcza', childFolderCount: 2 },
      ],
      '/me/mailFolders/inbox/childFolders': [{ id: 'clients', displayName: 'Clients', childFolderCount: 1 }],
      '/me/mailFolders/in/childFolders': [
        { id: 'clients', displayName: 'Clients', childFolderCount: 1 },
        { id: 'apar', displayName: 'AP/AR', childFolderCount: 0 },
      ],
      '/me/mailFolders/top13/childFolders': [{ id: 'clients2', displayName: 'Clients', childFolderCount: 0 }],
      '/me/mailFolders/clients/childFolders': [
        { id: 'north', displayName: 'Northwind ', childFolderCount: 0 },
      ],
    };
    const answer: FakeResponse = ({ path }) =>
      path.endsWith('/messages') ? page() : { value: folders[path] ?? [] };

    it.each([
      // The last request but one looks for the same name one level below.
      ['folder 12', 'top12', 'Folder 12', 3],
      ['Skrzynka odbiorcza', 'in', 'Skrzynka odbiorcza', 3],
      ['Inbox/Clients', 'clients', 'Inbox/Clients', 3],
      ['inbox\\clients\\northwind', 'north', 'inbox/Clients/Northwind', 3],
      ['Northwind', 'north', 'Skrzynka odbiorcza/Clients/Northwind', 4],
      ['Clients/Northwind', 'north', 'Skrzynka odbiorcza/Clients/Northwind', 4],
      ['AP/AR', 'apar', 'Skrzynka odbiorcza/AP/AR', 4],
    ])('%s', async (folderName, id, path, roundTrips) => {
      const { context, result } = run({ folderName }, answer);
      const { folder } = await result;
      expect(folder).toBe(path);
      expect(context.graph.requests.at(-1)?.path).toBe(`/me/mailFolders/${id}/messages`);
      expect(context.graph.roundTrips).toBe(roundTrips);
    });

    it('names other folders with the same name', async () => {
      const { folder, page } = await run({ folderName: 'clients' }, answer).result;
      expect(folder).toBe('Folder 13/Clients');
      expect(page?.note).toBe('Other folders with this name: Skrzynka odbiorcza/Clients.');
    });

    it('names a folder with the same name one level below', async () => {
      const lists: Record<string, object[]> = {
        '/me/mailFolders': [
          { id: 'in', displayName: 'Inbox', childFolderCount: 1 },
          { id: 'clients', displayName: 'Clients', childFolderCount: 0 },
        ],
        '/me/mailFolders/in/childFolders': [{ id: 'below', displayName: 'Clients', childFolderCount: 0 }],
      };
      const { context, result } = run({ folderName: 'clients' }, ({ path }) =>
        path.endsWith('/messages') ? page() : { value: lists[path] ?? [] },
      );
      const { folder, page: shown } = await result;
      expect(folder).toBe('Clients');
      expect(shown?.note).toBe('Other folders with this name: Inbox/Clients.');
      expect(context.graph.roundTrips).toBe(3);
    });

    it('follows the pages of a long list of folders', async () => {
      const { result } = run({ folderName: 'Late' }, ({ path, query }) => {
        if (path.endsWith('/messages')) return page();
        return query?.['$skip'] === '250'
          ? { value: [{ id: 'late', displayName: 'Late', childFolderCount: 0 }] }
          : { value: [], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/mailFolders?$skip=250' };
      });
      expect((await result)['folder']).toBe('Late');
    });

    it.each([
      ['there is none', (): unknown => ({ value: [] }), 'There is no mail folder with this name'],
      [
        'the walk goes on and on',
        ({ path }: { path: string }): unknown => ({
          value: [{ id: `${path.length}`, displayName: 'x', childFolderCount: 1 }],
        }),
        'None of the first 1,000',
      ],
    ])('fails with not_found when %s', async (_, answer, text) => {
      await expect(run({ folderName: 'Nowhere' }, answer as FakeResponse).result).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(text),
        details: { argument: 'folderName' },
      });
    });
  });
});
