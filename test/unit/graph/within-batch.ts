import type { Step } from './graph-stub.ts';

/**
 * The same answer as Graph gives it within a batch of one: its status, headers and body in the body of a 200. What is
 * not JSON is base64 there, and a connection that breaks breaks for the batch.
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function withinBatch(step: Step): Step {
  return async (request) => {
    const answer = await step(request);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const headers = Object.fromEntries(answer.headers);
    const response = { id: '1', status: answer.status, headers, ...bodyOf(answer, bytes) };
    return Response.json({ responses: [response] });
  };
}

function bodyOf({ headers }: Response, bytes: Uint8Array): { body?: unknown } {
  if (bytes.length === 0) return {};
  const base64 = { body: Buffer.from(bytes).toString('base64') };
  if (!/^application\/(?:[\w.+-]+\+)?json\b/.test(headers.get('content-type') ?? '')) return base64;
  try {
    return {
      body: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)) as unknown,
    };
  } catch {
    return base64;
  }
}
