import { describe, expect, it } from 'vitest';
import { inboxId, message, page, run } from './mail-search.ts';

const noOptions = { $filter: undefined, $orderby: undefined, $search: undefined };

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
  ])('requests $what, with one request', async ({ args, path, query }) => {
    const { context, result } = run(args, () => page());
    await result;
    expect(context.graph.roundTrips).toBe(1);
    const [request] = context.graph.requests;
    expect(request?.path).toBe(path);
    expect({ ...noOptions, ...request?.query }).toMatchObject(query);
    expect(request?.query).not.toHaveProperty('body');
  });

  it('sends relevance searches to Microsoft Search', async () => {
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

  it('returns a message as a list item', async () => {
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
        preview: 'Look: click.evil.example !\\[x]\\(a.example ===',
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

  it('returns the resolved dates in the requested time zone', async () => {
    const { result } = run({ afterDateTime: 'yesterday', timeZone: 'Pacific Standard Time' }, () =>
      page(message(0)),
    );
    const { dates, items } = await result;
    expect(dates).toBe('from Mon 2026-11-23T00:00-08:00');
    expect(items).toEqual([]);
  });

  it('lists all mail for the query *', async () => {
    const { context, result } = run({ query: '*' }, () => page(message(1)), ['Mail.ReadBasic']);
    expect((await result).items).toHaveLength(1);
    const query = context.graph.requests[0]?.query;
    expect(query).toMatchObject({ $orderby: 'receivedDateTime desc', $filter: undefined });
    expect(query).not.toHaveProperty('$search');
  });

  it('applies every filter again and counts dropped messages', async () => {
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
    expect(page?.next).toMatchObject({ offset: 7, key: { atMs: Date.parse('2026-10-06T08:00:00Z') } });
  });

  it('finds the whole conversation of a mail, and numbers conversations', async () => {
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
    'returns names of attachments that may have matched: %j',
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
});
