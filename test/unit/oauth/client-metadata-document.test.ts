import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { type OutboundFetch, createOutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import { createClientMetadataDocuments, knownClientMetadata } from '../../../src/oauth/client-metadata.ts';

const trusted = 'https://app.example/oauth/client.json';
const claude = 'https://claude.ai/oauth/mcp-oauth-client-metadata';
const document = { client_id: trusted, client_name: 'App', redirect_uris: ['https://app.example/cb'] };

function documentsWith(answer: unknown, status = 200) {
  const time = { nowMs: 0 };
  const asked: string[] = [];
  const state = { answer, status };
  const outboundFetch: OutboundFetch = async (url) => {
    asked.push(url.href);
    if (state.answer instanceof Error) throw state.answer;
    if (state.answer instanceof Promise) await state.answer;
    const text = typeof state.answer === 'string' ? state.answer : JSON.stringify(state.answer);
    return { status: state.status, headers: new Headers(), body: new TextEncoder().encode(text) };
  };
  return { documents: documentsBy(outboundFetch, () => time.nowMs), asked, state, time };
}

function documentsBy(documentFetch: OutboundFetch, nowMs = () => 0) {
  return createClientMetadataDocuments([trusted], {
    documentFetch,
    clock: { nowMs },
    waitUntil: () => undefined,
  });
}

describe('[entra-4.6-ssrf] client metadata documents', () => {
  it.each([
    'https://evil.example/client.json#x',
    'https://app.example:443/oauth/client.json',
    'https://app.example:8443/oauth/client.json',
    'https://APP.example/oauth/client.json',
    'https://app.example/a/../client.json',
    'https://user@app.example/oauth/client.json',
    'https://user:password@app.example/oauth/client.json',
    'https://:password@app.example/oauth/client.json',
    'https://app.example',
    'https://app.example/',
    'http://app.example/oauth/client.json',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/client.json',
    'https://0x7f000001/client.json',
    'https://2130706433/client.json',
    'https://127.1/client.json',
    'https://[::1]/client.json',
    'https://[::ffff:127.0.0.1]/client.json',
    'https://localhost/client.json',
    'https://localhost./client.json',
    'https://app.localhost/client.json',
    'https://metadata.google.internal/client.json',
    'https://printer.local/client.json',
    'https://router.home.arpa/client.json',
    'https://intranet/client.json',
    'https://app.example./client.json',
    `https://app.example/${'a'.repeat(512)}`,
    'file:///etc/passwd',
    '__proto__',
    'constructor',
  ])('%s is never requested', async (clientId) => {
    const { documents, asked } = documentsWith(document);
    expect(await documents.find(clientId)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([
    'https://evil.example/client.json',
    'https://app.example/oauth/client.json?x=1',
    'https://app.example/oauth/other.json',
    'https://claude.ai/oauth/some-other-client-metadata',
    'https://zed.dev/oauth/client-metadata.json',
    'https://chatgpt.com/oauth/a/b/client.json',
  ])('%s is requested and not trusted', async (clientId) => {
    const { documents, asked } = documentsWith({ ...document, client_id: clientId });
    expect(await documents.find(clientId)).toMatchObject({ clientName: 'App' });
    expect(documents.isTrusted(clientId)).toBe(false);
    expect(asked).toEqual([clientId]);
  });

  it('of unknown publishers fill a limited cache', async () => {
    const { documents, asked } = documentsWith('', 404);
    const url = (index: number) => `https://host-${index}.example/client.json`;
    for (let index = 0; index < 300; index += 1) await documents.find(url(index));
    await documents.find(url(299));
    await documents.find(url(100));
    expect(asked).toHaveLength(300);
    await documents.find(url(0));
    expect(asked).toHaveLength(301);
  });

  it.each([
    [
      'https://chatgpt.com/oauth/abc_1-2/client.json',
      'ChatGPT',
      'https://chatgpt.com/connector/oauth/abc_1-2',
    ],
    ['https://chatgpt.com/oauth/codex/srv1/client.json', 'Codex', 'http://127.0.0.1/callback/srv1'],
    ['https://chatgpt.com/oauth/codex/srv1/client.json', 'Codex', 'http://127.0.0.1/callback'],
  ])('%s is known without its host', async (clientId, clientName, redirectUri) => {
    const { documents } = documentsWith(new AppError('upstream_unavailable', 'x'));
    expect(documents.isTrusted(clientId)).toBe(true);
    const metadata = await documents.find(clientId);
    expect(metadata?.clientName).toBe(clientName);
    expect(metadata?.redirectUris).toContain(redirectUri);
  });

  it.each([
    ['one that is known by a copy', claude],
    ['one that only the operator trusts', trusted],
  ])('are asked for once, however many sign-ins begin at once: %s', async (_, clientId) => {
    const { documents, asked } = documentsWith({ ...document, client_id: clientId });
    const found = await Promise.all(Array.from({ length: 20 }, () => documents.find(clientId)));
    expect(asked).toEqual([clientId]);
    for (const metadata of found) expect(metadata?.redirectUris.length).toBeGreaterThan(0);
  });

  it('are fetched by a request that waited six seconds for one that never settled', async () => {
    const { documents, asked, state, time } = documentsWith(new Promise(() => undefined));
    void documents.find(trusted);
    const waiting = documents.find(trusted);
    state.answer = document;
    time.nowMs += 6000;
    expect(await waiting).toMatchObject({ clientName: 'App' });
    expect(asked).toHaveLength(2);
  });

  it('shares one pending request also when it fails', async () => {
    const { documents, asked } = documentsWith('', 500);
    const found = await Promise.all(Array.from({ length: 20 }, () => documents.find(trusted)));
    expect(new Set(found)).toEqual(new Set([undefined]));
    expect(asked).toEqual([trusted]);
  });

  it('are fetched from their exact URL and cached for an hour', async () => {
    const { documents, asked, time } = documentsWith(document);
    const metadata = { clientName: 'App', redirectUris: ['https://app.example/cb'] };
    expect(await documents.find(trusted)).toEqual(metadata);
    time.nowMs += 3_599_999;
    expect(await documents.find(trusted)).toEqual(metadata);
    expect(asked).toEqual([trusted]);
    time.nowMs += 1;
    await documents.find(trusted);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['a document of another client', { ...document, client_id: 'https://app.example/oauth/other.json' }, 200],
    ['a document without an id', { redirect_uris: ['https://app.example/cb'] }, 200],
    ['a document without redirects', { client_id: trusted }, 200],
    ['no redirects at all', { ...document, redirect_uris: [] }, 200],
    ['redirects that are no texts', { ...document, redirect_uris: [{}] }, 200],
    ['a page', '<!doctype html>', 200],
    ['nothing', '', 200],
    ['a redirect', document, 302],
    ['a refusal', document, 403],
    ['silence', new AppError('timed_out', 'x'), 200],
    ['more than 64 KB', new AppError('too_large', 'x'), 200],
  ])('%s is as good as none', async (_, answer, status) => {
    expect(await documentsWith(answer, status).documents.find(trusted)).toBeUndefined();
  });

  it('are not requested again for five minutes after a failure, while the cached document stays valid', async () => {
    const { documents, asked, state, time } = documentsWith(document);
    await documents.find(trusted);
    state.answer = new AppError('timed_out', 'x');
    time.nowMs += 3_600_000;
    for (let times = 0; times < 3; times += 1)
      expect(await documents.find(trusted)).toMatchObject({ clientName: 'App' });
    expect(asked).toHaveLength(2);
    time.nowMs += 300_000;
    await documents.find(trusted);
    expect(asked).toHaveLength(3);
  });

  it.each(Object.entries(knownClientMetadata))('%s is known without its host', async (clientId, metadata) => {
    const { documents } = documentsWith(new AppError('upstream_unavailable', 'x'));
    expect(await documents.find(clientId)).toEqual(metadata);
  });

  it('replace the pinned copy, so that a removed redirect URI is no longer accepted', async () => {
    const newer = { client_id: claude, client_name: 'Claude', redirect_uris: ['https://claude.ai/new'] };
    expect(await documentsWith(newer).documents.find(claude)).toEqual({
      clientName: 'Claude',
      redirectUris: ['https://claude.ai/new'],
    });
  });

  it('are fetched to the end for the next sign-in when the first request ends', async () => {
    const continued: Promise<unknown>[] = [];
    const documents = createClientMetadataDocuments([trusted], {
      documentFetch: async () => {
        throw new AppError('timed_out', 'x');
      },
      clock: { nowMs: () => 0 },
      waitUntil: (work) => void continued.push(work),
    });
    await documents.find(trusted);
    await documents.find(trusted);
    expect(continued).toHaveLength(1);
  });

  it('are requested as JSON, limited in time and size and fetched without redirects', async () => {
    const seen: unknown[] = [];
    const outboundFetch: OutboundFetch = async (_url, init, limits) => {
      seen.push(new Headers(init?.headers).get('accept'), limits);
      throw new AppError('timed_out', 'x');
    };
    await documentsBy(outboundFetch).find(trusted);
    expect(seen).toEqual(['application/json', { timeoutMs: 5000, maxBytes: 65_536 }]);
    const wayOut = createOutboundFetch(
      (url) => url.href === trusted,
      undefined,
      async (_input, init) => {
        expect(init?.redirect).toBe('manual');
        return new Response('x'.repeat(70_000));
      },
    );
    expect(await documentsBy(wayOut).find(trusted)).toBeUndefined();
  });
});
