import assert from 'node:assert/strict';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** The two protocol eras. */
export type Era = '2026-07-28' | '2025-11-25';

/** The methods of a client of either era that are used here. */
export interface AnyClient {
  listTools(): Promise<{
    tools: {
      name: string;
      title?: string | undefined;
      description?: string | undefined;
      inputSchema: object;
    }[];
  }>;
  callTool(params: { name: string; arguments?: Record<string, unknown> }): Promise<ToolResult>;
  close(): Promise<void>;
}

/** The members of a tool result that are used here. */
export interface ToolResult {
  readonly content: { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

/** Connects the MCP SDK client of an era with a bearer token. */
export async function connectClient(era: Era, url: URL, token: string): Promise<AnyClient> {
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  if (era === '2026-07-28') {
    const client = new ModernClient(
      { name: 'demo', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: era } } },
    );
    await client.connect(new ModernTransport(url, { requestInit }));
    return client as unknown as AnyClient;
  }
  const client = new LegacyClient({ name: 'demo', version: '1.0.0' });
  await client.connect(new LegacyTransport(url, { requestInit }));
  return client as unknown as AnyClient;
}

/** Calls a tool. @throws AssertionError when the result is an error */
export async function call(
  client: AnyClient,
  name: string,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const result = await client.callTool({ name, arguments: args });
  assert.notEqual(result.isError, true, textOf(result));
  return result;
}

/** The items of a search. */
export function itemsOf(result: ToolResult): Record<string, unknown>[] {
  return (result.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}

/** The text blocks of a result. */
export function textOf(result: ToolResult): string {
  return result.content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}
