import { describe, expect, it } from 'vitest';
import { createOutboundFetch, isLoopback } from '../../../src/lib/outbound-fetch.ts';

const limits = { timeoutMs: 1000, maxBytes: 100 };
const graph = new URL('https://graph.example.com/v1.0/me');
const onlyGraph = (url: URL) => url.origin === graph.origin;

function respondingWith(response: () => Response | Promise<Response>) {
  const seen: RequestInit[] = [];
  const fetch = createOutboundFetch(onlyGraph, 'Microsoft Graph', ((_url: URL, init: RequestInit) => {
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
  ])('rejects %s without sending a request', async (url) => {
    const { fetch, seen } = respondingWith(() => new Response('no'));
    await expect(fetch(new URL(url), {}, limits)).rejects.toMatchObject({ code: 'upstream_refused' });
    expect(seen).toEqual([]);
  });

  it('returns a redirect without following it', async () => {
    const { fetch, seen } = respondingWith(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    );
    expect(await fetch(graph, { redirect: 'follow' }, limits)).toMatchObject({ status: 302 });
    expect(seen[0]?.redirect).toBe('manual');
  });

  it('rejects a body over the limit even if content-length is smaller', async () => {
    const { fetch } = respondingWith(
      () => new Response('x'.repeat(101), { headers: { 'content-length': '5' } }),
    );
    await expect(fetch(graph, {}, limits)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('returns a body of exactly the maximum size', async () => {
    const { fetch } = respondingWith(() => new Response('x'.repeat(100)));
    expect((await fetch(graph, {}, limits)).body.byteLength).toBe(100);
  });

  it('throws timed_out with the name of the service when there is no response in time', async () => {
    const hanging = createOutboundFetch(
      onlyGraph,
      'Microsoft Graph',
      ((_url: URL, init: RequestInit) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        })) as typeof globalThis.fetch,
    );
    await expect(hanging(graph, {}, { ...limits, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'timed_out',
      message: 'Microsoft Graph did not respond in time. Try again, or request less.',
    });
  });

  it("rejects with the caller's abort reason when the signal is already aborted", async () => {
    const { fetch } = respondingWith(() => Promise.reject(new Error('aborted')));
    const signal = AbortSignal.abort(new Error('the caller left'));
    await expect(fetch(graph, {}, { ...limits, signal })).rejects.toThrow('the caller left');
  });

  it('throws upstream_unavailable without the network error text when the connection breaks', async () => {
    const { fetch } = respondingWith(() =>
      Promise.reject(new Error('connection reset by graph.example.com')),
    );
    const failure = fetch(graph, {}, limits);
    await expect(failure).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: 'Microsoft Graph could not be reached. Try again in a moment.',
    });
    await expect(failure).rejects.not.toThrow('graph.example.com');
  });

  it('joins the chunks of a body in order', async () => {
    for (const parts of [[], ['a'], ['ab', 'c'], ['a', '', 'bc', 'd']]) {
      const body = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
          controller.close();
        },
      });
      const { fetch } = respondingWith(() => new Response(body));
      const response = await fetch(graph, {}, limits);
      expect(new TextDecoder().decode(response.body)).toBe(parts.join(''));
      expect(response.body).toHaveLength(parts.join('').length);
    }
    const { fetch } = respondingWith(() => new Response(null, { status: 204 }));
    expect((await fetch(graph, {}, limits)).body).toHaveLength(0);
  });

  it('cancels the body when it exceeds the limit', async () => {
    let isCancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(60)),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { fetch } = respondingWith(() => new Response(endless));
    await expect(fetch(graph, {}, limits)).rejects.toThrow('100 bytes');
    expect(isCancelled).toBe(true);
  });

  it("rejects with the caller's abort reason when the signal aborts during the request", async () => {
    const caller = new AbortController();
    const waiting = createOutboundFetch(
      onlyGraph,
      'Microsoft Graph',
      ((_url: URL, init: RequestInit) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          caller.abort(new Error('the caller left'));
        })) as typeof globalThis.fetch,
    );
    const pending = waiting(graph, {}, { ...limits, timeoutMs: 5000, signal: caller.signal });
    await expect(pending).rejects.toThrow('the caller left');
  });

  it.each(['http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:9/x', 'https://[::1]/x'])(
    'allows a loopback URL over http and https: %s',
    async (url) => {
      const seen: string[] = [];
      const fetch = createOutboundFetch(() => true, undefined, ((target: URL) => {
        seen.push(target.href);
        return Promise.resolve(new Response('yes'));
      }) as typeof globalThis.fetch);
      expect(isLoopback(new URL(url))).toBe(true);
      await fetch(new URL(url), {}, limits);
      expect(seen).toEqual([url]);
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
  ])('rejects %s even if the host rule allows every URL', async (url) => {
    let isCalled = false;
    const open = createOutboundFetch(
      () => true,
      undefined,
      () => {
        isCalled = true;
        return Promise.resolve(new Response('no'));
      },
    );
    await expect(open(new URL(url), {}, limits)).rejects.toMatchObject({ code: 'upstream_refused' });
    expect(isCalled).toBe(false);
  });
});
