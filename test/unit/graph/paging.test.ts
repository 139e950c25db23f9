import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchLists, getPage, listPage, readList } from '../../../src/graph/paging.ts';
import { graphPath } from '../../../src/graph/path.ts';
import { type Step, graphStub, json } from './graph-stub.ts';

const request = { path: graphPath`/me/mailFolders`, schema: listPage(z.object({ id: z.string() })) };
const link = (skip: number) => `https://graph.microsoft.com/v1.0/me/mailFolders?$skip=${skip}`;
const page = (id: string, next?: string | null): Step =>
  json({ value: [{ id, x: 1 }], '@odata.nextLink': next });

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
  const empty = { value: [], '@odata.nextLink': link(1) };

  it('continues a list whose first page is empty, beside the others', async () => {
    const { client, sent } = graphStub([inBatch(empty, { value: [{ id: 'b' }] }), page('a')]);
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
});

describe('getPage', () => {
  it('returns a page by its number, and an empty page after the end', async () => {
    const pages = () => graphStub([page('a', link(1)), page('b')]);
    await expect(getPage(pages().client, request, 1)).resolves.toMatchObject({ value: [{ id: 'a' }] });
    await expect(getPage(pages().client, request, 2)).resolves.toMatchObject({ value: [{ id: 'b' }] });
    await expect(getPage(pages().client, request, 3)).resolves.toEqual({ value: [] });
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
