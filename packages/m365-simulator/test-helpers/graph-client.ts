import { expect } from 'vitest';
import { graphPermissions, users } from '../seed-data/tenants.ts';
import { createGraph, type SimulatedGraph } from '../graph/graph.ts';
import { checkRequest, checkResponse } from '../graph-contract/graph-rules.ts';
import { loadOpenApi } from '../graph-contract/load-contract.ts';

const openApi = await loadOpenApi();

/** The clock of the tests: the day that mail and files are counted back from. */
export const testNowMs = Date.parse('2026-11-24T10:00:00Z');
const root = 'https://graph.microsoft.com/v1.0';

/** One response. */
interface GraphResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the tests look into it as they know it
  readonly body: any;
}

/** A user with a token, asking. */
export interface GraphClient {
  get(path: string, headers?: Record<string, string>): Promise<GraphResponse>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<GraphResponse>;
}

/** A tenant for one test file. `clock` can be turned. */
export function createTestGraph(clock: { nowMs: number } = { nowMs: testNowMs }): SimulatedGraph {
  return createGraph({ nowMs: () => clock.nowMs, downloadOrigin: () => 'https://contoso.sharepoint.com' });
}

/**
 * Asks as a user with some permissions, all of them by default. Every successful request and its response have to
 * follow the documented rules, and the OpenAPI description of Graph where it is available.
 */
export function createGraphClient(
  graph: SimulatedGraph,
  user: keyof typeof users | { readonly tenantId: string; readonly objectId: string },
  scopes: readonly string[] = graphPermissions,
): GraphClient {
  const { tenantId, objectId } = typeof user === 'string' ? users[user] : user;
  const session = { tenantId, objectId, scopes: new Set(scopes) };

  async function ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<GraphResponse> {
    const url = path.startsWith('https://') ? path : root + path;
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await graph.fetch(new Request(url, { method, headers, ...text }), session);
    const content = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const parsed: unknown = isJson ? JSON.parse(content) : content;
    if (isJson && response.ok) {
      expect(checkRequest({ method, url, headers, body }), `${method} ${path}`).toEqual([]);
      expect(checkResponse(method, url, parsed), `${method} ${path}`).toEqual([]);
    }
    if (openApi && isJson) {
      expect(
        openApi.response({ method, url }, response.status, parsed, { strict: true }),
        `${method} ${path}`,
      ).toEqual([]);
      if (response.ok)
        expect(openApi.request({ method, url, headers, body }), `${method} ${path}`).toEqual([]);
    }
    return { status: response.status, headers: response.headers, body: parsed };
  }

  return {
    get: (path, headers = {}) => ask('GET', path, headers),
    post: (path, body, headers = {}) =>
      ask('POST', path, { 'content-type': 'application/json', ...headers }, body),
  };
}
