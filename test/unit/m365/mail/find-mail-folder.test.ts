import { expect, test } from 'vitest';
import type { GraphClient } from '../../../../src/graph/client.ts';
import { findMailFolder } from '../../../../src/m365/mail/folders.ts';
import { mailboxPaths } from '../../../../src/m365/mail/schema.ts';

test('findMailFolder stops after some pages of a list that never ends', async () => {
  let followed = 0;
  const page = { value: [], '@odata.nextLink': 'https://graph.example.com/v1.0/me/mailFolders?$skip=10' };
  const graph = {
    json: () => Promise.resolve(page),
    next: () => {
      followed += 1;
      if (followed > 100) throw new Error('It is followed without end.');
      return Promise.resolve(page);
    },
  } as unknown as GraphClient;
  await expect(findMailFolder('Clients', mailboxPaths(undefined), graph)).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('None of the first') as string,
  });
  expect(followed).toBeLessThanOrEqual(24);
});
