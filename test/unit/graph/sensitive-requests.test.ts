import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GraphRequest } from '../../../src/graph/client.ts';
import {
  type GraphPath,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  graphPath,
  mailboxOwner,
  shareToken,
} from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { clientErrors } from './faults/client-errors.ts';
import { serverErrors } from './faults/server-errors.ts';
import { throttling } from './faults/throttling.ts';
import { unreadableResponses } from './faults/unreadable-responses.ts';
import {
  type Step,
  accessToken,
  exposed,
  graphStub,
  hang,
  json,
  errorResponse,
  requestId,
} from './graph-stub.ts';
import { withinBatch } from './within-batch.ts';

const schema = z.object({ value: z.array(z.object({ id: z.string() })) });
type Answer = z.output<typeof schema>;
const theirs = graphPath`/users/${mailboxOwner('Ann@contoso.example')}/messages`;
const request: GraphRequest<Answer> = { path: theirs, schema };
const good = json({ value: [{ id: 'a', other: 1 }] });
const batch = 'https://graph.microsoft.com/v1.0/$batch';

/** A step that answers as a success does within a batch, and as anything else does by itself. */
const ofTheBatch =
  (step: Step): Step =>
  async (sent) => {
    const answer = await step(sent);
    return answer.ok ? await withinBatch(() => answer)(sent) : answer;
  };

async function outcomeOf(steps: readonly (Step | typeof hang)[]) {
  const stub = graphStub(steps);
  const outcome = await stub.client.json(request).catch((error: unknown) => error);
  return { stub, outcome };
}

describe('a request with a sensitive path', () => {
  it('is sent as a POST to $batch with its query and headers', async () => {
    const { client, sent } = graphStub([withinBatch(good)]);
    const query = { $search: '"budget & it\'s #1"', $top: 5 };
    const headers = { ConsistencyLevel: 'eventual' };
    const answer = await client.json({ path: theirs, query, headers, prefer: ['x'], schema });
    expect(answer).toEqual({ value: [{ id: 'a' }] });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'POST', url: new URL(batch) });
    expect(sent[0]?.body).toEqual({
      requests: [
        {
          id: '1',
          method: 'GET',
          url: '/users/Ann%40contoso.example/messages?$search=%22budget%20%26%20it%27s%20%231%22&$top=5',
          headers: { ConsistencyLevel: 'eventual', Prefer: 'IdType="ImmutableId", x' },
        },
      ],
    });
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${accessToken}`);
    expect(sent[0]?.headers.get('prefer')).toBeNull();
  });

  it.each<[string, GraphPath, string]>([
    [
      'a word',
      graphPath`/me/drive/root/search(q='${driveSearchText("it's")}')`,
      "/me/drive/root/search(q='it''s')",
    ],
    [
      'a name',
      graphPath`/drives/${driveId('b!x')}/root:/${driveItemPath(['Plans', '100 % + #1.docx'])}`,
      '/drives/b!x/root:/Plans/100%20%25%20%2B%20%231.docx',
    ],
    [
      'a link',
      graphPath`/shares/${shareToken(new URL('https://contoso.sharepoint.com/x'))}/driveItem`,
      '/shares/u!aHR0cHM6Ly9jb250b3NvLnNoYXJlcG9pbnQuY29tL3g/driveItem',
    ],
  ])('has the same URL as outside a batch: %s', async (_, path, url) => {
    const { client, sent } = graphStub([withinBatch(good)]);
    await client.json({ path, schema });
    expect(sent[0]?.url.href).toBe(batch);
    expect(sent[0]?.body).toEqual({ requests: [{ id: '1', method: 'GET', url, headers: {} }] });
  });

  it('records the request ids of both responses', async () => {
    const inner = requestId.replaceAll('5', '6');
    const { client } = graphStub([
      json({ responses: [{ id: '1', status: 200, headers: { 'request-id': inner }, body: { value: [] } }] }),
      json({
        responses: [{ id: '1', status: 200, headers: { 'request-id': requestId }, body: { value: [] } }],
      }),
      json({ responses: [{ id: '1', status: 200, body: { value: [] } }] }),
    ]);
    for (const _ of [1, 2, 3]) await client.json(request);
    expect(client.requestIds).toEqual([requestId, inner, requestId, requestId]);
  });
});

