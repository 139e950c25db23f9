import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GraphRequest } from '../../../src/graph/client.ts';
import { driveId, graphPath, itemId, mailboxOwner } from '../../../src/graph/path.ts';
import { type Step, accessToken, graphStub, json, raw, requestId } from './graph-stub.ts';

const schema = z.object({ value: z.array(z.object({ id: z.string() })) });
const guid = 'a0000000-0000-4000-8000-000000000001';
const good = json({ value: [{ id: 'a', secret: 1 }], '@odata.context': 'x' });

describe('GraphClient.json', () => {
  it('sends the required headers and no others', async () => {
    const { client, sent } = graphStub([good]);
    const answer = await client.json({
      path: graphPath`/users`,
      query: { $search: '"displayName:a&b #+"', $top: 5, $count: true, $skip: undefined },
      headers: { ConsistencyLevel: 'eventual', Authorization: 'Bearer other' },
      prefer: ['a', 'b'],
      schema,
    });
    expect(answer).toEqual({ value: [{ id: 'a' }] });
    const [request] = sent;
    expect(request?.url.href).toBe(
      'https://graph.microsoft.com/v1.0/users?$search=%22displayName%3Aa%26b%20%23%2B%22&$top=5&$count=true',
    );
    expect(request?.redirect).toBe('manual');
    expect(request?.method).toBe('GET');
    const headers = Object.fromEntries(request?.headers ?? []);
    expect(headers).toEqual({
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      consistencylevel: 'eventual',
      prefer: 'a, b',
      'return-client-request-id': 'true',
      'user-agent': 'NONISV|Test|Test/1.0',
    });
    expect(client.requestIds).toEqual([requestId]);
  });

  it.each([
    [graphPath`/me/messages`, [], 'IdType="ImmutableId"'],
    [graphPath`/me/messages`, ['IdType="ImmutableId"', 'x'], 'IdType="ImmutableId", x'],
    [graphPath`/users/${mailboxOwner(guid)}/mailFolders`, [], 'IdType="ImmutableId"'],
    [graphPath`/me/calendarView`, ['outlook.timezone="UTC"'], 'IdType="ImmutableId", outlook.timezone="UTC"'],
    [graphPath`/me`, [], null],
    [graphPath`/me/drive/root`, [], null],
    [graphPath`/drives/${driveId('b!x')}/items/${itemId('messages')}`, [], null],
  ])('sends to %s the Prefer header %j', async (path, prefer, header) => {
    const { client, sent } = graphStub([json({ value: [] })]);
    await client.json({ path, prefer, schema });
    expect(sent[0]?.headers.get('prefer')).toBe(header);
  });

  it('sends a new client-request-id with each attempt', async () => {
    const { client, sent } = graphStub([json({}, 503), good]);
    await client.json({ path: graphPath`/me/messages`, schema });
    const ids = sent.map(({ headers }) => headers.get('client-request-id'));
    expect(new Set(ids).size).toBe(2);
    expect(client.requestIds).toHaveLength(2);
  });

  it.each([graphPath`/search/query`, graphPath`/me/calendar/getSchedule`, graphPath`/me/findMeetingTimes`])(
    'by POST reads from %s',
    async (path) => {
      const { client, sent } = graphStub([good]);
      await client.json({ method: 'POST', path, body: { x: 1 }, schema });
      expect(sent[0]).toMatchObject({ method: 'POST', body: { x: 1 } });
      expect(sent[0]?.headers.get('content-type')).toBe('application/json');
    },
  );

  it.each<[string, Pick<GraphRequest<unknown>, 'method' | 'path' | 'body' | 'query'>]>([
    ['a POST that writes', { method: 'POST', path: graphPath`/me/messages`, body: {} }],
    ['sending mail', { method: 'POST', path: graphPath`/me/sendMail`, body: {} }],
    [
      'a path that only ends like a reading one',
      { method: 'POST', path: graphPath`/me/drive/search/query`, body: {} },
    ],
    ['a POST without a body', { method: 'POST', path: graphPath`/search/query` }],
    ['a GET with a body', { path: graphPath`/me/messages`, body: {} }],
    ['another method', { method: 'DELETE' as 'GET', path: graphPath`/search/query`, body: {} }],
    ['an option that is none', { path: graphPath`/me/messages`, query: { 'a&b': 1 } }],
  ])('does not send %s', async (_name, request) => {
    const { client, sent } = graphStub([]);
    await expect(client.json({ ...request, schema })).rejects.toMatchObject({ code: 'internal' });
    expect(sent).toHaveLength(0);
  });

  it('encodes a value with a lone surrogate', async () => {
    const { client, sent } = graphStub([good]);
    await client.json({ path: graphPath`/me/messages`, query: { $search: '"\ud800"' }, schema });
    expect(sent[0]?.url.search).toBe('?$search=%22%EF%BF%BD%22');
  });

  it.each([
    [
      'half an error body',
      raw('{"value":[{"id":"a"},{"error":{"code":"Err', 200, { 'content-type': 'application/json' }),
    ],
    ['an error body with status 200', json({ error: { code: 'ErrorInternalServerError', message: '' } })],
  ])('repeats a $search that returns %s without immutable ids', async (_, half) => {
    const { client, sent } = graphStub([half, good]);
    const request = { path: graphPath`/me/messages`, query: { $search: '"x"' }, prefer: ['a'], schema };
    expect(await client.json(request)).toEqual({ value: [{ id: 'a' }] });
    expect(sent.map(({ headers }) => headers.get('prefer'))).toEqual(['IdType="ImmutableId", a', 'a']);
  });

  it('sends at most four requests at once', async () => {
    let running = 0;
    let most = 0;
    const step: Step = async (request) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      running -= 1;
      return await good(request);
    };
    const { client, sent } = graphStub(Array.from({ length: 12 }, () => step));
    const requests = Array.from({ length: 12 }, () => client.json({ path: graphPath`/me/messages`, schema }));
    await Promise.all(requests);
    expect(sent).toHaveLength(12);
    expect(most).toBe(4);
  });
});

