import type { AnyClient } from '../../../scripts/lib/mcp-clients.ts';

/** Items of a search result. */
export async function searchItems(
  client: AnyClient,
  tool: string,
  args: Record<string, unknown>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { structuredContent } = await client.callTool({ name: tool, arguments: args });
  return (structuredContent?.['items'] ?? []) as Record<string, unknown>[];
}
