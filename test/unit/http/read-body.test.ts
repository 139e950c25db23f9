import { describe, expect, test } from 'vitest';
import { readBody } from '../../../src/http/body.ts';

function request(body: string | ReadableStream<Uint8Array>): Request {
  return new Request('https://connector.example/mcp', { method: 'POST', body });
}

/** Half a body, after which nothing comes, not even the end. */
function stalled(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"half":')),
  });
}

describe('the body of a request', () => {
  test('is read as text', async () => {
    expect(await readBody(request('{}'), 2)).toBe('{}');
  });

  test('is nothing where there is too much of it', async () => {
    expect(await readBody(request('{} '), 2)).toBeUndefined();
  });

  test('is not waited for without an end', async () => {
    await expect(readBody(request(stalled()), 100, 1)).rejects.toMatchObject({ code: 'timed_out' });
  });
});
