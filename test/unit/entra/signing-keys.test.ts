import { beforeAll, describe, expect, it } from 'vitest';
import { createSigningKeys } from '../../../src/entra/signing-keys.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { type FakeAnswer, createFakeUpstream, createTurnedClock } from './fake-upstream.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';
import { issuerTemplate, nowMs, publicKeyEntry } from './token-forge.ts';

const keysUrl = new URL('https://login.microsoftonline.com/organizations/discovery/v2.0/keys');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

let key: RsaKey;
let newKey: RsaKey;
beforeAll(async () => {
  [key, newKey] = await Promise.all([createRsaKey('key'), createRsaKey('new-key')]);
});

const documentOf = (...keys: readonly RsaKey[]) => ({ keys: keys.map((entry) => publicKeyEntry(entry)) });
const down = (): never => {
  throw new AppError('upstream_unavailable', 'down');
};

/** A cache over an Entra whose answer can be changed, with the refreshes that it began. */
function createCache(answer: () => unknown) {
  const clock = createTurnedClock(nowMs);
  const state = { answer };
  const { fetch, requests } = createFakeUpstream(() => state.answer());
  const background: Promise<unknown>[] = [];
  const keys = createSigningKeys({ keysUrl, fetch, clock, waitUntil: (work) => background.push(work) });
  return { clock, keys, requests, state, background };
}

async function refusal(work: Promise<unknown>) {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof TokenError)) throw new Error('Nothing was refused.');
  const { status, reason, details } = error;
  return { status, reason, ...details };
}

