import { encodeBase64 } from '../../encoding/base64.ts';
import type { Call, Handler } from './call.ts';
import { GraphError, badRequest } from './graph-error.ts';
import { json } from './response.ts';

/** Answers one inner request of a batch. */
export type Dispatch = (
  request: { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: unknown },
  call: Call,
) => Promise<Response>;

const limit = 20;

/** `$batch`: up to 20 requests with one status each. */
export function createBatchHandler(dispatch: Dispatch): Handler {
  return async (call) => {
    const requests = (call.body as { readonly requests?: unknown } | undefined)?.requests;
    if (!Array.isArray(requests)) throw badRequest('The requests property is missing.');
    if (requests.length > limit) {
      throw new GraphError(
        400,
        'BadRequest',
        `Number of batch request steps exceeds the maximum value of ${limit}.`,
      );
    }
    const ids = new Set<string>();
    const entries = requests.map((entry: unknown) => {
      const { id, method, url, headers, body } = (entry ?? {}) as Record<string, unknown>;
      if (typeof id !== 'string' || id === '' || ids.has(id))
        throw badRequest('Each request needs an id of its own.');
      if (typeof url !== 'string' || typeof method !== 'string')
        throw badRequest('Each request needs a method and a url.');
      if (/^[a-z]+:\/\//i.test(url)) throw badRequest('The url of a request in a batch must be relative.');
      ids.add(id);
      return {
        id,
        method: method.toUpperCase(),
        url,
        headers: (headers ?? {}) as Record<string, string>,
        body,
      };
    });
    const responses = await Promise.all(
      entries.map(async ({ id, method, url, headers, body }) => {
        const address = new URL(`${call.base}${url.startsWith('/') ? '' : '/'}${url}`);
        const response = await dispatch({ method, url: address, headers: new Headers(headers), body }, call);
        return { id, status: response.status, ...(await content(response)) };
      }),
    );
    // In any order, as documented: a caller has to go by the ids.
    return json(200, { responses: responses.toReversed() });
  };
}

async function content(response: Response): Promise<Record<string, unknown>> {
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [titleCase(name), value]));
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return { headers };
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    headers,
    body: isJson ? (JSON.parse(new TextDecoder().decode(bytes)) as unknown) : encodeBase64(bytes),
  };
}

function titleCase(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}
