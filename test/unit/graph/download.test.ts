import { describe, expect, it } from 'vitest';
import type { GraphBytes, GraphDownload } from '../../../src/graph/client.ts';
import { driveId, exchangeId, graphPath, itemId } from '../../../src/graph/path.ts';
import {
  type Step,
  accessToken,
  brokenOff,
  exposed,
  graphStub,
  hang,
  raw,
  errorResponse,
  reset,
} from './graph-stub.ts';

const content: GraphDownload = { path: graphPath`/drives/${driveId('b!x')}/items/${itemId('01A')}/content` };
const preAuthenticated =
  'https://contoso.sharepoint.com/_layouts/15/download.aspx?UniqueId=1&tempauth=canary';
const redirect = raw(null, 302, { location: preAuthenticated });
const pdf = raw('%PDF', 200, { 'content-type': 'application/pdf' });

describe('GraphClient.download', () => {
  it('follows one redirect without the access token', async () => {
    const { client, sent, sentToHosts } = graphStub([redirect], { hosts: [pdf] });
    const got = await client.download({ ...content, headers: { 'X-Custom': '1', Cookie: 'a=b' } });
    expect(new TextDecoder().decode(got.bytes)).toBe('%PDF');
    expect(got.contentType).toBe('application/pdf');
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${accessToken}`);
    expect(sentToHosts[0]?.url.href).toBe(preAuthenticated);
    expect(sentToHosts[0]?.redirect).toBe('manual');
    expect(Object.fromEntries(sentToHosts[0]?.headers ?? [])).toEqual({
      'user-agent': 'NONISV|Test|Test/1.0',
    });
  });

  it('forwards a Range header, asks for no compression, and returns the range', async () => {
    const part = raw('01234', 206, { 'content-type': 'text/plain', 'content-range': 'bytes 0-4/1234' });
    const { client, sentToHosts } = graphStub([redirect], { hosts: [part] });
    const got = await client.download({ ...content, headers: { Range: 'bytes=0-4' } });
    expect(got).toMatchObject({ range: { start: 0, totalBytes: 1234 }, contentType: 'text/plain' });
    expect(sentToHosts[0]?.headers.get('range')).toBe('bytes=0-4');
    expect(sentToHosts[0]?.headers.get('accept-encoding')).toBe('identity');
  });

  it('requests several ranges of one file from one redirect', async () => {
    const part = (range: string) =>
      raw('01234', 206, { etag: '"v1"', 'content-range': `bytes ${range}/1234` });
    const { client, sent, sentToHosts } = graphStub([redirect], { hosts: [part('0-4'), part('5-9')] });
    const first = await client.download({ ...content, headers: { Range: 'bytes=0-4' } });
    await client.download({ ...content, headers: { Range: 'bytes=5-9' } });
    expect(first.etag).toBe('"v1"');
    expect(sent).toHaveLength(1);
    expect(sentToHosts.map(({ headers }) => headers.get('range'))).toEqual(['bytes=0-4', 'bytes=5-9']);
    expect(sentToHosts.every(({ headers }) => !headers.has('authorization'))).toBe(true);
  });

  it('requests a new redirect when the URL of an earlier range has expired', async () => {
    const part = raw('01234', 206, { 'content-range': 'bytes 0-4/1234' });
    const { client, sent } = graphStub([redirect, redirect], { hosts: [part, raw('', 503), part] });
    await client.download({ ...content, headers: { Range: 'bytes=0-4' } });
    await client.download({ ...content, headers: { Range: 'bytes=0-4' } });
    expect(sent).toHaveLength(2);
  });

  it('returns bytes that Graph sends without a redirect', async () => {
    const { client, sent } = graphStub([raw('MIME', 200, {})]);
    const path = graphPath`/me/messages/${exchangeId('A')}/$value`;
    const got = await client.download({ path, query: { a: 'b' } });
    expect(new TextDecoder().decode(got.bytes)).toBe('MIME');
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/A/$value');
    expect(sent[0]?.headers.get('accept')).toBe('*/*');
    expect(sent[0]?.headers.get('prefer')).toContain('ImmutableId');
  });

  it('sends the format parameter', async () => {
    const { client, sent } = graphStub([raw('WEBVTT', 200, { 'content-type': 'text/vtt' })]);
    await client.download({ ...content, headers: { Accept: 'text/vtt' } });
    expect(sent[0]?.headers.get('accept')).toBe('text/vtt');
  });

  it('reads content of exactly the maximum size', async () => {
    const { client } = graphStub([redirect], { hosts: [raw(new Uint8Array(1000))] });
    const got = await client.download({ ...content, maxBytes: 1000 });
    expect(got.bytes).toHaveLength(1000);
  });

  it('requests a new redirect for each attempt', async () => {
    const { client, sent, sentToHosts, waits } = graphStub([redirect, redirect, redirect], {
      hosts: [raw('', 503), reset, pdf],
    });
    const got = await client.download(content);
    expect(got.bytes).toHaveLength(4);
    expect([sent.length, sentToHosts.length, waits]).toEqual([3, 3, [500, 1000]]);
  });

  it('retries a 202 of Graph and of the host', async () => {
    const { client, waits } = graphStub([raw('', 202), redirect, redirect], { hosts: [raw('', 202), pdf] });
    const got = await client.download(content);
    expect(got.bytes).toHaveLength(4);
    expect(waits).toHaveLength(2);
  });

  const to = (location: string): Step => raw(null, 302, { location });

  it.each<[string, readonly (Step | typeof hang)[], readonly (Step | typeof hang)[], string]>([
    ['leads to another host', [to('https://evil.example/canary')], [], 'upstream_refused'],
    [
      'leads to a host that only looks like one',
      [to('https://contoso.sharepoint.com.evil.example/canary')],
      [],
      'upstream_refused',
    ],
    ['leads to plain http', [to('http://contoso.sharepoint.com/canary')], [], 'upstream_refused'],
    [
      'leads to an address with a password',
      [to('https://u:canary@contoso.sharepoint.com/x')],
      [],
      'upstream_refused',
    ],
    ['leads inside', [to('http://127.0.0.1/canary')], [], 'upstream_refused'],
    ['leads back to Graph', [to('https://graph.microsoft.com/v1.0/me')], [], 'upstream_refused'],
    ['leads nowhere', [to('not an address')], [], 'upstream_unavailable'],
    ['leads to a path alone', [to('/canary')], [], 'upstream_unavailable'],
    ['names no address', [raw(null, 302)], [], 'upstream_unavailable'],
    ['leads on', [redirect], [to(preAuthenticated)], 'upstream_unavailable'],
    ['leads round', [redirect], [to('https://graph.microsoft.com/v1.0/me')], 'upstream_unavailable'],
    ['leads to what is gone', [redirect], [raw('', 404)], 'not_found'],
    ['leads to what has expired', [redirect], [raw('canary', 401)], 'upstream_unavailable'],
    ['is refused for malware', [errorResponse(403, ['accessDenied', 'malwareDetected'])], [], 'malware'],
    ['is refused', [errorResponse(404, ['itemNotFound'])], [], 'not_found'],
    ['cannot be converted', [errorResponse(406, ['notSupported'])], [], 'unsupported_content'],
    ['is throttled for long', [errorResponse(429, ['x'], { 'retry-after': '99' })], [], 'throttled'],
    ['is too large at Graph', [raw(new Uint8Array(1001))], [], 'too_large'],
    ['is too large at the host', [redirect], [raw(new Uint8Array(1001))], 'too_large'],
    [
      'claims to be small',
      [redirect],
      [raw(new Uint8Array(1001), 200, { 'content-length': '5' })],
      'too_large',
    ],
    [
      'breaks off',
      [redirect, redirect, redirect],
      [1, 2, 3].map(() => brokenOff('%PDF', 'application/pdf')),
      'upstream_unavailable',
    ],
    ['is not answered', [redirect], [hang], 'timed_out'],
    ['breaks', [redirect, redirect, redirect], [reset, reset, reset], 'upstream_unavailable'],
  ])('rejects content that %s, without the URL in the error', async (_name, steps, hosts, code) => {
    const { client, sent, sentToHosts } = graphStub(steps, { hosts });
    const error: unknown = await client
      .download({ ...content, maxBytes: 1000 })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AppError', code });
    expect([sent.length, sentToHosts.length]).toEqual([steps.length, hosts.length]);
    expect(exposed(error)).not.toMatch(/canary|tempauth|sharepoint\.com|evil|127\.0\.0\.1/);
  });

  it('states the limit when the content is too large', async () => {
    const { client } = graphStub([redirect], { hosts: [raw(new Uint8Array(3 * 1024 * 1024))] });
    await expect(client.download({ ...content, maxBytes: 2 * 1024 * 1024 })).rejects.toThrow('2 MB');
  });

  it('rejects with the abort reason when the signal aborts', async () => {
    const stopped = new Error('stopped');
    const stub = graphStub([redirect], {
      hosts: [
        () => {
          stub.abort(stopped);
          return Promise.reject(new TypeError('aborted'));
        },
      ],
    });
    await expect(stub.client.download(content)).rejects.toBe(stopped);
  });
});

describe('GraphClient.download of content with a known location', () => {
  const location = new URL('https://contoso-my.sharepoint.com/download.aspx?tempauth=canary');
  const range = { Range: 'bytes=0-4' };
  const part = raw('01234', 206, { 'content-range': 'bytes 0-4/1234' });

  it('requests the location without a token, and nothing from Graph', async () => {
    const { client, sent, sentToHosts } = graphStub([], { hosts: [pdf] });
    const got = await client.download({ ...content, location });
    expect(new TextDecoder().decode(got.bytes)).toBe('%PDF');
    expect(sent).toEqual([]);
    expect(sentToHosts[0]?.url.href).toBe(location.href);
    expect([...(sentToHosts[0]?.headers.keys() ?? [])]).toEqual(['user-agent']);
  });

  it.each([401, 403, 404, 410, 202, 302, 503])(
    'requests the content from Graph when the location responds with %i',
    async (status) => {
      const { client, sent, sentToHosts } = graphStub([redirect], { hosts: [raw('', status), pdf] });
      const got = await client.download({ ...content, location });
      expect(new TextDecoder().decode(got.bytes)).toBe('%PDF');
      expect(sent).toHaveLength(1);
      expect(sentToHosts[1]?.url.href).toBe(preAuthenticated);
    },
  );

  it.each([
    'https://evil.example/x',
    'http://contoso.sharepoint.com/x',
    'https://a:b@contoso.sharepoint.com/x',
    'file:///etc/passwd',
  ])('requests the content from Graph instead of %s', async (url) => {
    const { client, sent, sentToHosts } = graphStub([redirect], { hosts: [pdf] });
    await client.download({ ...content, location: new URL(url) });
    expect(sent).toHaveLength(1);
    expect(sentToHosts.map(({ url: { href } }) => href)).toEqual([preAuthenticated]);
  });

  it('requests the content from Graph in the next attempt when the connection breaks', async () => {
    const { client, sentToHosts } = graphStub([redirect], { hosts: [reset, pdf] });
    await client.download({ ...content, location });
    expect(sentToHosts.map(({ url: { href } }) => href)).toEqual([location.href, preAuthenticated]);
  });

  it('rejects content above the maximum without a request to Graph', async () => {
    const { client, sent } = graphStub([], { hosts: [raw(new Uint8Array(1001))] });
    const download = client.download({ ...content, location, maxBytes: 1000 });
    await expect(download).rejects.toMatchObject({ code: 'too_large' });
    expect(sent).toEqual([]);
  });

  it('serves all ranges of a file from the location', async () => {
    const { client, sent } = graphStub([], { hosts: [part, part] });
    await client.download({ ...content, location, headers: range });
    await client.download({ ...content, location, headers: range });
    expect(sent).toEqual([]);
  });

  it('does not request an expired location again for the next range', async () => {
    const { client, sent, sentToHosts } = graphStub([redirect], { hosts: [raw('', 401), part, part] });
    await client.download({ ...content, location, headers: range });
    await client.download({ ...content, location, headers: range });
    expect(sent).toHaveLength(1);
    expect(sentToHosts.filter(({ url: { href } }) => href === location.href)).toHaveLength(1);
  });
});

describe('the response to a download', () => {
  it.each([200, 206, 299])('is content with the status %i, from Graph and from the host', async (status) => {
    const fromGraph = graphStub([raw('yes', status)]);
    expect((await fromGraph.client.download(content)).bytes).toHaveLength(3);
    const fromHost = graphStub([redirect], { hosts: [raw('yes', status)] });
    expect((await fromHost.client.download(content)).bytes).toHaveLength(3);
    expect(fromHost.sentToHosts[0]?.method).toBe('GET');
  });

  it.each([300, 302, 307, 399])('leads on with the status %i', async (status) => {
    const { client } = graphStub([raw(null, status, { location: preAuthenticated })], { hosts: [pdf] });
    expect((await client.download(content)).bytes).toHaveLength(4);
  });

  it.each([400, 404])('leads nowhere with the status %i, whatever it says', async (status) => {
    const { client, sentToHosts } = graphStub([raw('', status, { location: preAuthenticated })]);
    await expect(client.download(content)).rejects.toMatchObject({ name: 'AppError' });
    expect(sentToHosts).toEqual([]);
  });

  it.each([404, 410])('says with the status %i of the host that the file is gone', async (status) => {
    const { client } = graphStub([redirect], { hosts: [raw('', status)] });
    await expect(client.download(content)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<[string, GraphBytes['range']]>([
    ['bytes 0-4/5', { start: 0, totalBytes: 5 }],
    [`bytes 0-4/${'9'.repeat(15)}`, { start: 0, totalBytes: Number('9'.repeat(15)) }],
    [`bytes ${'1'.repeat(15)}-${'2'.repeat(15)}/30`, { start: Number('1'.repeat(15)), totalBytes: 30 }],
    [`bytes 0-4/${'9'.repeat(16)}`, undefined],
    [`bytes ${'1'.repeat(16)}-4/5`, undefined],
    [`bytes 0-${'1'.repeat(16)}/5`, undefined],
    ['bytes -4/5', undefined],
    ['bytes 0-/5', undefined],
    ['bytes 0-4/', undefined],
    ['bytes 0-4/*', undefined],
    ['xbytes 0-4/5', undefined],
    ['bytes 0-4/5x', undefined],
  ])('has the range of the Content-Range %s: %o', async (contentRange, range) => {
    const { client } = graphStub([raw('01234', 206, { 'content-range': contentRange })]);
    const got = await client.download(content);
    expect(got.range).toEqual(range);
    expect(Object.hasOwn(got, 'range')).toBe(range !== undefined);
  });

  it('has a content type of at most 200 characters', async () => {
    for (const length of [200, 201, 5000]) {
      const { client } = graphStub([raw('x', 200, { 'content-type': 't'.repeat(length) })]);
      expect((await client.download(content)).contentType).toBe('t'.repeat(200));
    }
  });

  it.each([
    [1, '1 MB'],
    [1000, '1 MB'],
    [1.4 * 1024 * 1024, '1 MB'],
    [1.6 * 1024 * 1024, '2 MB'],
    [3 * 1024 * 1024, '3 MB'],
  ])('of more than %i bytes fails with: larger than %s', async (maxBytes, words) => {
    const { client } = graphStub([raw(new Uint8Array(maxBytes + 1))]);
    await expect(client.download({ ...content, maxBytes })).rejects.toThrow(`larger than ${words},`);
  });
});
