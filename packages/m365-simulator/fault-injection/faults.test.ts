import { afterAll, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '../server.ts';
import { createStubGraph } from '../test-helpers/stub-graph.ts';
import { createSimulator } from '../simulator.ts';
import { matchesPattern } from './faults.ts';

const tenant = await startSimulator({ createGraph: createStubGraph, checkContract: false });
const { control } = tenant;
const keysUrl = `${tenant.url}/organizations/discovery/v2.0/keys`;
beforeEach(() => control.reset());
afterAll(() => tenant.close());

async function trueBody(): Promise<string> {
  return (await fetch(keysUrl)).text();
}

test('a status fault returns headers and body the given number of times', async () => {
  control.addFault({
    kind: 'keys',
    times: 2,
    effect: 'status',
    status: 503,
    headers: { 'retry-after': '7' },
    body: '<p>',
  });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const response = await fetch(keysUrl);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.text()).toBe('<p>');
  }
  expect((await fetch(keysUrl)).status).toBe(200);
});

test('a redirect is a status too', async () => {
  control.addFault({
    kind: 'keys',
    effect: 'status',
    status: 302,
    headers: { location: 'https://evil.example/' },
  });
  const response = await fetch(keysUrl, { redirect: 'manual' });
  expect(response.headers.get('location')).toBe('https://evil.example/');
});

test('faults apply to matching requests only, in the order in which they were added', async () => {
  control.addFault({ kind: 'graph', effect: 'status', status: 500 });
  control.addFault({ path: '/organizations/*/keys', method: 'POST', effect: 'status', status: 501 });
  control.addFault({ path: '/organizations/*/keys', times: 1, effect: 'status', status: 502 });
  control.addFault({ kind: 'keys', effect: 'status', status: 503 });
  expect((await fetch(keysUrl)).status).toBe(502);
  expect((await fetch(keysUrl)).status).toBe(503);
  expect((await fetch(`${tenant.url}/v1.0/me`)).status).toBe(500);
  control.clearFaults();
  expect((await fetch(keysUrl)).status).toBe(200);
});

test('a page fault changes items and members of a list', async () => {
  control.addFault({
    kind: 'keys',
    times: 1,
    effect: 'page',
    items: 'none',
    nextQuery: { $skip: '0' },
  });
  expect(await (await fetch(keysUrl)).json()).toMatchObject({
    value: [],
    '@odata.nextLink': `${keysUrl}?%24skip=0`,
  });
  control.addFault({ kind: 'keys', effect: 'page', members: { value: null } });
  expect(await (await fetch(keysUrl)).json()).toMatchObject({ value: null, keys: expect.any(Array) });
});

test('a delay fault returns the regular response late', async () => {
  const body = await trueBody();
  control.addFault({ kind: 'keys', effect: 'delay', delayMs: 20 });
  expect(await trueBody()).toBe(body);
});

test('a hang fault lasts until the client aborts', async () => {
  control.addFault({ kind: 'keys', effect: 'hang' });
  await expect(fetch(keysUrl, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/i);
  expect(control.requests({ kind: 'keys' })[0]).not.toHaveProperty('status');
});

test('a reset cuts the connection before the response', async () => {
  control.addFault({ kind: 'keys', times: 1, effect: 'reset' });
  await expect(fetch(keysUrl)).rejects.toThrow();
  expect((await fetch(keysUrl)).status).toBe(200);
});

test.each([0, 10])('a truncation cuts the connection after %i bytes of the body', async (afterBytes) => {
  const { length } = await trueBody();
  control.addFault({ kind: 'keys', effect: 'truncate', afterBytes });
  const response = await fetch(keysUrl);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe(String(length));
  await expect(response.text()).rejects.toThrow();
});

test('a contentType fault changes the content type only', async () => {
  const body = await trueBody();
  control.addFault({ kind: 'keys', effect: 'contentType', contentType: 'text/html' });
  const response = await fetch(keysUrl);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(await response.text()).toBe(body);
});

test('a huge body is JSON of the size that was requested', async () => {
  control.addFault({ kind: 'keys', effect: 'hugeBody', bytes: 3_000_000 });
  const text = await trueBody();
  expect(text.length).toBeGreaterThan(3_000_000);
  expect(JSON.parse(text)).toHaveProperty('padding');
});

test('a drip fault sends the regular response in small chunks', async () => {
  const body = await trueBody();
  control.addFault({ kind: 'keys', effect: 'drip', bytesPerChunk: 500, intervalMs: 1 });
  expect(await trueBody()).toBe(body);
});

test('a reset fault rejects an in-process fetch', async () => {
  const { fetch: response, control: own } = await createSimulator({ createGraph: createStubGraph });
  const request = () => new Request('https://login.microsoftonline.com/common/discovery/v2.0/keys');
  own.addFault({ effect: 'reset', times: 1 });
  await expect(response(request())).rejects.toThrow(TypeError);
  own.addFault({ effect: 'truncate', afterBytes: 5, times: 1 });
  await expect((await response(request())).text()).rejects.toThrow(TypeError);
  expect((await response(request())).status).toBe(200);
});

test.each<[string, string, boolean]>([
  ['/v1.0/me', '/v1.0/me', true],
  ['/v1.0/me', '/v1.0/me/messages', false],
  ['/v1.0/*', '/v1.0/me/messages', true],
  ['*/messages', '/v1.0/me/messages', true],
  ['*/messages', '/v1.0/me/messages/1', false],
  ['/v1.0/*/items/*/content', '/v1.0/drives/a/items/b/content', true],
  ['/v1.0/*/items/*/content', '/v1.0/drives/a/content', false],
  ['/a*a', '/a', false],
  ['*', '', true],
])('the pattern %s and the path %s', (pattern, path, expected) => {
  expect(matchesPattern(pattern, path)).toBe(expected);
});
