import { applyFault } from './apply-fault.ts';
import type { Faults } from './faults.ts';

interface InnerRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
}

interface InnerResponse {
  readonly id: string;
  readonly status: number;
  readonly body?: unknown;
}

/** Applies the faults `inBatch` to the responses of a `$batch`. Only effects on status, headers and JSON body apply. */
export async function applyBatchFaults(
  faults: Faults,
  batch: { readonly url: URL; readonly body: unknown; readonly sessionId?: string | undefined },
  response: Response,
): Promise<Response> {
  const requests = (batch.body as { readonly requests?: readonly InnerRequest[] } | undefined)?.requests;
  if (response.status !== 200 || !Array.isArray(requests) || !faults.hasInBatch()) return response;
  const { responses } = (await response.json()) as { readonly responses: readonly InnerResponse[] };
  const base = batch.url.href.replace(/\/\$batch.*$/, '');
  const changed = await Promise.all(
    responses.map(async (inner) => {
      const request = (requests as readonly InnerRequest[]).find(({ id }) => id === inner.id);
      if (!request) return inner;
      const { pathname, href } = new URL(`${base}${request.url}`);
      const { method } = request;
      const fault = faults.take(
        { kind: 'graph', method, path: pathname, sessionId: batch.sessionId },
        { inBatch: true },
      );
      if (!fault) return inner;
      const altered = await applyFault(fault, new Request(href), () =>
        Promise.resolve(Response.json(inner.body ?? null, { status: inner.status })),
      );
      const text = await altered.text();
      return {
        id: inner.id,
        status: altered.status,
        headers: Object.fromEntries(altered.headers),
        ...(text !== '' && { body: JSON.parse(text) as unknown }),
      };
    }),
  );
  return Response.json({ responses: changed });
}
