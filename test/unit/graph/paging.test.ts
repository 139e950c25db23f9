import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ListPage,
  appendPage,
  batchLists,
  getPage,
  listPage,
  readList,
  skipPages,
} from '../../../src/graph/paging.ts';
import { graphPath } from '../../../src/graph/path.ts';
import { type Step, graphStub, json } from './graph-stub.ts';

const request = { path: graphPath`/me/mailFolders`, schema: listPage(z.object({ id: z.string() })) };
const link = (skip: number) => `https://graph.microsoft.com/v1.0/me/mailFolders?$skip=${skip}`;
const page = (id: string, next?: string | null): Step =>
  json({ value: [{ id, x: 1 }], '@odata.nextLink': next });

const empty = (next?: string): Step => json({ value: [], '@odata.nextLink': next });
const searches = (sent: readonly { readonly url: URL }[]): string[] => sent.map(({ url }) => url.search);

describe('listPage', () => {
  it.each(['', null, undefined])('reads a page with the nextLink %j as the last page', (nextLink) => {
    const schema = listPage(z.string());
    expect(schema.parse({ value: ['a'], '@odata.nextLink': nextLink })).toEqual({
      value: ['a'],
      '@odata.nextLink': undefined,
    });
  });

  it('keeps a nextLink', () => {
    const page = { value: ['a'], '@odata.nextLink': link(1) };
    expect(listPage(z.string()).parse(page)).toEqual(page);
  });

  it('rejects a page without a list of items', () => {
    expect(listPage(z.string()).safeParse({ '@odata.nextLink': link(1) }).success).toBe(false);
    expect(listPage(z.string()).safeParse({ value: [1] }).success).toBe(false);
  });
});

describe('appendPage', () => {
  it('leaves out the items of the next page that an earlier page has', () => {
    const first = [{ id: 'a', rank: 1 }, { id: 'b' }];
    expect(appendPage(first, [{ id: 'a', rank: 2 }, { id: 'c' }])).toEqual([
      { id: 'a', rank: 1 },
      { id: 'b' },
      { id: 'c' },
    ]);
  });

  it('keeps equal items that have no id', () => {
    expect(appendPage(['a', null], ['a', null])).toEqual(['a', null, 'a', null]);
    const unnamed = { id: undefined };
    expect(appendPage([unnamed], [unnamed])).toEqual([unnamed, unnamed]);
  });
});

describe('skipPages', () => {
  const first = { value: [], '@odata.nextLink': link(1) };

  it('sends no request when the first page has items, or is the last one', async () => {
    const { client } = graphStub([]);
    const full = { value: [{ id: 'a' }], '@odata.nextLink': link(1) };
    await expect(skipPages(client, request, full)).resolves.toBe(full);
    const last = { value: [] };
    await expect(skipPages(client, request, last)).resolves.toBe(last);
  });

  it('follows empty pages to the first page with items', async () => {
    const { client, sent } = graphStub([empty(link(2)), page('a', link(3))]);
    await expect(skipPages(client, request, first)).resolves.toEqual({
      value: [{ id: 'a' }],
      '@odata.nextLink': link(3),
    });
    expect(searches(sent)).toEqual(['?$skip=1', '?$skip=2']);
  });

  it('returns the fourth page after the first with its nextLink when all are empty', async () => {
    const { client, sent } = graphStub([2, 3, 4, 5].map((skip) => empty(link(skip))));
    await expect(skipPages(client, request, first)).resolves.toEqual({
      value: [],
      '@odata.nextLink': link(5),
    });
    expect(sent).toHaveLength(4);
  });

  it('follows as many pages as the caller allows', async () => {
    const { client, sent } = graphStub([empty(link(2)), page('a')]);
    await expect(skipPages(client, request, first, undefined, 1)).resolves.toEqual({
      value: [],
      '@odata.nextLink': link(2),
    });
    expect(sent).toHaveLength(1);
  });

  it('follows pages whose items are not those that the caller requests', async () => {
    const { client, sent } = graphStub([page('b', link(2)), page('wanted', link(3))]);
    const isWanted = ({ value }: ListPage<{ id: string }>) => value.some(({ id }) => id === 'wanted');
    const found = await skipPages(
      client,
      request,
      { value: [{ id: 'a' }], '@odata.nextLink': link(1) },
      isWanted,
    );
    expect(found.value).toEqual([{ id: 'wanted' }]);
    expect(sent).toHaveLength(2);
  });

  it('ends a list whose nextLink repeats', async () => {
    const { client, sent } = graphStub([empty(link(1))]);
    await expect(skipPages(client, request, first)).resolves.toEqual({
      value: [],
      '@odata.nextLink': undefined,
    });
    expect(sent).toHaveLength(1);
  });
});

