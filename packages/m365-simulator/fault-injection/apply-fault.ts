import type { Fault } from './faults.ts';

/** The connection was cut on purpose. A server destroys the socket; in one process it is the fetch that fails. */
class ConnectionResetError extends TypeError {
  constructor() {
    super('The connection was reset by fault injection.');
    this.name = 'ConnectionCut';
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(new ConnectionResetError());
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** The body in pieces, each made when it is requested. */
function createStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
      }
    },
  });
}

async function* drip(bytes: Uint8Array, size: number, intervalMs: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
    await wait(intervalMs);
  }
}

async function* truncated(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
  throw new ConnectionResetError();
}

async function* hugeJson(byteCount: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const chunk = encoder.encode('a'.repeat(0x10000));
  yield encoder.encode('{"padding":"');
  for (let sent = 0; sent < byteCount; sent += chunk.length) yield chunk;
  yield encoder.encode('"}');
}

async function alterBody(
  response: Response,
  change: (bytes: Uint8Array) => AsyncGenerator<Uint8Array>,
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  // `content-length` is the full length, so that clients detect the truncated body.
  headers.set('content-length', String(bytes.length));
  return new Response(createStream(change(bytes)), { status: response.status, headers });
}

type PageFault = Extract<Fault, { readonly effect: 'page' }>;

async function alterPage(
  { items, nextQuery, members }: PageFault,
  url: string,
  response: Response,
): Promise<Response> {
  const page = (await response.json()) as { readonly value?: readonly Record<string, unknown>[] };
  const value = page.value ?? [];
  const changed = { none: [], withoutIds: value.map((item) => ({ ...item, id: undefined })) };
  const again = new URL(url);
  for (const [name, text] of Object.entries(nextQuery ?? {})) again.searchParams.set(name, text);
  return Response.json(
    {
      ...page,
      ...(items && { value: changed[items] }),
      ...(nextQuery && { '@odata.nextLink': again.href }),
      ...members,
    },
    { status: response.status },
  );
}

/**
 * Applies a fault to a request. `response` produces the regular response and is called only when the fault
 * uses it.
 */
export async function applyFault(
  fault: Fault,
  request: Request,
  response: () => Promise<Response>,
): Promise<Response> {
  switch (fault.effect) {
    case 'status':
      if (fault.delayMs !== undefined) await wait(fault.delayMs);
      return new Response(fault.body ?? null, {
        status: fault.status,
        headers: { 'content-type': 'application/json', ...fault.headers },
      });
    case 'delay':
      await wait(fault.delayMs);
      return response();
    case 'hang':
      return whenAborted(request.signal);
    case 'reset':
      throw new ConnectionResetError();
    case 'truncate':
      return alterBody(await response(), (bytes) => truncated(bytes.subarray(0, fault.afterBytes)));
    case 'drip':
      return alterBody(await response(), (bytes) => drip(bytes, fault.bytesPerChunk, fault.intervalMs));
    case 'page':
      return alterPage(fault, request.url, await response());
    case 'hugeBody':
      return new Response(createStream(hugeJson(fault.bytes)), {
        headers: { 'content-type': 'application/json' },
      });
    case 'contentType': {
      const { status, headers, body } = await response();
      const changed = new Headers(headers);
      changed.set('content-type', fault.contentType);
      return new Response(body, { status, headers: changed });
    }
  }
}
