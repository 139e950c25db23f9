import { describe, expect, test } from 'vitest';
import { readBody } from '../../../src/http/body.ts';

function request(body: string | ReadableStream<Uint8Array>): Request {
  return new Request('https://connector.example/mcp', { method: 'POST', body });
}

/** A body that stops halfway without an end. */
function stalled(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"half":')),
  });
}

describe('readBody', () => {
  test('returns a body of at most maxBytes as text', async () => {
    expect(await readBody(request('{}'), 2)).toBe('{}');
  });

  test('returns undefined for a body larger than maxBytes', async () => {
    expect(await readBody(request('{} '), 2)).toBeUndefined();
  });

  test.each([
    ['as text', 'π {}'],
    ['without its byte order mark', '\uFEFFπ {}'],
  ])('returns a body of a stated length %s', async (_, body) => {
    const bytes = new TextEncoder().encode(body);
    const headers = { 'content-length': String(bytes.length) };
    const stated = new Request('https://connector.example/mcp', { method: 'POST', headers, body: bytes });
    expect(await readBody(stated, 100)).toBe('π {}');
  });

  test('returns undefined for a stated length above maxBytes, without reading the body', async () => {
    const headers = { 'content-length': '101' };
    const stated = new Request('https://connector.example/mcp', { method: 'POST', headers, body: '{}' });
    expect(await readBody(stated, 100)).toBeUndefined();
    expect(stated.bodyUsed).toBe(false);
  });

  test('returns undefined for a body that is larger than its stated length and maxBytes', async () => {
    const headers = { 'content-length': '2' };
    const body = 'x'.repeat(101);
    const stated = new Request('https://connector.example/mcp', { method: 'POST', headers, body });
    expect(await readBody(stated, 100)).toBeUndefined();
  });

  test('throws timed_out when the body is not complete in time', async () => {
    await expect(readBody(request(stalled()), 100, 1)).rejects.toMatchObject({ code: 'timed_out' });
  });
});