describe('the key cache', () => {
  it('fetches the one document with limits on time and size, and caches it', async () => {
    const { keys, requests } = createCache(() => ({ body: documentOf(key) }));
    const found = await keys.find('key');
    expect(found).toMatchObject({ keyId: 'key', issuer: issuerTemplate });
    expect(found.key.extractable).toBe(false);
    expect(await keys.find('key')).toBe(found);
    expect(requests.map(({ url, limits }) => [url.href, limits])).toEqual([
      [keysUrl.href, { timeoutMs: 5000, maxBytes: 512 * 1024 }],
    ]);
    expect(requests[0]?.init.headers).toEqual({ accept: 'application/json' });
  });

  it('serves 100 concurrent requests with one fetch', async () => {
    const { keys, requests } = createCache(() => ({ body: documentOf(key) }));
    const found = await Promise.all(Array.from({ length: 100 }, () => keys.find('key')));
    expect(new Set(found).size).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it('uses the edge cache, but fetches from Entra for a key id that the cached document lacks', async () => {
    const documents = [documentOf(key), documentOf(key, newKey)];
    const { keys, requests } = createCache(() => ({
      headers: { 'cf-cache-status': documents.length === 2 ? 'HIT' : 'MISS' },
      body: documents.shift(),
    }));
    expect(await keys.find('new-key')).toMatchObject({ keyId: 'new-key' });
    expect((await refusal(keys.find('invented'))).reason).toBe('key_unknown');
    expect(requests.map(({ init }) => [init.cf, init.cache])).toEqual([
      [{ cacheTtl: 300, cacheEverything: true }, undefined],
      [undefined, 'no-store'],
    ]);
  });

  it('fetches at most once in 30 seconds for unknown key ids while the document fails', async () => {
    const { keys, requests, clock } = createCache(down);
    const refusals = [];
    for (let count = 0; count < 1000; count += 1) {
      refusals.push(await refusal(keys.find(crypto.randomUUID())));
      clock.advance(29);
    }
    expect(requests).toHaveLength(1);
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([503]));
    clock.advance(second);
    await refusal(keys.find('one-more'));
    expect(requests).toHaveLength(2);
  });

  it('fetches at most once in 30 seconds for unknown key ids while the document is available', async () => {
    const { keys, requests, clock } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    const refusals = await Promise.all(
      Array.from({ length: 500 }, () => refusal(keys.find(crypto.randomUUID()))),
    );
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(new Set(['key_unknown']));
    clock.advance(30 * second - 1);
    await refusal(keys.find('invented'));
    expect(requests).toHaveLength(1);
    clock.advance(1);
    await Promise.all(Array.from({ length: 500 }, () => refusal(keys.find(crypto.randomUUID()))));
    expect(requests).toHaveLength(2);
  });

  it('throws keys_unavailable with retryAfterSeconds when the document is unavailable', async () => {
    const { keys, clock } = createCache(down);
    expect(await refusal(keys.find('key'))).toEqual({
      status: 503,
      reason: 'keys_unavailable',
      retryAfterSeconds: 30,
    });
    clock.advance(12.5 * second);
    expect(await refusal(keys.find('key'))).toMatchObject({ status: 503, retryAfterSeconds: 18 });
  });

  it('sets the fetch error as the cause', async () => {
    const { keys } = createCache(() => ({ status: 404 }));
    const error = (await keys.find('key').catch((reason: unknown) => reason)) as TokenError;
    expect(error.cause).toEqual(new Error('The request for the key document returned status 404.'));
  });

  it('recovers once the document is available', async () => {
    const { keys, clock, state } = createCache(down);
    await refusal(keys.find('key'));
    state.answer = () => ({ body: documentOf(key) });
    clock.advance(30 * second);
    expect((await keys.find('key')).keyId).toBe('key');
  });

  it('finds a new key at the first token that is signed with it', async () => {
    const { keys, clock, state, requests } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    state.answer = () => ({ body: documentOf(newKey, key) });
    clock.advance(60 * second);
    expect((await keys.find('new-key')).keyId).toBe('new-key');
    expect((await keys.find('key')).keyId).toBe('key');
    expect(requests).toHaveLength(2);
  });

  it('refreshes in the background after ten minutes', async () => {
    const { keys, clock, state, requests, background } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    clock.advance(10 * minute - 1);
    await keys.find('key');
    expect(requests).toHaveLength(1);
    clock.advance(1);
    let release: (answer: FakeAnswer) => void = () => undefined;
    state.answer = () => new Promise<FakeAnswer>((resolve) => (release = resolve));
    await Promise.all(Array.from({ length: 20 }, () => keys.find('key')));
    expect(requests).toHaveLength(2);
    release({ body: documentOf(newKey) });
    await Promise.all(background);
    expect(background).toHaveLength(2);
    expect((await keys.find('new-key')).keyId).toBe('new-key');
  });

  it('removes a key that a newer document omits', async () => {
    const { keys, clock, state, background } = createCache(() => ({ body: documentOf(key, newKey) }));
    await keys.find('key');
    state.answer = () => ({ body: documentOf(newKey) });
    clock.advance(10 * minute);
    await keys.find('key');
    await Promise.all(background);
    expect(await refusal(keys.find('key'))).toMatchObject({ status: 401, reason: 'key_unknown' });
  });

  it('rejects the first token of a withdrawn key after half an hour without a request', async () => {
    const { keys, clock, state, requests } = createCache(() => ({ body: documentOf(key, newKey) }));
    await keys.find('key');
    state.answer = () => ({ body: documentOf(newKey) });
    clock.advance(30 * minute);
    const concurrent = await Promise.all([refusal(keys.find('key')), refusal(keys.find('key'))]);
    expect(concurrent.map(({ reason }) => reason)).toEqual(['key_unknown', 'key_unknown']);
    expect(requests).toHaveLength(2);
    expect((await keys.find('new-key')).keyId).toBe('new-key');
  });

  it('does not wait for another attempt after one has failed', async () => {
    const { keys, clock, state } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    state.answer = down;
    clock.advance(30 * minute);
    expect((await keys.find('key')).keyId).toBe('key');
    state.answer = () => new Promise(() => undefined);
    clock.advance(30 * second);
    expect((await keys.find('key')).keyId).toBe('key');
  });

  it('uses the last document for a day of failures, and no longer', async () => {
    const { keys, clock, state } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    state.answer = down;
    clock.advance(24 * hour - 1);
    expect((await keys.find('key')).keyId).toBe('key');
    expect(await refusal(keys.find('unknown'))).toMatchObject({ status: 401, reason: 'key_unknown' });
    clock.advance(1);
    expect(await refusal(keys.find('key'))).toMatchObject({ status: 503, reason: 'keys_unavailable' });
  });

  it('waits for a new document when the cached one is a day old', async () => {
    const { keys, clock, requests } = createCache(() => ({ body: documentOf(key) }));
    await keys.find('key');
    clock.advance(24 * hour);
    expect((await keys.find('key')).keyId).toBe('key');
    expect(requests).toHaveLength(2);
  });

  it('starts a new attempt after 30 seconds when the last one never settled', async () => {
    const { keys, clock, state } = createCache(() => new Promise(() => undefined));
    void keys.find('key');
    state.answer = () => ({ body: documentOf(key) });
    clock.advance(30 * second);
    expect((await keys.find('key')).keyId).toBe('key');
  });

  it('fetches the document for a request that waited six seconds for an attempt that never settled', async () => {
    const { keys, clock, state, requests } = createCache(() => new Promise(() => undefined));
    void keys.find('key');
    const waiting = keys.find('key');
    state.answer = () => ({ body: documentOf(key) });
    clock.advance(6 * second);
    expect((await waiting).keyId).toBe('key');
    expect(requests).toHaveLength(2);
  });

  it('passes every attempt to waitUntil', async () => {
    const { keys, background } = createCache(down);
    await refusal(keys.find('key'));
    expect(background).toHaveLength(1);
    await expect(background[0]).resolves.toBeUndefined();
  });
});

describe('the edge cache in front of the key document', () => {
  const hit = (...entries: readonly RsaKey[]) => ({
    headers: { 'cf-cache-status': 'HIT' },
    body: documentOf(...entries),
  });
  const miss = (...entries: readonly RsaKey[]) => ({ body: documentOf(...entries) });
  const cachesOf = (requests: readonly { readonly init: RequestInit }[]) =>
    requests.map(({ init }) => (init.cache === 'no-store' ? 'bypassed' : 'used'));

  it('is bypassed for an unknown key id when the document is ten minutes old', async () => {
    const { keys, clock, requests } = createCache(() => miss(key));
    await keys.find('key');
    clock.advance(10 * minute);
    await refusal(keys.find('invented'));
    expect(cachesOf(requests)).toEqual(['used', 'bypassed']);
  });

  it('is used by the refreshes after ten minutes and after half an hour', async () => {
    const { keys, clock, requests, background } = createCache(() => miss(key));
    await keys.find('key');
    clock.advance(10 * minute);
    await keys.find('key');
    await Promise.all(background);
    clock.advance(30 * minute);
    await keys.find('key');
    expect(cachesOf(requests)).toEqual(['used', 'used', 'used']);
  });

  it('is bypassed by the next attempt after a failure', async () => {
    const { keys, clock, state, requests } = createCache(down);
    await refusal(keys.find('key'));
    state.answer = () => miss(key);
    clock.advance(30 * second);
    await keys.find('key');
    expect(cachesOf(requests)).toEqual(['used', 'bypassed']);
  });

  it('costs no second request when its document contains the key', async () => {
    const { keys, requests } = createCache(() => hit(key));
    expect((await keys.find('key')).keyId).toBe('key');
    expect(requests).toHaveLength(1);
  });

  it('is bypassed at most once in 30 seconds even if it responds all the same', async () => {
    const { keys, clock, requests } = createCache(() => hit(key));
    await refusal(keys.find('invented'));
    clock.advance(30 * second - 1);
    await refusal(keys.find('invented'));
    expect(cachesOf(requests)).toEqual(['used', 'bypassed']);
    clock.advance(1);
    await refusal(keys.find('invented'));
    expect(cachesOf(requests)).toEqual(['used', 'bypassed', 'bypassed']);
  });

  it('receives one request in the background while a refresh of its document is pending', async () => {
    const { keys, clock, state, requests } = createCache(() => hit(key));
    await keys.find('key');
    state.answer = () => new Promise(() => undefined);
    clock.advance(10 * minute);
    await keys.find('key');
    await keys.find('key');
    expect(cachesOf(requests)).toEqual(['used', 'used']);
  });

  it('does not replace the document of a later request to Entra with one that arrives late', async () => {
    const { keys, clock, state, background } = createCache(() => hit(key));
    await keys.find('key');
    const late = Promise.withResolvers<unknown>();
    state.answer = () => late.promise;
    clock.advance(10 * minute);
    await keys.find('key');
    state.answer = () => miss(key, newKey);
    clock.advance(second);
    expect(await keys.find('new-key')).toMatchObject({ keyId: 'new-key' });
    late.resolve(hit(key));
    await Promise.all(background);
    expect(await keys.find('new-key')).toMatchObject({ keyId: 'new-key' });
  });
});
