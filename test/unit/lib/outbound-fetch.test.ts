import { describe, expect, it } from 'vitest';
import { createOutboundFetch, isLoopback, readCapped } from '../../../src/lib/outbound-fetch.ts';

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

describe('errors of createOutboundFetch without the name of a service', () => {
  it('names the remote server', async () => {
    const failing = createOutboundFetch(onlyGraph, undefined, () => Promise.reject(new Error('reset')));
    await expect(failing(graph, {}, limits)).rejects.toMatchObject({
      message: 'The remote server could not be reached. Try again in a moment.',
    });
  });

  it('keeps the error of the platform as the cause', async () => {
    const cause = new Error('reset');
    const failing = createOutboundFetch(onlyGraph, undefined, () => Promise.reject(cause));
    await expect(failing(graph, {}, limits)).rejects.toMatchObject({ cause });
    const rejected = createOutboundFetch(
      () => false,
      undefined,
      () => Promise.reject(cause),
    );
    await expect(rejected(graph, {}, limits)).rejects.toMatchObject({
      message: 'The connector does not send requests to this URL.',
    });
  });
});

describe('readCapped', () => {
  const state = { isCanceled: false };
  const contentOf = (length: number) =>
    Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 0xff);

  /** A body in chunks of 5,000 bytes: a stream of bytes, as those of `fetch`, or any other stream. */
  function streamOf(bytes: Uint8Array<ArrayBuffer>, type: 'bytes' | undefined): ReadableStream<Uint8Array> {
    let start = 0;
    state.isCanceled = false;
    const source = {
      pull: (controller: { enqueue(chunk: Uint8Array<ArrayBuffer>): void; close(): void }) => {
        if (start < bytes.length) {
          controller.enqueue(bytes.slice(start, start + 5000));
          start += 5000;
          return;
        }
        controller.close();
        (controller as { byobRequest?: ReadableStreamBYOBRequest | null }).byobRequest?.respond(0);
      },
      cancel: () => {
        state.isCanceled = true;
      },
    };
    return type === 'bytes' ? new ReadableStream({ ...source, type }) : new ReadableStream(source);
  }

  const lengths = [0, 1, 4999, 5000, 5001, 16_383, 16_384, 16_385, 32_770, 100_000];
  const rows = lengths.flatMap((length) =>
    (['bytes', undefined] as const).map((type) => [length, type] as const),
  );

  it.each(rows)(
    'returns all of %i bytes (type of the stream: %s), whatever length is expected',
    async (length, type) => {
      const content = contentOf(length);
      for (const expectedBytes of [0, 1, length, 10 * length]) {
        for (const maxBytes of [length, length + 1, 1_000_000]) {
          const read = await readCapped(streamOf(content, type), maxBytes, expectedBytes);
          expect(read?.length === length && content.every((byte, index) => byte === read[index])).toBe(true);
          // The buffer is never larger than the limit, besides the byte that finds the end.
          expect(read?.buffer.byteLength).toBeLessThanOrEqual(maxBytes + 1);
        }
      }
    },
  );

  it.each(rows.filter(([length]) => length > 5000))(
    'returns undefined for a body of %i bytes (type of the stream: %s) over the limit',
    async (length, type) => {
      for (const expectedBytes of [0, length]) {
        const read = await readCapped(streamOf(contentOf(length), type), length - 1, expectedBytes);
        expect(read).toBeUndefined();
      }
    },
  );

  it.each(['bytes', undefined] as const)(
    'cancels a body whose rest it does not read (type of the stream: %s)',
    async (type) => {
      for (const maxBytes of [4999, 5001, 20_000]) {
        expect(await readCapped(streamOf(contentOf(100_000), type), maxBytes)).toBeUndefined();
        expect(state.isCanceled).toBe(true);
      }
    },
  );

  it.each(['bytes', undefined] as const)(
    'rejects one chunk over the limit (type of the stream: %s)',
    async (type) => {
      expect(await readCapped(streamOf(contentOf(100), type), 99)).toBeUndefined();
    },
  );

  it('allocates one buffer for a body of the expected length', async () => {
    const content = contentOf(100_000);
    const ofBytes = await readCapped(streamOf(content, 'bytes'), 1_000_000, 100_000);
    expect(ofBytes?.buffer.byteLength).toBe(100_001);
    const ofChunks = await readCapped(streamOf(content, undefined), 1_000_000, 100_000);
    expect(ofChunks?.buffer.byteLength).toBe(100_000);
  });

  it('doubles the buffer for a body without a length', async () => {
    const ofBytes = await readCapped(streamOf(contentOf(20_000), 'bytes'), 1_000_000);
    expect(ofBytes?.buffer.byteLength).toBe(2 * (16_384 + 1) + 1);
    const ofChunks = await readCapped(streamOf(contentOf(20_000), undefined), 1_000_000);
    expect(ofChunks?.buffer.byteLength).toBe(2 * 16_384);
  });
});
