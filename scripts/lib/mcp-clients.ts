import assert from 'node:assert/strict';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** The two protocol eras. */
export type Era = '2026-07-28' | '2025-11-25';

/** What a client of either era can do here. */
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

/** A tool's result, as far as it is looked at. */
export interface ToolResult {
  readonly content: { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

/** A real client of the era, connected with a bearer token. */
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

/** Calls a tool that has to work. */
export async function call(
  client: AnyClient,
  name: string,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const answer = await client.callTool({ name, arguments: args });
  assert.notEqual(answer.isError, true, textOf(answer));
  return answer;
}

/** The items of a search. */
export function itemsOf(answer: ToolResult): Record<string, unknown>[] {
  return (answer.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}

/** What the model reads of an answer. */
export function textOf(answer: ToolResult): string {
  return answer.content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}

/** One line for each item, of the members that a person would look at. */
export function formatItems(answer: ToolResult, ...members: readonly string[]): string {
  return itemsOf(answer)
    .map((item) =>
      members.map((member) => JSON.stringify(item[member] ?? '').replaceAll(/^"|"$/g, '')).join('  '),
    )
    .join('\n');
}
