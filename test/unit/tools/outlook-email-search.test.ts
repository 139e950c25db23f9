import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { outlookEmailSearch } from '../../../src/tools/outlook-email-search.ts';
import type { FakeAnswer } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const inboxId =
  'AAMkAGI1M2E3NmVjLTFlMzEtNGVjYS04YzI1LTcyYWY3Yzg0NjJjYgAuAAAAAACQ2fKdGXBBR4x7ZJ4lE2eFAQAiIsqMbYjsT5e-T7KzowPTAAAAAAEMAAA=';

function message(index: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const day = String(28 - (index % 27)).padStart(2, '0');
  const counter = String.fromCharCode(65 + (index % 26));
  return {
    id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYb${counter}K-AAA`,
    subject: `Budget ${index}`,
    from: { emailAddress: { name: 'Patti Fernandez', address: 'patti@contoso.example' } },
    toRecipients: [{ emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } }],
    receivedDateTime: `2026-10-${day}T08:15:30Z`,
    bodyPreview: 'Please look at the numbers\r\nbefore Friday.',
    isRead: true,
    importance: 'normal',
    parentFolderId: inboxId,
    ...more,
  };
}

function run(
  args: Record<string, unknown>,
  answer: FakeAnswer,
  scopes?: readonly string[],
  resume?: unknown,
) {
  const context = toolContext(answer, scopes);
  const input = outlookEmailSearch.input.parse(args);
  const result = outlookEmailSearch.run(input, context, resume as never);
  return { context, result };
}

const noOptions = { $filter: undefined, $orderby: undefined, $search: undefined };

const page = (...value: unknown[]) => ({ value });

describe('outlook_email_search', () => {
  it.each([
    {
      what: 'the newest mail, where nothing is asked for',
      args: {},
      path: '/me/messages',
      query: {
        $orderby: 'receivedDateTime desc',
        $count: true,
        $top: 10,
        $filter: undefined,
        $skip: undefined,
      },
    },
    {
      what: 'dates and an exact sender by filter, the sorted property first',
      args: {
        sender: "o'neil@contoso.example",
        afterDateTime: 'yesterday',
        beforeDateTime: '2026-11-24T10:00',
        order: 'oldest',
      },
      path: '/me/messages',
      query: {
        $filter:
          "receivedDateTime ge 2026-11-22T23:00:00Z and receivedDateTime lt 2026-11-24T09:00:00Z and from/emailAddress/address eq 'o''neil@contoso.example'",
        $orderby: 'receivedDateTime asc',
      },
    },
    {
      what: 'an exact sender alone, with a date that excludes nothing',
      args: { sender: 'patti@contoso.example', offset: 40, limit: 25 },
      path: '/me/messages',
      query: {
        $filter:
          "receivedDateTime ge 1970-01-01T00:00:00Z and from/emailAddress/address eq 'patti@contoso.example'",
        $skip: 40,
        $top: 25,
      },
    },
    {
      what: 'words by search, with sender, recipient and dates in the query',
      args: {
        query: 'budget "Q4 plan"',
        sender: 'Patti',
        recipient: 'Megan',
        afterDateTime: '2026-10-01',
        beforeDateTime: '2026-11-01',
      },
      path: '/me/messages',
      query: {
        $search:
          '"(budget \\"Q4 plan\\") AND from:\\"Patti\\" AND recipients:\\"Megan\\" AND received:2026-09-30..2026-10-31"',
        $top: 10,
        $filter: undefined,
        $orderby: undefined,
      },
    },
    {
      what: 'a sender by name by search',
      args: { sender: 'Patti' },
      path: '/me/messages',
      query: { $search: '"from:\\"Patti\\""' },
    },
    {
      what: 'a recipient by search',
      args: { recipient: 'megan@contoso.example' },
      path: '/me/messages',
      query: { $search: '"recipients:\\"megan@contoso.example\\""' },
    },
    {
      what: 'a well-known folder without looking it up',
      args: { folderName: 'Sent Items', query: 'x' },
      path: '/me/mailFolders/sentitems/messages',
      query: { $search: '"x"' },
    },
    {
      what: 'a folder by id',
      args: { folderName: inboxId },
      path: `/me/mailFolders/${inboxId.replace('=', '%3D')}/messages`,
      query: {},
    },
    {
      what: 'a shared mailbox',
      args: { mailbox: 'invoices@contoso.example', query: 'x' },
      path: '/users/invoices%40contoso.example/messages',
      query: { $search: '"x"' },
    },
    {
      what: 'a shared mailbox by its other name',
      args: { mailboxOwnerEmail: 'invoices@contoso-finance.example', folderName: 'inbox' },
      path: '/users/invoices%40contoso-finance.example/mailFolders/inbox/messages',
      query: {},
    },
    {
      what: 'the own mailbox, though it is named',
      args: { mailbox: 'Megan@Contoso.example' },
      path: '/me/messages',
      query: {},
    },
    {
      what: 'the oldest of a search by sorting all of it',
      args: { query: 'x', order: 'oldest' },
      path: '/me/messages',
      query: { $search: '"x"', $top: 1000 },
    },
    {
      what: 'a place in a search by leaving out what is before',
      args: { query: 'x', offset: 30, limit: 20 },
      path: '/me/messages',
      query: { $search: '"x"', $top: 50 },
    },
  ])('asks for $what, in one request', async ({ args, path, query }) => {
    const { context, result } = run(args, () => page());
    await result;
    expect(context.graph.roundTrips).toBe(1);
    const [request] = context.graph.requests;
    expect(request?.path).toBe(path);
    expect({ ...noOptions, ...request?.query }).toMatchObject(query);
    expect(request?.query).not.toHaveProperty('body');
  });

  it('asks the search for people for the best matches', async () => {
    const { context, result } = run({ query: 'budget', order: 'relevance', offset: 25, limit: 25 }, () => ({
      value: [
        {
          hitsContainers: [
            {
              moreResultsAvailable: true,
              hits: [
                {
                  hitId: 'AAMk/AA+A=',
                  summary: 'the <c0>budget</c0> is <ddd/>',
                  resource: { subject: 'Q4', hasAttachments: true },
                },
              ],
            },
          ],
        },
      ],
    }));
    const { items, page } = await result;
    expect(context.graph.requests[0]).toMatchObject({
      path: '/search/query',
      body: {
        requests: [
          {
            entityTypes: ['message'],
            query: { queryString: 'budget' },
            from: 25,
            size: 20,
            enableTopResults: true,
          },
        ],
      },
    });
    expect(items).toEqual([
      {
        uri: 'mail:///messages/AAMk-AA_A=',
        subject: 'Q4',
        preview: 'the budget is …',
        attachments: true,
      },
    ]);
    expect(page).toMatchObject({ next: { offset: 26 } });
  });

  it('shows a message in few words', async () => {
    const answer = () =>
      page(
        message(1),
        message(2, {
          subject: '  RE: <img src=x>\u202E offer ',
          from: { emailAddress: { name: 'Eve', address: 'eve@evil.example' } },
          bodyPreview:
            'Look: https://click.evil.example/very/long?utm=1 ![x](https://a.example/b) ==========',
          isRead: false,
          hasAttachments: true,
          importance: 'high',
          isDraft: true,
        }),
        message(3, {
          from: { emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.example' } },
          toRecipients: ['a', 'b', 'c', 'd'].map((name) => ({
            emailAddress: { name, address: `${name}@contoso.example` },
          })),
          bodyPreview: '',
        }),
      );
    const { items } = await run({}, answer).result;
    expect(items).toEqual([
      {
        uri: 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbBK-AAA',
        received: '2026-10-27T09:15+01:00',
        weekday: 'Tue',
        from: 'Patti Fernandez <patti@contoso.example>',
        subject: 'Budget 1',
        preview: 'Please look at the numbers before Friday.',
      },
      {
        uri: 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbCK-AAA',
        received: '2026-10-26T09:15+01:00',
        weekday: 'Mon',
        from: 'Eve <eve@evil.example>',
        subject: 'RE: ‹img src=x› offer',
        preview: 'Look: click.evil.example !\\[x](a.example ===',
        external: true,
        unread: true,
        attachments: true,
        important: true,
        draft: true,
      },
      {
        uri: 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbDK-AAA',
        received: '2026-10-25T09:15+01:00',
        weekday: 'Sun',
        from: 'Megan Bowen <megan@contoso.example>',
        to: 'a <a@contoso.example>, b <b@contoso.example>, c <c@contoso.example> and 1 more',
        subject: 'Budget 3',
      },
    ]);
  });

  it('says back the dates as it understood them, in the zone that was asked for', async () => {
    const { result } = run({ afterDateTime: 'yesterday', timeZone: 'Pacific Standard Time' }, () =>
      page(message(0)),
    );
    const { dates, items } = await result;
    expect(dates).toBe('from Mon 2026-11-23T00:00-08:00');
    expect(items).toEqual([]);
  });

  it('applies every filter again and counts what it leaves out', async () => {
    const answer = () => ({
      value: [
        message(1, { receivedDateTime: '2026-10-05T08:00:00Z' }),
        message(2, { receivedDateTime: '2026-09-30T21:59:59Z' }),
        message(3, { receivedDateTime: '2026-10-31T23:00:00Z' }),
        message(4, {
          receivedDateTime: '2026-10-06T08:00:00Z',
          from: { emailAddress: { name: 'Pat', address: 'pat@x.example' } },
        }),
        message(5, { receivedDateTime: '2026-10-06T08:00:00Z', toRecipients: [] }),
        message(6, { receivedDateTime: '2026-10-06T08:00:00Z', parentFolderId: 'AAMkother' }),
        message(7, {
          receivedDateTime: '2026-10-06T08:00:00Z',
          toRecipients: [],
          ccRecipients: [{ emailAddress: { name: 'Mégan Bowen', address: 'x@y.example' } }],
        }),
      ],
      '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=abc',
    });
    const { items, page } = await run(
      {
        query: 'x',
        sender: 'patti',
        recipient: 'megan',
        folderName: inboxId,
        afterDateTime: '2026-10-01',
        beforeDateTime: '2026-11-01',
      },
      answer,
    ).result;
    expect(items).toMatchObject([{ subject: 'Budget 1' }, { subject: 'Budget 7' }]);
    expect(page?.note).toContain('5 results were dropped');
    expect(page?.next).toEqual({ offset: 7, after: { $skiptoken: 'abc' } });
  });

  it.each([{ query: 'x' }, {}])('ends where the link to more is null: %j', async (input) => {
    const answer = () => ({
      value: [message(1, { receivedDateTime: '2026-10-05T08:00:00Z' })],
      '@odata.nextLink': null,
    });
    const { items, page } = await run(input, answer).result;
    expect(items).toHaveLength(1);
    expect(page?.next).toBeUndefined();
  });

  it('finds a whole conversation by one mail of it, and numbers those of which there are several', async () => {
    const uri = 'mail:///messages/AAMkAGI1AAA=?owner=invoices@contoso.example';
    const { context, result } = run({ thread: uri }, ({ query }) =>
      query?.['$select'] === 'conversationId'
        ? { conversationId: "AAQk'1=" }
        : page(
            message(1, { conversationId: 'a' }),
            message(2, { conversationId: 'b' }),
            message(3, { conversationId: 'a' }),
          ),
    );
    const { items } = await result;
    expect(context.graph.requests.map(({ path, query }) => [path, query?.['$filter']])).toEqual([
      ['/users/invoices%40contoso.example/messages/AAMkAGI1AAA%3D', undefined],
      [
        '/users/invoices%40contoso.example/messages',
        "receivedDateTime ge 1970-01-01T00:00:00Z and conversationId eq 'AAQk''1='",
      ],
    ]);
    expect(items).toMatchObject([{ thread: 1 }, {}, { thread: 1 }]);
    expect(items?.[1]).toMatchObject({ thread: undefined });
  });

  it.each([{ query: 'attachment:plan' }, { query: 'plan', order: 'relevance' }])(
    'names attachments where they may be what was found: %j',
    async (args) => {
      const plans = ['Plan A.docx', 'Plan B.docx', 'Plan <x>.pdf', 'Plan C.xlsx'].map((name) => ({ name }));
      const { context, result } = run(args, ({ path }) => {
        if (path.endsWith('/attachments')) return page({ name: 'logo.png', isInline: true }, ...plans);
        const resource = message(1, { hasAttachments: true });
        return path === '/search/query'
          ? { value: [{ hitsContainers: [{ hits: [{ hitId: resource['id'], resource }] }] }] }
          : page(resource, message(2));
      });
      const { items } = await result;
      expect(items?.[0]).toMatchObject({
        attachments: ['Plan A.docx', 'Plan B.docx', 'Plan ‹x›.pdf', 'and 1 more'],
      });
      expect(context.graph.roundTrips).toBe(2);
    },
  );

  describe.each([
    ['words, newest first', { query: 'x' }, 1000],
    ['words, oldest first', { query: 'x', order: 'oldest' }, 1000],
    ['words, by relevance', { query: 'x', order: 'relevance' }, 1000],
    ['everything, newest first', {}, 1030],
    ['everything, oldest first', { order: 'oldest' }, 1030],
  ])('%s', (_, args, reached) => {
    const all = Array.from({ length: 1030 }, (_unused, index) =>
      message(index, { id: `AAMkAGI${String(index).padStart(5, '0')}AAA=` }),
    );
    const answer: FakeAnswer = ({ path, query, body }) => {
      if (path === '/search/query') {
        const { from, size } = (body as { requests: [{ from: number; size: number }] }).requests[0];
        const hits = all.slice(from, from + size).map((resource) => ({ hitId: resource['id'], resource }));
        return { value: [{ hitsContainers: [{ hits, moreResultsAvailable: from + size < all.length }] }] };
      }
      const most = query?.['$search'] === undefined ? all.length : 1000;
      const from = Number(query?.['$skip'] ?? query?.['$skiptoken'] ?? 0);
      const end = Math.min(from + Number(query?.['$top']), most);
      const token = query?.['$search'] === undefined ? '$skip' : '$skiptoken';
      const kept = new URLSearchParams({ ...query, [token]: String(end) } as Record<string, string>);
      return {
        value: all.slice(from, end),
        ...(end < most ? { '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/messages?${kept}` } : {}),
      };
    };

    it(`is paged to the ${reached}th, each once, and its end is said`, async () => {
      const uris: string[] = [];
      let next: unknown;
      let note: string | undefined;
      do {
        const result = await run({ ...args, limit: 25 }, answer, undefined, next).result;
        uris.push(...(result.items ?? []).map((item) => (item as { uri: string }).uri));
        ({ next, note } = result.page ?? {});
      } while (next !== undefined && uris.length < 2000);
      expect(new Set(uris).size).toBe(uris.length);
      expect(uris).toHaveLength(reached);
      if (reached === 1000) expect(note).toContain('1,000');
      else expect(note).toBe('');
    });

    it('may begin at the 1,000th, and says the end there too', async () => {
      const { items, page: last } = await run({ ...args, limit: 25, offset: 1000 }, answer).result;
      if (reached > 1000) expect(items).toHaveLength(25);
      else {
        expect(items).toEqual([]);
        expect(last).toMatchObject({ note: expect.stringContaining('1,000') });
        expect(last?.next).toBeUndefined();
      }
    });
  });

  it('goes on with the token of Graph and nothing else of its link', async () => {
    const link =
      'https://graph.microsoft.com/v1.0/me/messages?%24orderby=receivedDateTime+desc&%24count=true&%24top=10&%24select=SELECT&%24skip=10';
    const answer: FakeAnswer = ({ query }) => ({
      value: [message(1)],
      '@odata.nextLink': link.replace('SELECT', encodeURIComponent(String(query?.['$select']))),
      '@odata.count': 314,
    });
    const first = await run({}, answer).result;
    expect(first.page).toMatchObject({ total: 314, next: { offset: 1, after: { $skip: '10' } } });
    const second = run({}, answer, undefined, first.page?.next);
    await second.result;
    expect(second.context.graph.requests[0]?.query).toMatchObject({ $top: 10, $skip: '10', $count: true });
  });

  it('looks further where a page holds nothing that fits, and stops', async () => {
    const { context, result } = run({ query: 'x', afterDateTime: '2026-11-01' }, () => ({
      value: [message(1), message(2)],
      '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=abc',
    }));
    const { items, page } = await result;
    expect(items).toEqual([]);
    expect(context.graph.roundTrips).toBe(4);
    expect(page?.note).toContain('8 results were dropped');
    expect(page?.next).toMatchObject({ offset: 8 });
  });

  it('sorts a search from the oldest, pages through it, and says when it could not see all', async () => {
    const all = Array.from({ length: 25 }, (_, index) => message(index));
    const answer = () => ({ value: all });
    const first = await run({ query: 'x', order: 'oldest', limit: 20 }, answer).result;
    expect(first.items).toHaveLength(20);
    expect(first.items?.[0]).toMatchObject({ subject: 'Budget 24' });
    const second = await run({ query: 'x', order: 'oldest', limit: 20 }, answer, undefined, first.page?.next)
      .result;
    expect(second.items?.at(-1)).toMatchObject({ subject: 'Budget 0' });
    expect(second.page?.next).toBeUndefined();
    const cut = await run({ query: 'x', order: 'oldest' }, () => ({
      value: all,
      '@odata.nextLink': 'https://x.example/?$skiptoken=1',
    })).result;
    expect(cut.page?.note).toContain('newest 300');
  });

  it('takes a star alone for whatever there is', async () => {
    const { context, result } = run({ query: '*' }, () => page(message(1)), ['Mail.ReadBasic']);
    expect((await result).items).toHaveLength(1);
    const query = context.graph.requests[0]?.query;
    expect(query).toMatchObject({ $orderby: 'receivedDateTime desc', $filter: undefined });
    expect(query).not.toHaveProperty('$search');
  });

  it('stops, and says so, where an offset is too far for what Graph gives at a time', async () => {
    const link = 'https://graph.microsoft.com/v1.0/me/messages?$skiptoken=1';
    const { context, result } = run({ query: 'x', offset: 100 }, () => ({
      value: [message(1)],
      '@odata.nextLink': link,
    }));
    const { items, page: last } = await result;
    expect(items).toEqual([]);
    expect(last?.next).toBeUndefined();
    expect(last?.note).toContain('1,000');
    expect(context.graph.roundTrips).toBe(12);
  });

  describe('where Graph gives fewer at a time than it is asked for', () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      message(index, { id: `AAMkAGI${String(index).padStart(5, '0')}AAA=` }),
    );
    const answer: FakeAnswer = ({ query }) => {
      const from = Number(query?.['$skiptoken'] ?? 0);
      const end = from + Math.min(Number(query?.['$top'] ?? 7), 7);
      const link = new URL('https://graph.microsoft.com/v1.0/me/messages');
      link.search = new URLSearchParams({ ...query, $skiptoken: String(end) } as Record<
        string,
        string
      >).toString();
      return { value: all.slice(from, end), ...(end < all.length ? { '@odata.nextLink': link.href } : {}) };
    };

    it.each([
      [{}, 0],
      [{ offset: 20 }, 20],
      [{ order: 'oldest' }, 0],
    ])('%j finds all, each once', async (args, passed) => {
      const found: string[] = [];
      let next: unknown;
      do {
        const result = await run({ query: 'x', limit: 10, ...args }, answer, undefined, next).result;
        found.push(...(result.items ?? []).map((item) => (item as { subject: string }).subject));
        next = result.page?.next;
        expect(result.page?.note).toBe('');
      } while (next !== undefined && found.length < 100);
      const wanted = all.slice(passed).map(({ subject }) => subject);
      expect(found).toEqual('order' in args ? wanted.toReversed() : wanted);
    });
  });

  it('ends at the thousandth match and says so', async () => {
    const { context, result } = run({ query: 'x', offset: 990, limit: 25 }, () => ({
      value: Array.from({ length: 1000 }, (_, index) => message(index)),
      '@odata.nextLink': 'https://x.example/?$skiptoken=1',
    }));
    const { items, page } = await result;
    expect(context.graph.requests[0]?.query).toMatchObject({ $top: 1000 });
    expect(items).toHaveLength(10);
    expect(page?.next).toBeUndefined();
    expect(page?.note).toContain('1,000');
  });

  describe('folders by name', () => {
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
    const answer: FakeAnswer = ({ path }) =>
      path.endsWith('/messages') ? page() : { value: folders[path] ?? [] };

    it.each([
      ['folder 12', 'top12', 'Folder 12', 2],
      ['Skrzynka odbiorcza', 'in', 'Skrzynka odbiorcza', 2],
      ['Inbox/Clients', 'clients', 'Inbox/Clients', 2],
      ['inbox\\clients\\northwind', 'north', 'inbox/Clients/Northwind', 3],
      ['Northwind', 'north', 'Skrzynka odbiorcza/Clients/Northwind', 4],
      ['Clients/Northwind', 'north', 'Skrzynka odbiorcza/Clients/Northwind', 4],
      ['AP/AR', 'apar', 'Skrzynka odbiorcza/AP/AR', 3],
    ])('%s', async (folderName, id, path, roundTrips) => {
      const { context, result } = run({ folderName }, answer);
      const { folder } = await result;
      expect(folder).toBe(path);
      expect(context.graph.requests.at(-1)?.path).toBe(`/me/mailFolders/${id}/messages`);
      expect(context.graph.roundTrips).toBe(roundTrips);
    });

    it('names the others where there are several', async () => {
      const { folder, page } = await run({ folderName: 'clients' }, answer).result;
      expect(folder).toBe('Folder 13/Clients');
      expect(page?.note).toBe('Other folders with this name: Skrzynka odbiorcza/Clients.');
    });

    it('follows the pages of a long list', async () => {
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
    ])('says so where %s', async (_, answer, text) => {
      await expect(run({ folderName: 'Nowhere' }, answer as FakeAnswer).result).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(text),
        details: { argument: 'folderName' },
      });
    });
  });

  describe('with fewer permissions', () => {
    it('lists without previews under Mail.ReadBasic, and says what is missing', async () => {
      const { context, result } = run(
        { sender: 'patti@contoso.example' },
        () => page(message(1, { bodyPreview: undefined })),
        ['Mail.ReadBasic'],
      );
      const { items, page: state } = await result;
      expect(context.graph.requests[0]?.query?.['$select']).not.toContain('bodyPreview');
      expect(items?.[0]).toMatchObject({ preview: undefined });
      expect(state?.note).toContain('Mail.Read is not granted');
    });

    it.each([
      [{ query: 'x' }, ['Mail.ReadBasic'], ['Mail.Read', 'Mail.Read.Shared']],
      [{ recipient: 'x' }, ['Mail.ReadBasic'], ['Mail.Read', 'Mail.Read.Shared']],
      [{ sender: 'Patti' }, ['Mail.ReadBasic'], ['Mail.Read', 'Mail.Read.Shared']],
      [{ query: 'x', order: 'relevance' }, ['Mail.ReadBasic'], ['Mail.Read', 'Mail.Read.Shared']],
      [{ mailbox: 'invoices@contoso.example' }, ['Mail.Read'], ['Mail.Read.Shared']],
    ])('%j with %j names %j and asks Graph nothing', async (args, scopes, permissions) => {
      const { context, result } = run(args, () => page(), scopes);
      await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
      expect(context.graph.roundTrips).toBe(0);
    });
  });

  it('says what may help where a shared mailbox is closed as a whole', async () => {
    const denied = new AppError('access_denied', 'No.');
    await expect(run({ mailbox: 'invoices@contoso.example' }, () => denied).result).rejects.toMatchObject({
      code: 'access_denied',
      message: expect.stringContaining('folderName'),
    });
  });

  it.each([
    [{ unknown: 1 }, 'unrecognized_keys', []],
    [{ query: '' }, 'too_small', ['query']],
    [{ query: '()"' }, 'custom', ['query']],
    [{ query: 'x'.repeat(1025) }, 'too_big', ['query']],
    [{ sender: '"()' }, 'custom', ['sender']],
    [{ recipient: '***' }, 'custom', ['recipient']],
    [{ query: 7 }, 'invalid_type', ['query']],
    [{ limit: 26 }, 'too_big', ['limit']],
    [{ limit: 0 }, 'too_small', ['limit']],
    [{ limit: 1.5 }, 'invalid_type', ['limit']],
    [{ offset: -1 }, 'too_small', ['offset']],
    [{ offset: 1001 }, 'too_big', ['offset']],
    [{ order: 'random' }, 'invalid_value', ['order']],
    [{ afterDateTime: '2026-02-30' }, 'custom', ['afterDateTime']],
    [{ beforeDateTime: 'someday' }, 'custom', ['beforeDateTime']],
    [{ timeZone: 'Mars/Olympus' }, 'custom', ['timeZone']],
    [{ mailbox: 'not-an-address' }, 'custom', ['mailbox']],
    [{ mailbox: '../me@contoso.example' }, 'custom', ['mailbox']],
    [{ mailboxOwnerEmail: "a@b.example')/x" }, 'custom', ['mailboxOwnerEmail']],
    [{ mailbox: 'a@b.example', mailboxOwnerEmail: 'c@b.example' }, 'custom', ['mailbox']],
    [{ thread: 'AAQk' }, 'custom', ['thread']],
    [{ thread: 'mail:///folders/inbox' }, 'custom', ['thread']],
    [{ thread: 'mail:///messages/AAMkAGI1AAA=', query: 'x' }, 'custom', ['thread']],
    [{ order: 'relevance' }, 'custom', ['order']],
    [{ order: 'relevance', query: 'x', folderName: 'Inbox' }, 'custom', ['order']],
    [{ order: 'relevance', query: 'x', mailbox: 'a@b.example' }, 'custom', ['order']],
    [{ cursor: 'x'.repeat(5000) }, 'too_big', ['cursor']],
  ])('refuses %j before anything leaves', (args, code, path) => {
    expect(outlookEmailSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });

  it.each([
    [
      'immutable',
      (index: number) =>
        `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${btoa(crypto.randomUUID()).slice(0, 22)}AAIIttI${index}AA`,
    ],
    ['regular', regularId, 20],
  ])('shows a full page with %s ids in at most 3,000 tokens', async (kind, idOf, count = 25) => {
    const subjects = [
      'RE: Q4 budget review – final numbers',
      'Invitation: Northwind contract kick-off @ Thu 26 Nov 2026',
      'Your order 4711-0815 has been shipped',
      'Fwd: Minutes of the steering committee, action items inside',
      'Reminder: timesheets are due today',
    ];
    const names = ['Patti Fernandez', 'Adele Vance', 'Microsoft Azure', 'Lidia Holloway', 'Grady Archie'];
    const preview =
      'Hi Megan, thank you for sending the numbers over. I have gone through the sheet with Adele and we have three questions about the travel line, the contractor budget and the new licences that start in January; could you have a look before our call on Thursday at 14:00? Best regards, Patti';
    const answer = () => ({
      value: Array.from({ length: count }, (_, index) => {
        const name = names[index % 5] ?? '';
        const domain = index % 3 ? 'contoso' : 'northwindtraders';
        return message(index, {
          id: idOf(index),
          subject: subjects[index % 5],
          from: {
            emailAddress: { name, address: `${name.toLowerCase().replace(' ', '.')}@${domain}.example` },
          },
          bodyPreview: preview.slice(index, index + 255),
          isRead: index % 2 === 0,
          hasAttachments: index % 4 === 0,
        });
      }),
      '@odata.count': 1234,
    });
    const { items, page } = await run({ limit: 25 }, answer).result;
    const state = { total: page?.total, note: page?.note };
    const text = JSON.stringify({
      items,
      page: { shown: 25, more: true, cursor: 'x'.repeat(150), ...state },
    });
    const tokens = encode(text).length;

    console.log(`${count} mails with ${kind} ids: ${tokens} tokens`);
    expect(tokens).toBeLessThanOrEqual(3000);
    expect(items?.every((item) => String((item as { preview?: string }).preview).length > 20)).toBe(true);
  });
});

/** A regular id of a mailbox, as Exchange makes them. */
function regularId(): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const replica = Array.from({ length: 16 }, (_, at) => (at * 37 + 11) % 256);
  const provider = Array.from({ length: 16 }, (_, at) => (at * 91 + 5) % 256);
  const parts = [
    [0, 3, 36, 0],
    new TextEncoder().encode('b53a76ec-1e31-4eca-8c25-72af7c8462cb'),
    [0, 70, 0, 0, 0, 0, 0],
    provider,
    [7, 0],
    replica,
    [0, 0, 0, 0, 1, 12, 0, 0],
    replica,
    [0, ...random],
    [0, 0],
  ];
  return btoa(String.fromCharCode(...parts.flatMap((part) => [...part])))
    .replaceAll('/', '-')
    .replaceAll('+', '_');
}
