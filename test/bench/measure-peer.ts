import { isResult, legacyRequest, mcpRequest, type McpRequest } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { type LoadRequest, type LoadResult, runLoad } from './run-load.ts';

/** An MCP server and the request to measure. */
export interface Peer {
  readonly url: URL;
  /** Default: `tools/list`. */
  readonly tool: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** Process id of a local server. */
  readonly pid: number | undefined;
}

/** Measures any MCP server, after two seconds of warm-up. */
export async function measurePeer(peer: Peer): Promise<LoadResult & { readonly cpuMs?: number }> {
  const { url, tool, args, connections, pid } = peer;
  const question: McpRequest =
    tool === undefined
      ? { method: 'tools/list', params: {} }
      : { method: 'tools/call', params: { name: tool, arguments: args } };
  const request = await requestFor(peer, question);
  const load = async (seconds: number) =>
    runLoad({ url, connections, seconds, next: () => request, isGood: isResult });
  await load(2);
  const before = pid === undefined ? 0 : processUsage(pid).cpuMs;
  const result = await load(peer.seconds);
  if (pid === undefined) return result;
  return { ...result, cpuMs: (processUsage(pid).cpuMs - before) / result.calls };
}

/** A request of the newest revision; of 2025-11-25, with a session where one is given, for servers that do not know it. */
async function requestFor({ url, headers }: Peer, question: McpRequest): Promise<LoadRequest> {
  const modern = mcpRequest(question, headers);
  const answer = await fetch(url, { method: 'POST', ...modern });
  if (isResult(answer.status, await answer.text())) return modern;
  const initialize = legacyRequest(
    {
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'bench', version: '1.0.0' },
      },
    },
    headers,
  );
  const welcome = await fetch(url, { method: 'POST', ...initialize });
  const session = welcome.headers.get('mcp-session-id');
  await welcome.body?.cancel();
  return legacyRequest(question, { ...headers, ...(session === null ? {} : { 'mcp-session-id': session }) });
}
