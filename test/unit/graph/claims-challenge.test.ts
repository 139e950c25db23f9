import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { graphPath } from '../../../src/graph/path.ts';
import { type SentRequest, type Step, accessToken, graphStub, json } from './graph-stub.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
const schema = z.object({ id: z.string() });
const request = { path: graphPath`/me`, schema };

const isRenewed = ({ headers }: SentRequest) => headers.get('authorization') === 'Bearer new';

/** Responds with 401 and a claims challenge to any token but `new`. */
const challenged: Step = async (sent) => {
  const status = isRenewed(sent) ? 200 : 401;
  const headers: Record<string, string> = isRenewed(sent) ? {} : { 'www-authenticate': challenge };
  const response = json({ id: 'a' }, status, headers);
  if (!sent.url.pathname.endsWith('/$batch')) return await response(sent);
  const { requests } = sent.body as { requests: readonly { id: string }[] };
  return await json({
    responses: requests.map(({ id }) => ({ id, status, headers, body: { id: `item ${id}` } })),
  })(sent);
};

function stubWith(renewed: string | undefined) {
  const requested: (string | undefined)[] = [];
  const stub = graphStub(
    Array.from({ length: 40 }, () => challenged),
    {
      renewAccessToken: async ({ claims: requestedClaims }) => {
        requested.push(requestedClaims);
        return renewed;
      },
    },
  );
  return { ...stub, requested };
}

describe('a Graph client that receives a claims challenge', () => {
  it.each(['json', 'download', 'batch'] as const)(
    'renews the token with the claims once and repeats the request: %s',
    async (method) => {
      const { client, requested, sent } = stubWith('new');
      const run = async () => {
        if (method === 'json') return await client.json(request);
        if (method === 'batch') return await client.batch([request, request]);
        const { bytes } = await client.download(request);
        return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
      };
      const expected = method === 'batch' ? [{ id: 'item 1' }, { id: 'item 2' }] : { id: 'a' };
      expect(await run()).toEqual(expected);
      expect(await run()).toEqual(expected);
      expect(requested).toEqual([claims]);
      expect(sent.map(isRenewed)).toEqual([false, true, true]);
      expect(client.requestIds).toHaveLength(3);
    },
  );

  it('follows a nextLink with the renewed token', async () => {
    const { client, requested } = stubWith('new');
    await client.json(request);
    expect(await client.next('https://graph.microsoft.com/v1.0/me?$skiptoken=x', request)).toEqual({
      id: 'a',
    });
    expect(requested).toHaveLength(1);
  });

  it('renews once for many requests at the same time', async () => {
    const { client, requested } = stubWith('new');
    await Promise.all(Array.from({ length: 10 }, () => client.json(request)));
    expect(requested).toHaveLength(1);
  });

  it('fails with sign_in_required and does not renew again when there is no renewed token', async () => {
    const { client, requested } = stubWith(undefined);
    const failure = { code: 'sign_in_required', details: { claims } };
    await expect(client.json(request)).rejects.toMatchObject(failure);
    await expect(client.json(request)).rejects.toMatchObject(failure);
    expect(await client.batch([request])).toMatchObject([failure]);
    expect(requested).toHaveLength(1);
  });

  it('fails with sign_in_required when the renewed token is challenged too', async () => {
    const { client, requested } = stubWith('also old');
    const failure = { code: 'sign_in_required' };
    await expect(client.json(request)).rejects.toMatchObject(failure);
    await expect(client.json(request)).rejects.toMatchObject(failure);
    expect(await client.batch([request])).toMatchObject([failure]);
    expect(requested).toHaveLength(1);
  });

  it('repeats only the challenged entries of a batch', async () => {
    const bodies: unknown[] = [];
    const partly: Step = async (sent) => {
      bodies.push(sent.body);
      const { requests } = sent.body as { requests: readonly { id: string }[] };
      const responses = requests.map(({ id }) =>
        id === '2' && !isRenewed(sent)
          ? { id, status: 401, headers: { 'WWW-Authenticate': challenge } }
          : { id, status: 200, body: { id: `item ${id}` } },
      );
      return await json({ responses })(sent);
    };
    const { client } = graphStub([partly, partly], { renewAccessToken: async () => 'new' });
    expect(await client.batch([request, request])).toEqual([{ id: 'item 1' }, { id: 'item 2' }]);
    expect(bodies[1]).toMatchObject({ requests: [{ id: '2' }] });
  });

  it('does not renew for other errors', async () => {
    const { client } = graphStub([json({}, 404), json({}, 403)], {
      renewAccessToken: () => Promise.reject(new Error('renewed')),
    });
    await expect(client.json(request)).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.json(request)).rejects.toMatchObject({ code: 'access_denied' });
  });
});

describe('a Graph client that receives a 401 without claims', () => {
  const rejecting: Step = async (sent) =>
    await (
      isRenewed(sent) ? json({ id: 'a' }) : json({ error: { code: 'InvalidAuthenticationToken' } }, 401)
    )(sent);

  it('renews the rejected token once and repeats the request', async () => {
    const requested: unknown[] = [];
    const { client, sent } = graphStub([rejecting, rejecting, rejecting], {
      renewAccessToken: async (rejected) => {
        requested.push(rejected);
        return 'new';
      },
    });
    expect(await client.json(request)).toEqual({ id: 'a' });
    expect(await client.json(request)).toEqual({ id: 'a' });
    expect(requested).toEqual([{ accessToken, claims: undefined }]);
    expect(sent.map(isRenewed)).toEqual([false, true, true]);
  });

  it('fails with sign_in_required when the renewed token is rejected too', async () => {
    let renewals = 0;
    const { client, sent } = graphStub([rejecting, rejecting, rejecting], {
      renewAccessToken: async () => `rejected ${(renewals += 1)}`,
    });
    await expect(client.json(request)).rejects.toMatchObject({ code: 'sign_in_required' });
    expect(renewals).toBe(1);
    expect(sent).toHaveLength(2);
  });
});