describe('GraphClient.next', () => {
  const request: GraphRequest<z.output<typeof schema>> = {
    path: graphPath`/users/${mailboxOwner(guid)}/messages`,
    query: { $top: 5 },
    prefer: ['x'],
    schema,
  };
  const own: GraphRequest<z.output<typeof schema>> = { path: graphPath`/me/messages`, schema };

  it.each([
    [request, `https://graph.microsoft.com/v1.0/users/${guid}/messages?$skip=5`],
    [request, `https://graph.microsoft.com/v1.0/users('${guid.toUpperCase()}')/messages?$skiptoken=a%2fb`],
    [own, 'https://graph.microsoft.com/v1.0/me/messages?%24skip=10'],
    [own, "https://graph.microsoft.com/v1.0/users('a0000000-0000-4000-8000-000000000001')/messages?$skip=10"],
    [own, 'https://graph.microsoft.com:443/v1.0/Me/Messages?$skip=10'],
  ])('requests the nextLink', async (asked, link) => {
    const { client, sent } = graphStub([good]);
    await client.next(link, asked);
    expect(sent[0]?.url.href).toBe(new URL(link).href);
    expect(sent[0]?.headers.get('prefer')).toContain('ImmutableId');
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${accessToken}`);
  });

  it.each([
    'https://evil.example/v1.0/me/messages?$skip=10',
    'https://graph.microsoft.com.evil.example/v1.0/me/messages',
    'http://graph.microsoft.com/v1.0/me/messages',
    'https://user:secret@graph.microsoft.com/v1.0/me/messages',
    'https://graph.microsoft.com:8443/v1.0/me/messages',
    'https://graph.microsoft.com/beta/me/messages',
    'https://graph.microsoft.com/v1.0/me/messages/x',
    'https://graph.microsoft.com/v1.0/me',
    'https://graph.microsoft.com/v1.0/me/events?$skip=10',
    'https://graph.microsoft.com/v1.0/me/messages/../events',
    'https://graph.microsoft.com/v1.0/me/messages%2f..%2fevents',
    'https://graph.microsoft.com/v1.0/me/messages#x',
    'https://graph.microsoft.com/v1.0/me/%ff',
    `https://graph.microsoft.com/v1.0/me/messages?$skiptoken=${'x'.repeat(9000)}`,
    '/v1.0/me/messages?$skip=10',
    'javascript:alert(1)',
    '',
  ])('rejects %s', async (link) => {
    const { client, sent } = graphStub([]);
    await expect(client.next(link, own)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(sent).toHaveLength(0);
  });

  it('rejects a nextLink to another mailbox', async () => {
    const { client } = graphStub([]);
    const link = 'https://graph.microsoft.com/v1.0/users/bob@contoso.example/messages?$skip=5';
    await expect(client.next(link, request)).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });
});