describe('readList', () => {
  it('reads a list to its end', async () => {
    const { client, sent } = graphStub([page('a', link(1)), page('b', link(2)), page('c')]);
    await expect(readList(client, request, 5)).resolves.toEqual({
      items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      isCut: false,
    });
    expect(sent.map(({ url }) => url.search)).toEqual(['', '?$skip=1', '?$skip=2']);
  });

  it.each([undefined, null])('ends where the link to more is %s', async (none) => {
    const { client, sent } = graphStub([page('a', none)]);
    await expect(readList(client, request, 5)).resolves.toEqual({ items: [{ id: 'a' }], isCut: false });
    expect(sent).toHaveLength(1);
  });

  it('stops at maxPages and returns isCut', async () => {
    const { client, sent } = graphStub([page('a', link(1)), page('b', link(2))]);
    await expect(readList(client, request, 2)).resolves.toEqual({
      items: [{ id: 'a' }, { id: 'b' }],
      isCut: true,
    });
    expect(sent).toHaveLength(2);
  });

  it('reads on after empty pages, which count as part of the page behind them', async () => {
    const { client, sent } = graphStub([empty(link(1)), page('a', link(2)), empty(link(3)), page('b')]);
    await expect(readList(client, request, 2)).resolves.toEqual({
      items: [{ id: 'a' }, { id: 'b' }],
      isCut: false,
    });
    expect(searches(sent)).toEqual(['', '?$skip=1', '?$skip=2', '?$skip=3']);
  });

  it('returns an item that the next page repeats once', async () => {
    const { client } = graphStub([page('a', link(1)), json({ value: [{ id: 'a' }, { id: 'b' }] })]);
    await expect(readList(client, request, 5)).resolves.toEqual({
      items: [{ id: 'a' }, { id: 'b' }],
      isCut: false,
    });
  });

  it('stops at a nextLink that repeats', async () => {
    const { client, sent } = graphStub([page('a', link(1)), page('b', link(1)), page('c', link(1))]);
    await expect(readList(client, request, 10)).resolves.toMatchObject({ isCut: true });
    expect(sent).toHaveLength(2);
  });

  it('rejects a nextLink to another path', async () => {
    const { client } = graphStub([page('a', 'https://evil.example/v1.0/me/mailFolders')]);
    await expect(readList(client, request, 10)).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });
});

describe('batchLists', () => {
  const inBatch = (...bodies: readonly object[]): Step =>
    json({ responses: bodies.map((body, index) => ({ id: String(index + 1), status: 200, body })) });
  const first = { value: [], '@odata.nextLink': link(1) };

  it('continues a list whose first page is empty, beside the others', async () => {
    const { client, sent } = graphStub([inBatch(first, { value: [{ id: 'b' }] }), page('a')]);
    await expect(batchLists(client, [request, request])).resolves.toEqual([
      { value: [{ id: 'a' }], '@odata.nextLink': undefined },
      { value: [{ id: 'b' }], '@odata.nextLink': undefined },
    ]);
    expect(sent).toHaveLength(2);
  });

  it('returns the error of a list that cannot be continued', async () => {
    const foreign = { value: [], '@odata.nextLink': 'https://evil.example/v1.0/me/mailFolders' };
    const { client } = graphStub([inBatch(foreign, { value: [] })]);
    await expect(batchLists(client, [request, request])).resolves.toMatchObject([
      { code: 'upstream_unavailable' },
      { value: [] },
    ]);
  });

  it('returns the error of a list beside the pages of the others', async () => {
    const denied = { id: '1', status: 403, body: { error: { code: 'accessDenied', message: '' } } };
    const { client, sent } = graphStub([
      json({ responses: [denied, { id: '2', status: 200, body: { value: [{ id: 'b' }] } }] }),
    ]);
    await expect(batchLists(client, [request, request])).resolves.toMatchObject([
      { code: 'access_denied' },
      { value: [{ id: 'b' }] },
    ]);
    expect(sent).toHaveLength(1);
  });

  it('rejects when a continued list fails with an error that is no AppError', async () => {
    const defect = new TypeError('defect');
    const { client } = graphStub([inBatch(first)]);
    const failing = { ...client, next: () => Promise.reject(defect) };
    await expect(batchLists(failing, [request])).rejects.toBe(defect);
  });
});

describe('getPage', () => {
  it('returns a page by its number, and an empty page after the end', async () => {
    const pages = () => graphStub([page('a', link(1)), page('b')]);
    await expect(getPage(pages().client, request, 1)).resolves.toMatchObject({ value: [{ id: 'a' }] });
    await expect(getPage(pages().client, request, 2)).resolves.toMatchObject({ value: [{ id: 'b' }] });
    await expect(getPage(pages().client, request, 3)).resolves.toEqual({ value: [] });
  });

  it('counts a page behind empty pages as one', async () => {
    const { client, sent } = graphStub([empty(link(1)), page('a', link(2)), empty(link(3)), page('b')]);
    await expect(getPage(client, request, 2)).resolves.toMatchObject({ value: [{ id: 'b' }] });
    expect(sent).toHaveLength(4);
  });

  it('returns page 20 after 20 requests', async () => {
    const { client, sent } = graphStub(
      Array.from({ length: 20 }, (_, index) => page(String(index + 1), link(index + 1))),
    );
    await expect(getPage(client, request, 20)).resolves.toMatchObject({ value: [{ id: '20' }] });
    expect(sent).toHaveLength(20);
  });

  it('returns an empty page after a nextLink that repeats', async () => {
    const { client, sent } = graphStub([page('a', link(1)), page('b', link(1))]);
    await expect(getPage(client, request, 5)).resolves.toEqual({ value: [] });
    expect(sent).toHaveLength(2);
  });

  it('rejects a page number above 20 without a request', async () => {
    const { client, sent } = graphStub([]);
    await expect(getPage(client, request, 21)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'startPage is at most 20 in a list. Continue with page.cursor, or search.',
      details: { argument: 'startPage' },
    });
    expect(sent).toHaveLength(0);
  });
});
