import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GraphRequest } from '../../../src/graph/client.ts';
import { exchangeId, graphPath } from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import {
  type SentRequest,
  type Step,
  accessToken,
  graphStub,
  hang,
  json,
  requestId,
  reset,
} from './graph-stub.ts';

const schema = z.object({ id: z.string() });
const message = (id: string): GraphRequest<z.output<typeof schema>> => ({
  path: graphPath`/me/messages/${exchangeId(id)}`,
  query: { $select: 'id,subject' },
  prefer: ['x'],
  schema,
});
const ok = (id: string, value: string) => ({
  id,
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: { id: value, more: 1 },
});
const failed = (id: string, status: number, code: string, headers: Record<string, unknown> = {}) => ({
  id,
  status,
  headers: { 'request-id': requestId, ...headers },
  body: { error: { code, message: 'canary' } },
});
const answers = (...responses: readonly unknown[]): Step => json({ responses });
const asked = ({ body }: SentRequest) =>
  (body as { requests: { id: string }[] }).requests.map(({ id }) => id);

describe('GraphClient.batch', () => {
  it('sends one request and returns the responses in the order of the requests', async () => {
    const { client, sent } = graphStub([answers(ok('3', 'c'), ok('1', 'a'), ok('2', 'b'))]);
    await expect(client.batch([message('A'), message('B'), message('C')])).resolves.toEqual([
      { id: 'a' },
      { id: 'b' },
      { id: 'c' },
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: new URL('https://graph.microsoft.com/v1.0/$batch'),
    });
    expect(sent[0]?.body).toEqual({
      requests: ['A', 'B', 'C'].map((id, index) => ({
        id: String(index + 1),
        method: 'GET',
        url: `/me/messages/${id}?$select=id%2Csubject`,
        headers: { Prefer: 'IdType="ImmutableId", x' },
      })),
    });
    expect(JSON.stringify(sent[0]?.body)).not.toContain(accessToken);
  });

  it('returns the error of a failed entry beside the values of the others', async () => {
    const { client, sent } = graphStub([
      answers(failed('1', 404, 'ErrorItemNotFound'), ok('2', 'b'), failed('3', 403, ''), {
        id: '4',
        status: 200,
        body: { id: 5 },
      }),
      answers(
        { id: '1', status: 403, headers: null, body: '<html>' },
        failed('2', 401, 'InvalidAuthenticationToken', {
          'WWW-Authenticate': `Bearer claims="${btoa('{"access_token":{"a":null}}')}"`,
        }),
      ),
    ]);
    const [missing, found, denied, odd, html, challenged] = await client.batch(
      ['A', 'B', 'C', 'D', 'E', 'F'].map(message),
    );
    // Exchange runs four requests to a mailbox at once.
    expect(sent.map(asked)).toEqual([
      ['1', '2', '3', '4'],
      ['1', '2'],
    ]);
    expect(missing).toMatchObject({ code: 'not_found', details: { requestId } });
    expect(found).toEqual({ id: 'b' });
    expect(denied).toMatchObject({ code: 'access_denied' });
    expect(odd).toMatchObject({ code: 'upstream_unavailable' });
    expect(html).toMatchObject({ code: 'access_denied' });
    expect(challenged).toMatchObject({
      code: 'sign_in_required',
      details: { claims: '{"access_token":{"a":null}}' },
    });
    for (const error of [missing, denied, odd, html, challenged]) expect(error).toBeInstanceOf(AppError);
  });

  it('repeats entries with a transient error after the longest Retry-After', async () => {
    const { client, sent, waits } = graphStub([
      answers(
        failed('1', 429, 'TooManyRequests', { 'Retry-After': '2' }),
        ok('2', 'b'),
        failed('3', 429, 'x', { 'Retry-After': '7' }),
      ),
      answers(failed('3', 503, 'x'), ok('1', 'a')),
      answers(ok('3', 'c')),
    ]);
    await expect(client.batch([message('A'), message('B'), message('C')])).resolves.toEqual([
      { id: 'a' },
      { id: 'b' },
      { id: 'c' },
    ]);
    expect(sent.map(asked)).toEqual([['1', '2', '3'], ['1', '3'], ['3']]);
    expect(waits).toEqual([7000, 1000]);
  });

  it('repeats entries that found the mailbox busy more often than others', async () => {
    const busy = (id: string) => {
      const headers = { 'Retry-After': '1' };
      const error = { code: 'ApplicationThrottled', innerError: { code: 'MailboxConcurrency' } };
      return { id, status: 429, headers, body: { error } };
    };
    const { client, sent } = graphStub([
      answers(ok('1', 'a'), busy('2'), busy('3')),
      ...[1, 2, 3].map(() => answers(busy('2'), busy('3'))),
      answers(ok('2', 'b'), ok('3', 'c')),
    ]);
    await expect(client.batch([message('A'), message('B'), message('C')])).resolves.toHaveLength(3);
    expect(sent).toHaveLength(5);
  });

  it('returns the other entries when one stays throttled', async () => {
    const { client, sent } = graphStub([
      answers(ok('1', 'a'), failed('2', 429, 'x', { 'Retry-After': '60' })),
    ]);
    const [first, second] = await client.batch([message('A'), message('B')]);
    expect(first).toEqual({ id: 'a' });
    expect(second).toMatchObject({ code: 'throttled', details: { retryAfterSeconds: 60 } });
    expect(sent).toHaveLength(1);
  });

  it('returns the responses so far when a later attempt gets no response', async () => {
    const { client } = graphStub([answers(ok('1', 'a'), failed('2', 503, 'x')), reset, reset]);
    const [first, second] = await client.batch([message('A'), message('B')]);
    expect(first).toEqual({ id: 'a' });
    expect(second).toMatchObject({ code: 'upstream_unavailable' });
  });

  it('repeats entries without a response, and returns upstream_unavailable for them at the end', async () => {
    const { client, sent } = graphStub([
      answers(ok('2', 'b')),
      answers(),
      answers(ok('9', 'x'), ok('0', 'x'), ok('constructor', 'x')),
    ]);
    const [first, second] = await client.batch([message('A'), message('B')]);
    expect(first).toMatchObject({ code: 'upstream_unavailable' });
    expect(second).toEqual({ id: 'b' });
    expect(sent.map(asked)).toEqual([['1', '2'], ['1'], ['1']]);
  });

  it.each<[string, readonly (Step | typeof hang)[], string]>([
    ['is refused', [json({ error: { code: 'x' } }, 401)], 'sign_in_required'],
    ['is not answered', [hang, hang], 'timed_out'],
    ['is answered by something else', [json({ value: [] })], 'upstream_unavailable'],
    ['breaks', [reset, reset, reset], 'upstream_unavailable'],
  ])('rejects when the batch itself %s', async (_name, steps, code) => {
    const { client, sent } = graphStub(steps);
    await expect(client.batch([message('A')])).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(steps.length);
  });

  it('ignores invalid response headers', async () => {
    const { client } = graphStub([
      answers(failed('1', 404, 'x', { 'a b': 'c', 'Retry-After': 5, Date: 'x\ny', 'x-long': { y: 1 } })),
    ]);
    await expect(client.batch([message('A')])).resolves.toEqual([
      expect.objectContaining({ code: 'not_found' }),
    ]);
  });

  it('sends nothing for no requests, more than 20 requests or a POST', async () => {
    const { client, sent } = graphStub([]);
    await expect(client.batch([])).resolves.toEqual([]);
    await expect(client.batch(Array.from({ length: 21 }, () => message('A')))).rejects.toMatchObject({
      code: 'internal',
    });
    await expect(
      client.batch([{ method: 'POST', path: graphPath`/search/query`, body: {}, schema }]),
    ).rejects.toMatchObject({ code: 'internal' });
    expect(sent).toHaveLength(0);
  });

  it('rejects with the abort reason when the signal aborts', async () => {
    const stopped = new Error('stopped');
    const { client } = graphStub([answers(ok('1', 'a'), failed('2', 503, 'x'))], {
      onWait: ({ abort }) => abort(stopped),
    });
    await expect(client.batch([message('A'), message('B')])).rejects.toBe(stopped);
  });
});