describe('an error of a request with a sensitive path', () => {
  const faults = [...throttling, ...serverErrors, ...unreadableResponses, ...clientErrors];

  it.each(faults)(
    'is handled like any other: $name',
    async ({ steps, code, details, says, calls, waits }) => {
      const { stub, outcome } = await outcomeOf(
        steps.map((step) => (step === hang ? hang : withinBatch(step))),
      );
      expect(stub.sent).toHaveLength(calls ?? steps.length);
      if (waits) expect(stub.waits).toEqual(waits);
      if (code === undefined) {
        expect(outcome).toEqual({ value: [{ id: 'a' }] });
        return;
      }
      expect(outcome).toBeInstanceOf(AppError);
      expect(outcome).toMatchObject({ code, ...(details && { details }) });
      expect((outcome as AppError).message).toContain(says ?? '');
      expect(exposed(outcome)).not.toMatch(
        new RegExp(`${accessToken}|canary upstream message|evil\\.example|Ann`),
      );
    },
  );

  it.each([...throttling, ...serverErrors, ...clientErrors])(
    'counts where the batch itself has it: $name',
    async ({ steps, code, details, calls, waits }) => {
      const { stub, outcome } = await outcomeOf(
        steps.map((step) => (step === hang ? hang : ofTheBatch(step))),
      );
      expect(stub.sent).toHaveLength(calls ?? steps.length);
      if (waits) expect(stub.waits).toEqual(waits);
      if (code === undefined) expect(outcome).toEqual({ value: [{ id: 'a' }] });
      else expect(outcome).toMatchObject({ code, ...(details && { details }) });
    },
  );

  it.each<[string, Step]>([
    ['no response', json({ responses: [] })],
    ['the response to something else', json({ responses: [{ id: '2', status: 200, body: { value: [] } }] })],
  ])('is retried when the batch has %s, and fails when it persists', async (_, step) => {
    const { stub, outcome } = await outcomeOf([step, withinBatch(good)]);
    expect(outcome).toEqual({ value: [{ id: 'a' }] });
    expect(stub.waits).toEqual([500]);
    const lost = await outcomeOf([step, step, step]);
    expect(lost.outcome).toMatchObject({ code: 'upstream_unavailable' });
    expect(lost.stub.sent).toHaveLength(3);
  });

  it.each<[string, unknown]>([
    ['a list', { value: [{ id: 'a' }] }],
    ['a response without a status', { responses: [{ id: '1', body: { value: [] } }] }],
    ['nothing', null],
  ])('fails when the response to the batch is %s', async (_, body) => {
    const { stub, outcome } = await outcomeOf([json(body)]);
    expect(outcome).toMatchObject({ code: 'upstream_unavailable' });
    expect(stub.sent).toHaveLength(1);
  });

  it('of the batch is used after an error within it', async () => {
    const claims = { access_token: { a: null } };
    const { outcome } = await outcomeOf([
      withinBatch(errorResponse(503, ['x'])),
      errorResponse(401, ['x'], { 'www-authenticate': `Bearer claims="${btoa(JSON.stringify(claims))}"` }),
    ]);
    expect(outcome).toMatchObject({ code: 'sign_in_required', details: { claims: JSON.stringify(claims) } });
  });

  it('ends when the signal aborts', async () => {
    const stopped = new Error('stopped');
    const waiting = graphStub([withinBatch(errorResponse(429, ['x'], { 'retry-after': '5' }))], {
      onWait: ({ abort }) => abort(stopped),
    });
    await expect(waiting.client.json(request)).rejects.toBe(stopped);
    const before = graphStub([]);
    before.abort(stopped);
    await expect(before.client.json(request)).rejects.toBe(stopped);
    expect(before.sent).toHaveLength(0);
  });
});

describe('a nextLink with a sensitive path', () => {
  const own: GraphRequest<Answer> = { path: graphPath`/me/messages`, prefer: ['x'], schema };
  const root = 'https://graph.microsoft.com/v1.0';

  it.each([
    [request, '/users/ann%40contoso.example/messages?$skip=5'],
    [request, "/users('Ann@contoso.example')/messages?$skiptoken=a%2fb"],
    [own, "/users('megan@contoso.example')/messages?$skip=10"],
  ])('is sent inside a batch', async (asked, link) => {
    const { client, sent } = graphStub([withinBatch(good)]);
    await client.next(root + link, asked);
    const prefer = ['IdType="ImmutableId"', ...(asked.prefer ?? [])].join(', ');
    expect(sent.map(({ url }) => url.href)).toEqual([batch]);
    expect(sent[0]?.body).toEqual({
      requests: [{ id: '1', method: 'GET', url: link, headers: { Prefer: prefer } }],
    });
  });

  it.each([
    "https://evil.example/v1.0/users('Ann@contoso.example')/messages",
    `${root}/users('Bob@contoso.example')/messages`,
    `${root}/users('Ann@contoso.example')/events`,
    "/users('Ann@contoso.example')/messages",
  ])('is rejected: %s', async (link) => {
    const { client, sent } = graphStub([]);
    await expect(client.next(link, request)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(sent).toHaveLength(0);
  });
});

describe('the URL of a request', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 });
  const makers: readonly ((text: string) => GraphPath)[] = [
    (text) => graphPath`/me/drive/root/search(q='${driveSearchText(text)}')`,
    (text) => graphPath`/drives/${driveId('b!x')}/root:/${driveItemPath([text, 'a', text])}`,
    (text) => graphPath`/users/${mailboxOwner(`${text}@contoso.example`)}/events/${exchangeId('A')}`,
    (text) => graphPath`/shares/${shareToken(new URL(`https://contoso.sharepoint.com/${text}`))}/driveItem`,
  ];

  it.each(makers)('has in its path what stood in that of the request', async (make) => {
    await fc.assert(
      fc.asyncProperty(name, fc.boolean(), async (text, isNext) => {
        let path: GraphPath;
        try {
          path = make(text);
        } catch {
          return;
        }
        const { client, sent } = graphStub([withinBatch(good)]);
        const asked = { path, schema };
        await (isNext
          ? client.next(`https://graph.microsoft.com/v1.0${path}?$skip=5`, asked)
          : client.json(asked));
        expect(sent.map(({ url }) => url.href)).toEqual([batch]);
      }),
      { numRuns: 300 },
    );
  });

  it('never contains an e-mail address', async () => {
    const { client, sent } = graphStub([]);
    const path = graphPath`/users/${mailboxOwner('a@b.example')}/calendar/getSchedule`;
    await expect(client.json({ method: 'POST', path, body: {}, schema })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(sent).toHaveLength(0);
  });
});
