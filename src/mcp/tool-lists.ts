import { concatBytes } from '../crypto/encoding.ts';

/** Responses to `tools/list` of revision 2026-07-28. */
export interface ToolLists {
  /**
   * The response to a request. The SDK serves the first one with a key, later ones contain its serialized result.
   * @param key everything that the result depends on
   * @param id of the request
   */
  respond(key: string, id: string | number, serve: () => Promise<Response>): Promise<Response>;
}

const encoder = new TextEncoder();
const start = encoder.encode('{"result":');

/** Permissions and switches differ by user and tenant; few combinations are in use. */
const maxLists = 50;

/**
 * Keeps serialized results by the names of their tools, for the lifetime of the isolate: only a deployment changes the
 * entry of a tool. The key is determined anew for each request.
 */
export function createToolLists(): ToolLists {
  const results = new Map<string, Uint8Array>();
  return {
    async respond(key, id, serve) {
      const known = results.get(key);
      if (known !== undefined) return toResponse(id, known);
      const response = await serve();
      const { result } = (await response.clone().json()) as { readonly result?: unknown };
      if (result === undefined) return response;
      const [oldest] = results.keys();
      if (results.size >= maxLists && oldest !== undefined) results.delete(oldest);
      results.set(key, encoder.encode(JSON.stringify(result)));
      return response;
    },
  };
}

/** The members in the order of the SDK. */
function toResponse(id: string | number, result: Uint8Array): Response {
  const end = encoder.encode(`,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`);
  return new Response(concatBytes(start, result, end), { headers: { 'content-type': 'application/json' } });
}
