import type { LoadRequest } from './run-load.ts';

/** An MCP request of a load test. */
export interface McpRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Headers = Readonly<Record<string, string>>;

const revision = '2026-07-28';

/** A request of revision 2026-07-28 with its headers. */
export function mcpRequest({ method, params }: McpRequest, headers: Headers): LoadRequest {
  const name = params['name'];
  return post(
    {
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': revision,
          'io.modelcontextprotocol/clientCapabilities': {},
          'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
        },
      },
    },
    {
      'mcp-protocol-version': revision,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
      ...headers,
    },
  );
}

/** A message of revision 2025-11-25. */
export function legacyRequest(question: McpRequest, headers: Headers): LoadRequest {
  return post(question, { 'mcp-protocol-version': '2025-11-25', ...headers });
}

function post(message: McpRequest, headers: Headers): LoadRequest {
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  };
}

/** Whether a response is a result without `isError`. */
export function isResult(status: number, body: string): boolean {
  return status === 200 && body.includes('"result":') && !body.includes('"isError":true');
}
