import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kqlText } from '../../../src/graph/kql.ts';
import { searchGraph, type SearchRequest } from '../../../src/graph/search.ts';
import { graphStub, json, errorResponse, type Step } from './graph-stub.ts';

const resource = z.object({ id: z.string(), name: z.string().optional() });
const question: SearchRequest<z.output<typeof resource>> = {
  entityTypes: ['driveItem', 'listItem'],
  query: kqlText('budget "2026"'),
  from: 50,
  size: 25,
  resource,
};
const page = (hits: readonly unknown[], more: boolean, total = hits.length): Step =>
  json({ value: [{ searchTerms: ['x'], hitsContainers: [{ hits, total, moreResultsAvailable: more }] }] });
const hit = (id: string, summary?: string) => ({
  hitId: `hit-${id}`,
  rank: 1,
  summary,
  resource: { '@odata.type': '#x', id },
});

describe('searchGraph', () => {
  it('sends one request with one query', async () => {
    const { client, sent } = graphStub([
      page([hit('a', 'the <c0>budget</c0> of<ddd/>'), hit('b')], true, 77),
    ]);
    const found = await searchGraph(client, {
      ...question,
      fields: ['title'],
      sort: { name: 'lastModifiedDateTime', isDescending: true },
    });
    expect(found).toEqual({
      hits: [
        { hitId: 'hit-a', summary: 'the budget of…', resource: { id: 'a' } },
        { hitId: 'hit-b', summary: '', resource: { id: 'b' } },
      ],
      more: true,
      total: 77,
      end: { offset: 52, seen: expect.stringMatching(/^\w{10}$/) },
      repeated: 0,
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toEqual({
      requests: [
        {
          entityTypes: ['driveItem', 'listItem'],
          query: { queryString: 'budget "2026"' },
          from: 50,
          size: 25,
          fields: ['title'],
          sortProperties: [{ name: 'lastModifiedDateTime', isDescending: true }],
        },
      ],
    });
  });

  it.each(['message', 'event', 'chatMessage', 'person'] as const)(
    'does not believe the total of %s',
    async (type) => {
      const { client } = graphStub([page([hit('a')], true, 1)]);
      await expect(searchGraph(client, { ...question, entityTypes: [type] })).resolves.not.toHaveProperty(
        'total',
      );
    },
  );

  it('repeats an empty page with more results once, and then ends', async () => {
    const found = graphStub([page([], true, 40), page([hit('a')], true)]);
    await expect(searchGraph(found.client, question)).resolves.toMatchObject({
      more: true,
      hits: [{ hitId: 'hit-a' }],
    });
    const ended = graphStub([page([], true, 40), page([], true, 40)]);
    await expect(searchGraph(ended.client, question)).resolves.toMatchObject({ more: false, hits: [] });
    expect(ended.sent).toHaveLength(2);
  });

  it.each<[string, Step]>([
    ['an empty page', page([], false)],
    ['no hits', json({ value: [{ hitsContainers: [{ total: 0, moreResultsAvailable: false }] }] })],
    ['no container', json({ value: [{ searchTerms: [], hitsContainers: [] }] })],
    ['nulls', json({ value: [{ hitsContainers: null }] })],
    ['nothing', json({ value: [] })],
  ])('returns no hits for %s', async (_name, step) => {
    const { client, sent } = graphStub([step]);
    await expect(searchGraph(client, question)).resolves.toMatchObject({ hits: [], more: false });
    expect(sent).toHaveLength(1);
  });

  it('counts hits that do not match the schema', async () => {
    const { client, sent } = graphStub([
      page([hit('a'), { hitId: 'x', resource: { id: 5 } }, { hitId: 'y' }], true),
    ]);
    await expect(searchGraph(client, question)).resolves.toMatchObject({
      hits: [{ hitId: 'hit-a' }],
      end: { offset: 53 },
      more: true,
    });
    expect(sent).toHaveLength(1);
  });

  it('keeps a hit with an optional member of another type, and no negative total', async () => {
    const { client } = graphStub([page([{ hitId: 'x', resource: { id: 'a', name: 7 } }], false, -1)]);
    const found = await searchGraph(client, question);
    expect(found).toMatchObject({ hits: [{ resource: { id: 'a' } }] });
    expect(found).not.toHaveProperty('total');
  });

  it('continues after a page without a readable hit', async () => {
    const { client, sent } = graphStub([page([{ hitId: 'x', resource: {} }], true)]);
    await expect(searchGraph(client, question)).resolves.toMatchObject({
      hits: [],
      end: { offset: 51 },
      more: true,
    });
    expect(sent).toHaveLength(1);
  });

  it('leaves out hits of earlier pages, and continues after them', async () => {
    const { client } = graphStub([page([hit('a'), hit('b')], true), page([hit('b'), hit('c')], true)]);
    const first = await searchGraph(client, question);
    const second = await searchGraph(client, { ...question, from: 52, seen: first.end.seen });
    expect(second).toMatchObject({ hits: [{ hitId: 'hit-c' }], repeated: 1, end: { offset: 54 } });
  });

  it('cuts a page that is larger than requested, and continues after it', async () => {
    const { client } = graphStub([page([hit('a'), hit('b'), hit('c')], false)]);
    const found = await searchGraph(client, { ...question, size: 2 });
    expect(found.hits.map(({ hitId }) => hitId)).toEqual(['hit-a', 'hit-b']);
    expect(found).toMatchObject({ more: true, end: { offset: 52 } });
  });

  it('tells rows of two lists of a site with the same id apart', async () => {
    const inList = (listId: string) => ({
      hitId: '7',
      resource: { id: '7', parentReference: { siteId: 's' }, sharepointIds: { listId } },
    });
    const { client } = graphStub([page([inList('a')], true), page([inList('b')], true)]);
    const options = { ...question, resource: z.looseObject({}) };
    const first = await searchGraph(client, options);
    const second = await searchGraph(client, { ...options, seen: first.end.seen });
    expect(second).toMatchObject({ hits: [{}], repeated: 0 });
  });

  it('tells messages of different chats with the same id apart', async () => {
    const inChat = (chatId: string) => ({ hitId: 'x', resource: { id: '1', chatId } });
    const { client } = graphStub([page([inChat('a')], true), page([inChat('b')], true)]);
    const options = { ...question, resource: z.looseObject({}) };
    const first = await searchGraph(client, options);
    const second = await searchGraph(client, { ...options, seen: first.end.seen });
    expect(second).toMatchObject({ hits: [{}], repeated: 0 });
  });

  it('tells list items of different sites with the same id apart', async () => {
    const inSite = (siteId: string) => ({ hitId: '7', resource: { id: '7', parentReference: { siteId } } });
    const { client } = graphStub([page([inSite('a')], true), page([inSite('b')], true)]);
    const options = { ...question, resource: z.looseObject({}) };
    const first = await searchGraph(client, options);
    const second = await searchGraph(client, { ...options, seen: first.end.seen });
    expect(second).toMatchObject({ hits: [{}], repeated: 0 });
  });

  it.each([
    [0, true],
    [25, false],
  ])('ranks a page from %d: %s', async (from, expected) => {
    const { client, sent } = graphStub([page([], false)]);
    await searchGraph(client, { ...question, from, enableTopResults: true });
    expect(JSON.stringify(sent[0]?.body).includes('"enableTopResults":true')).toBe(expected);
  });

  it('fails with invalid_argument when Graph rejects the query', async () => {
    const { client } = graphStub([errorResponse(400, ['BadRequest'])]);
    await expect(searchGraph(client, { ...question, argument: 'name' })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/BadRequest.*If name is the cause: use plain words/),
      details: { argument: 'name' },
    });
  });

  it('fails with upstream_refused and no advice on words when the query has no words of the user', async () => {
    const { client } = graphStub([errorResponse(400, ['BadRequest'])]);
    await expect(searchGraph(client, question)).rejects.toMatchObject({
      code: 'upstream_refused',
      message: expect.not.stringContaining('words'),
    });
  });

  it('limits a page to the first 1,000 hits, and requests none after them', async () => {
    const { client, sent } = graphStub([
      json({
        value: [
          { hitsContainers: [{ hits: [{ hitId: 'a', resource: { id: 'a' } }], moreResultsAvailable: true }] },
        ],
      }),
    ]);
    expect(await searchGraph(client, { ...question, from: 999, size: 25 })).toMatchObject({
      more: false,
      isCapped: true,
    });
    expect(sent[0]?.body).toMatchObject({ requests: [{ from: 999, size: 1 }] });
    expect(await searchGraph(client, { ...question, from: 1000 })).toMatchObject({ hits: [], more: false });
    expect(sent).toHaveLength(1);
  });

  it('passes other errors on unchanged', async () => {
    const { client } = graphStub([errorResponse(403, ['accessDenied'])]);
    await expect(searchGraph(client, question)).rejects.toMatchObject({ code: 'access_denied' });
  });
});
