import { describe, expect, it } from 'vitest';
import type { FakeResponse } from './fake-graph.ts';
import { inboxId, message, page, run } from './mail-search.ts';

const at = (day: number, hour = 8) =>
  `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;
const mail = (index: number, conversationId: string, day: number, more: Record<string, unknown> = {}) =>
  message(index, { conversationId, receivedDateTime: at(day), ...more });
const own = { from: { emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } } };

/** Three mails, of which the first was answered; the third one is older than its last answer. */
const inbox = [mail(1, 'a', 20), mail(2, 'b', 19), mail(3, 'c', 18), mail(4, 'a', 17, own)];
const sent = page(
  { conversationId: 'a', sentDateTime: at(21) },
  { conversationId: 'c', sentDateTime: at(10) },
);

describe('outlook_email_search with answered', () => {
  const answer = ({ path }: { readonly path: string }) =>
    path.includes('sentitems') ? sent : page(...inbox);

  it('returns mail without a later message of the user in its conversation, with two requests', async () => {
    const { context, result } = run({ answered: false }, answer);
    const { items, page: shown } = await result;
    expect(items).toMatchObject([{ subject: 'Budget 2' }, { subject: 'Budget 3' }]);
    expect(shown?.note).toContain('Answered means');
    expect(context.graph.requests).toHaveLength(2);
    expect(context.graph.requests[1]).toMatchObject({
      path: '/me/mailFolders/sentitems/messages',
      query: {
        $filter: 'sentDateTime ge 2026-11-17T08:00:00Z',
        $orderby: 'sentDateTime desc',
        $select: 'conversationId,sentDateTime',
      },
    });
  });

  it('returns answered mail, also with words', async () => {
    const { context, result } = run({ answered: true, query: 'budget' }, answer);
    expect((await result).items).toMatchObject([{ subject: 'Budget 1' }]);
    expect(context.graph.requests[0]?.query).toMatchObject({ $search: '"budget"' });
  });

  it('counts', async () => {
    expect((await run({ answered: false, countOnly: true }, answer).result).page?.total).toBe(2);
  });

  it('continues after the last message shown', async () => {
    const first = await run({ answered: false, limit: 1 }, answer).result;
    expect(first.items).toMatchObject([{ subject: 'Budget 2' }]);
    const older = inbox.filter(({ receivedDateTime }) => String(receivedDateTime) <= at(19));
    const second = run(
      { answered: false, limit: 1 },
      ({ path }) => (path.includes('sentitems') ? sent : page(...older)),
      undefined,
      first.page?.next,
    );
    expect((await second.result).items).toMatchObject([{ subject: 'Budget 3' }]);
  });
});

describe('outlook_email_search with subfolders', () => {
  const child = `${inboxId.slice(0, -6)}AAAB=`;
  const folders = page({ id: child, displayName: 'Clients', childFolderCount: 0 });

  it.each([
    [{ unread: true }, '$filter'],
    [{ query: 'budget' }, '$search'],
  ])('merges the lists of the folder and its subfolders, newest first (%j)', async (args, option) => {
    const { context, result } = run({ ...args, folderName: 'inbox', subfolders: true }, ({ path }) => {
      if (path.endsWith('/childFolders')) return folders;
      return path.includes('/inbox/')
        ? page(mail(1, 'a', 20, { isRead: false }), mail(2, 'b', 10, { isRead: false }))
        : page(mail(3, 'c', 15, { isRead: false, parentFolderId: child }));
    });
    expect((await result).items).toMatchObject([
      { subject: 'Budget 1' },
      { subject: 'Budget 3' },
      { subject: 'Budget 2' },
    ]);
    expect(context.graph.roundTrips).toBe(2);
    expect(Object.keys(context.graph.requests.at(-1)?.query ?? {})).toContain(option);
  });

  it('adds up the counts', async () => {
    const counted = run({ folderName: 'inbox', subfolders: true, countOnly: true }, ({ path }) =>
      path.endsWith('/childFolders')
        ? folders
        : { value: [], '@odata.count': path.includes('/inbox/') ? 3 : 4 },
    );
    expect((await counted.result).page?.total).toBe(7);
  });

  it.each([
    [{ subfolders: true }, 'subfolders'],
    [{ subfolders: true, folderName: 'inbox', query: 'x', order: 'oldest' }, 'order'],
    [{ answered: true, query: 'x', order: 'relevance' }, 'order'],
  ])('rejects %j before a request is sent', (args, argument) => {
    expect(() => run(args, () => page())).toThrow(argument);
  });
});

describe('outlook_email_search in a mailbox of another language', () => {
  it('knows the German name of Sent Items', async () => {
    const { context, result } = run({ folderName: 'Gesendete Elemente' }, () => page());
    await result;
    expect(context.graph.requests.at(-1)?.path).toBe('/me/mailFolders/sentitems/messages');
  });
});

describe('outlook_email_search with names', () => {
  const granted = ['Mail.Read', 'User.Read.All'];
  const patti = {
    id: 'a0000000-0000-4000-8000-000000000003',
    displayName: 'Patti Fernandez',
    mail: 'patti@contoso.example',
  };

  it('repeats a search without results for the person with a similar name', async () => {
    const { context, result } = run(
      { sender: 'Pati Fernandes' },
      ({ path, query }) => {
        if (path === '/users')
          return page(...(String(query?.['$search']).includes('Fernandes') ? [] : [patti]));
        return String(query?.['$filter']).includes('patti@') ? page(message(1)) : page();
      },
      granted,
    );
    const { items, page: shown } = await result;
    expect(items).toHaveLength(1);
    expect(shown?.note).toContain('Patti Fernandez <patti@contoso.example> was assumed.');
    expect(context.graph.requests.at(-1)?.query).toMatchObject({
      $filter: expect.stringContaining("from/emailAddress/address eq 'patti@contoso.example'"),
    });
  });

  const similarPatti: FakeResponse = ({ path, query }) => {
    if (path === '/users') return page(...(String(query?.['$search']).includes('Fernandes') ? [] : [patti]));
    if (!String(query?.['$filter']).includes('patti@')) return page();
    return { ...page(message(1), message(2)), '@odata.count': 7 };
  };

  it('says that the person with the similar name has more, which no cursor continues', async () => {
    const { page: shown } = await run({ sender: 'Pati Fernandes', limit: 1 }, similarPatti, granted).result;
    expect(shown).toMatchObject({ more: true, next: undefined });
    expect(shown?.note).toContain('There are more: repeat the search');
  });

  it('counts the mail of the person with a similar name', async () => {
    const { page: shown } = await run({ sender: 'Pati Fernandes', countOnly: true }, similarPatti, granted)
      .result;
    expect(shown).toMatchObject({ total: 7, note: expect.stringContaining('was assumed') });
  });

  it('says that not all matches of a folder and its subfolders were counted', async () => {
    const counted = run({ query: 'x', folderName: 'inbox', subfolders: true, countOnly: true }, ({ path }) =>
      path.endsWith('/childFolders')
        ? page({ id: `${inboxId.slice(0, -6)}AAAB=`, displayName: 'Clients', childFolderCount: 0 })
        : {
            ...page(message(1)),
            '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=x',
          },
    );
    expect((await counted.result).page?.note).toMatch(/^Only the newest 2 matches were counted/);
  });

  it('lists several senders whom a name fits', async () => {
    const other = { from: { emailAddress: { name: 'Patti Smith', address: 'patti@evil.example' } } };
    const { page: shown } = await run({ sender: 'Patti' }, () => page(message(1), message(2, other))).result;
    expect(shown?.note).toContain(
      '`sender` fits several people: Patti Fernandez <patti@contoso.example>; Patti Smith <patti@evil.example> (external).',
    );
  });

  it('searches the mail of my manager by address', async () => {
    const { context, result } = run(
      { sender: 'my manager' },
      ({ path }) => (path === '/me/manager' ? patti : page(message(1))),
      granted,
    );
    await result;
    expect(context.graph.requests[1]?.query).toMatchObject({
      $filter: expect.stringContaining("eq 'patti@contoso.example'"),
    });
  });

  it('opens the mailbox of a name, and lists the candidates when it is not clear', async () => {
    const shared = [...granted, 'Mail.Read.Shared'];
    const clear = run(
      { mailbox: 'Patti' },
      ({ path }) => (path === '/users' ? page(patti) : page(message(1))),
      shared,
    );
    await clear.result;
    expect(clear.context.graph.requests.at(-1)?.path).toBe('/users/patti%40contoso.example/messages');
    const second = { ...patti, id: 'a0000000-0000-4000-8000-000000000004', mail: 'p2@contoso.example' };
    const unclear = run({ mailbox: 'Patti' }, () => page(patti, second), shared);
    await expect(unclear.result).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('p2@contoso.example'),
      details: { argument: 'mailbox' },
    });
  });

  it('takes the address of a sender as results show it', async () => {
    const { context, result } = run({ sender: 'Patti Fernandez <patti@contoso.example>' }, () =>
      page(message(1)),
    );
    expect((await result).items).toHaveLength(1);
    expect(context.graph.requests[0]?.query).toMatchObject({
      $filter: expect.stringContaining('patti@contoso.example'),
    });
  });
});
