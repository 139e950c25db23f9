import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { getToolUiResourceUri } from '@modelcontextprotocol/ext-apps/app-bridge';
import type { ViewResource } from './open-view.ts';

/** Client capabilities of a host that shows views. */
export const viewCapabilities = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};

/** Connects an MCP client of revision 2026-07-28 that shows views. */
export async function connectViewClient(url: URL, token: string): Promise<Client> {
  const client = new Client(
    { name: 'view-host', version: '1.0.0' },
    { capabilities: viewCapabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  return client;
}

/**
 * The page of a tool's view, by the URI in `tools/list`.
 * @throws Error when the tool has none
 */
export async function readViewOf(client: Client, toolName: string): Promise<ViewResource> {
  const { tools } = await client.listTools();
  const uri = getToolUiResourceUri(tools.find(({ name }) => name === toolName) ?? {});
  if (uri === undefined) throw new Error(`${toolName} has no view.`);
  const [content] = (await client.readResource({ uri })).contents;
  if (!content || !('text' in content)) throw new Error(`${uri} has no text.`);
  const { _meta: meta } = content as { readonly _meta?: { readonly ui?: Pick<ViewResource, 'csp'> } };
  return { html: content.text, csp: meta?.ui?.csp };
}
