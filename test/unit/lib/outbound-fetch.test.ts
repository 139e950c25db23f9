import { describe, expect, it } from 'vitest';
import { createOutboundFetch } from '../../../src/lib/outbound-fetch.ts';

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
});
