import { describe, expect, it } from 'vitest';
import { createOutboundFetch, isLoopback } from '../../../src/lib/outbound-fetch.ts';

const limits = { timeoutMs: 1000, maxBytes: 100 };
const graph = new URL('https://graph.example.com/v1.0/me');
const onlyGraph = (url: URL) => url.origin === graph.origin;

function answering(response: () => Response | Promise<Response>) {
  const seen: RequestInit[] = [];
  const fetch = createOutboundFetch(onlyGraph, ((_url: URL, init: RequestInit) => {
    seen.push(init);
    return Promise.resolve(response());
  }) as typeof globalThis.fetch);
  return { fetch, seen };
}

describe('createOutboundFetch', () => {
  it.each([
    'https://evil.example.com/v1.0/me',
    'http://graph.example.com/v1.0/me',
    'https://user:pass@graph.example.com/v1.0/me',
    'https://graph.example.com.evil.example/v1.0/me',
    'data:text/plain,hello',
  ])('sends nothing to %s', async (address) => {
    const { fetch, seen } = answering(() => new Response('no'));
    await expect(fetch(new URL(address), {}, limits)).rejects.toMatchObject({ code: 'upstream_refused' });
    expect(seen).toEqual([]);
  });

  it('shows a redirect instead of following it', async () => {
    const { fetch, seen } = answering(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    );
    expect(await fetch(graph, { redirect: 'follow' }, limits)).toMatchObject({ status: 302 });
    expect(seen[0]?.redirect).toBe('manual');
  });

  it('counts bytes whatever the length says', async () => {
    const { fetch } = answering(() => new Response('x'.repeat(101), { headers: { 'content-length': '5' } }));
    await expect(fetch(graph, {}, limits)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('gives the body that fits', async () => {
    const { fetch } = answering(() => new Response('x'.repeat(100)));
    expect((await fetch(graph, {}, limits)).body.byteLength).toBe(100);
  });

  it('says so when the other side hangs', async () => {
    const hanging = createOutboundFetch(
      onlyGraph,
      ((_url: URL, init: RequestInit) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        })) as typeof globalThis.fetch,
    );
    await expect(hanging(graph, {}, { ...limits, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'timed_out',
    });
  });

  it('stops for the caller with the reason of the caller', async () => {
    const { fetch } = answering(() => Promise.reject(new Error('aborted')));
    const signal = AbortSignal.abort(new Error('the caller left'));
    await expect(fetch(graph, {}, { ...limits, signal })).rejects.toThrow('the caller left');
  });

  it('tells a broken connection from a slow one', async () => {
    const { fetch } = answering(() => Promise.reject(new Error('connection reset by graph.example.com')));
    const failure = fetch(graph, {}, limits);
    await expect(failure).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await expect(failure).rejects.not.toThrow('graph.example.com');
  });

  it('gives a body that came in parts in one, in order', async () => {
    for (const parts of [[], ['a'], ['ab', 'c'], ['a', '', 'bc', 'd']]) {
      const body = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
          controller.close();
        },
      });
      const { fetch } = answering(() => new Response(body));
      const answer = await fetch(graph, {}, limits);
      expect(new TextDecoder().decode(answer.body)).toBe(parts.join(''));
      expect(answer.body).toHaveLength(parts.join('').length);
    }
    const { fetch } = answering(() => new Response(null, { status: 204 }));
    expect((await fetch(graph, {}, limits)).body).toHaveLength(0);
  });

  it('reads no further than it may', async () => {
    let isCancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(60)),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { fetch } = answering(() => new Response(endless));
    await expect(fetch(graph, {}, limits)).rejects.toThrow('100 bytes');
    expect(isCancelled).toBe(true);
  });

  it('stops under way when the caller does', async () => {
    const caller = new AbortController();
    const waiting = createOutboundFetch(
      onlyGraph,
      ((_url: URL, init: RequestInit) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          caller.abort(new Error('the caller left'));
        })) as typeof globalThis.fetch,
    );
    const asking = waiting(graph, {}, { ...limits, timeoutMs: 5000, signal: caller.signal });
    await expect(asking).rejects.toThrow('the caller left');
  });

  it.each(['http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:9/x', 'https://[::1]/x'])(
    'asks this machine in plain text too: %s',
    async (address) => {
      const seen: string[] = [];
      const fetch = createOutboundFetch(() => true, ((url: URL) => {
        seen.push(url.href);
        return Promise.resolve(new Response('yes'));
      }) as typeof globalThis.fetch);
      expect(isLoopback(new URL(address))).toBe(true);
      await fetch(new URL(address), {}, limits);
      expect(seen).toEqual([address]);
    },
  );

  it.each([
    'http://10.0.0.1/x',
    'http://localhost.evil.example/x',
    'http://0.0.0.0/x',
    'ftp://127.0.0.1/x',
    'http://user@127.0.0.1/x',
    'http://:password@127.0.0.1/x',
    'https://user@graph.example.com/x',
    'https://:password@graph.example.com/x',
  ])('asks nothing of %s, whatever the rule says', async (address) => {
    let isAsked = false;
    const open = createOutboundFetch(
      () => true,
      () => {
        isAsked = true;
        return Promise.resolve(new Response('no'));
      },
    );
    await expect(open(new URL(address), {}, limits)).rejects.toMatchObject({ code: 'upstream_refused' });
    expect(isAsked).toBe(false);
  });
});
