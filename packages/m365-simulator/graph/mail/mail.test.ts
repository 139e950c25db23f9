import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph, testNowMs } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');
const hour = 3_600_000;

const subjects = (body: { value: { subject: string }[] }) => body.value.map((message) => message.subject);

describe('mail', () => {
  it('holds at least 300 mails of the last 400 days, none of the future', async () => {
    const { body } = await megan.get('/me/messages?$top=1000&$count=true&$select=receivedDateTime');
    expect(body['@odata.count']).toBeGreaterThanOrEqual(300);
    const times = body.value.map((message: { receivedDateTime: string }) =>
      Date.parse(message.receivedDateTime),
    );
    expect(Math.max(...times)).toBeLessThanOrEqual(testNowMs);
    expect(Math.min(...times)).toBeGreaterThan(testNowMs - 410 * 24 * hour);
    expect(times).toEqual(times.toSorted((left: number, right: number) => right - left));
  });

  it('finds the mail of the manager about the budget', async () => {
    const { body } = await megan.get(
      '/me/messages?$search="from:patti@contoso.example AND budget"&$select=subject,body,from',
      { prefer: 'outlook.body-content-type="text"' },
    );
    expect(
      body.value.some((message: { body: { content: string } }) =>
        message.body.content.includes('EUR 1,350,000'),
      ),
    ).toBe(true);
    expect(
      body.value.every(
        (message: { from: { emailAddress: { address: string } } }) =>
          message.from.emailAddress.address === 'patti@contoso.example',
      ),
    ).toBe(true);
  });

  it('pages a filter with $skip and counts it', async () => {
    const filter = encodeURIComponent(
      "receivedDateTime ge 2026-01-01T00:00:00Z and from/emailAddress/address eq 'adele@contoso.example'",
    );
    const seen: string[] = [];
    let next = `/me/messages?$filter=${filter}&$orderby=receivedDateTime desc&$top=7&$count=true&$select=id`;
    let count = 0;
    while (next) {
      const { body } = await megan.get(next);
      count = body['@odata.count'];
      seen.push(...body.value.map((message: { id: string }) => message.id));
      next = body['@odata.nextLink'];
    }
    expect(seen.length).toBe(count);
    expect(new Set(seen).size).toBe(count);
    expect(count).toBeGreaterThan(20);
  });

  it('pages a search with $skiptoken, newest first', async () => {
    const first = await megan.get('/me/messages?$search="invoice"&$top=25&$select=sentDateTime');
    const link = new URL(first.body['@odata.nextLink']);
    expect(link.searchParams.get('$skiptoken')).toBeTruthy();
    const second = await megan.get(link.href);
    const times = [...first.body.value, ...second.body.value].map(
      (message: { sentDateTime: string }) => message.sentDateTime,
    );
    expect(times).toEqual(times.toSorted().toReversed());
    expect(second.body['@odata.nextLink']).toBeUndefined();
  });

  it.each([
    ['"from:lidia AND subject:photos AND packaging"', ['Photos of the packaging']],
    [
      '"subject:\\"shelf space\\" AND to:adele"',
      ['RE: Shelf space at Tailspin Toys', 'Shelf space at Tailspin Toys'],
    ],
    ['"pelican adjourned OR pelican was adjourned"', ['Minutes of the marketing workshop, complete']],
    ['"subject:invoice 4711 NOT litware"', ['Invoice 4711']],
    ['"ubersetzung received:2026-11-20..2026-11-24"', ['RE: Übersetzung Pressemappe: neuer Termin']],
    ['"ubersetzung received>=11/20/2026"', ['RE: Übersetzung Pressemappe: neuer Termin']],
    ['"hasAttachments:true AND october AND taxi"', ['Receipts for October']],
    ['"receip* AND participants:pradeep"', ['Receipts for October']],
    ['"nothingofthekind"', []],
  ])('finds by %s', async (search, expected) => {
    const { body } = await megan.get(`/me/messages?$search=${encodeURIComponent(search)}&$select=subject`);
    expect(subjects(body)).toEqual(expected);
  });

  it('joins two restrictions of the same property by OR unless AND stands between them', async () => {
    const count = async (query: string) =>
      (await megan.get(`/me/messages?$search=${encodeURIComponent(`"${query}"`)}&$top=1000&$select=id`)).body
        .value.length;
    const pair = 'received>=2026-11-01 received<=2026-11-10';
    const joined = 'received>=2026-11-01 AND received<=2026-11-10';
    expect(await count(joined)).toBeLessThan(await count(pair));
    expect(await count('received:2026-11-01..2026-11-10')).toBe(await count(joined));
  });

  it('returns regular ids, immutable ids on request, and accepts both', async () => {
    const regular = (await megan.get('/me/messages?$top=1&$select=id')).body.value[0].id;
    expect(regular).toMatch(/^AAMkA[A-Za-z0-9_-]{146}=$/);
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const immutable = await megan.get(`/me/messages/${regular}?$select=id`, prefer);
    expect(immutable.headers.get('preference-applied')).toBe('IdType="ImmutableId"');
    expect(immutable.body.id).toMatch(/^AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A[A-Za-z0-9_-]{32}$/);
    expect((await megan.get(`/me/messages/${immutable.body.id}?$select=id`)).body.id).toBe(regular);
  });

  it('returns what was selected, the id always, and everything but a few without $select', async () => {
    const one = (await megan.get('/me/messages?$top=1&$select=subject')).body.value[0];
    expect(Object.keys(one).toSorted()).toEqual(['@odata.etag', 'id', 'subject']);
    const whole = (await megan.get(`/me/messages/${one.id}`)).body;
    expect(whole).toHaveProperty('body.content');
    expect(whole).not.toHaveProperty('uniqueBody');
    const unique = (await megan.get(`/me/messages/${one.id}?$select=uniqueBody,internetMessageHeaders`)).body;
    expect(unique.uniqueBody.contentType).toBe('html');
  });

  it('shows the quoted chain in the body and not in the unique body', async () => {
    const { body } = await megan.get(
      `/me/messages?$filter=${encodeURIComponent("subject eq 'RE: FY27 budget: where marketing stands'")}&$select=body,uniqueBody&$top=50`,
    );
    const quoted = body.value.filter((message: { body: { content: string } }) =>
      message.body.content.includes('border-top:solid #E1E1E1'),
    );
    expect(quoted.length).toBe(body.value.length);
    expect(quoted[0].uniqueBody.content).not.toContain('border-top:solid');
  });

  it('keeps delegates, drafts, bcc and importance', async () => {
    const by = async (filter: string) =>
      (await megan.get(`/me/messages?$filter=${encodeURIComponent(filter)}`)).body.value;
    const [delegate] = await by("startswith(subject,'Please keep the third')");
    expect([delegate.from.emailAddress.name, delegate.sender.emailAddress.name]).toEqual([
      'Patti Fernandez',
      'Alex Wilber',
    ]);
    expect((await by('isDraft eq true')).length).toBe(2);
    const [notice] = await by("subject eq 'Notice of the second delay'");
    expect(notice.bccRecipients[0].emailAddress.address).toBe('patti@contoso.example');
    expect((await by("importance eq 'high' and isRead eq false")).length).toBeGreaterThan(0);
  });
});
