import type { Child } from 'hono/jsx';

/** How one client is connected. */
interface ClientSteps {
  readonly client: string;
  readonly steps: Child;
}

/**
 * Client by client, as docs/clients.md has it at length.
 * @param address of the connector's `/mcp`
 */
export function connectSteps(address: string): readonly ClientSteps[] {
  const server = { type: 'http', url: address };
  return [
    {
      client: 'Claude',
      steps: (
        <p>
          Settings, Connectors, <em>Add custom connector</em>: paste the address, leave the advanced settings
          empty, connect. In a Team or Enterprise plan an owner adds it first.
        </p>
      ),
    },
    {
      client: 'Claude Code',
      steps: (
        <>
          <Command text={`claude mcp add --transport http microsoft-365 ${address}`} />
          <p>
            Then <code>/mcp</code>, and <em>Authenticate</em>.
          </p>
        </>
      ),
    },
    {
      client: 'ChatGPT',
      steps: (
        <p>
          Settings, Connectors, with developer mode on: create one with the address, authentication{' '}
          <em>OAuth</em>. Leave client id and secret empty.
        </p>
      ),
    },
    {
      client: 'VS Code',
      steps: (
        <>
          <p>
            In <code>.vscode/mcp.json</code>:
          </p>
          <Command text={JSON.stringify({ servers: { 'microsoft-365': server } })} />
        </>
      ),
    },
    {
      client: 'Cursor',
      steps: (
        <>
          <p>
            In <code>~/.cursor/mcp.json</code>:
          </p>
          <Command text={JSON.stringify({ mcpServers: { 'microsoft-365': { url: address } } })} />
        </>
      ),
    },
    {
      client: 'Any other MCP client',
      steps: (
        <p>
          It needs the address and nothing else: who issues tokens, and where people sign in, it finds by
          itself. A client that only starts programs takes <code>npx mcp-remote {address}</code>.
        </p>
      ),
    },
  ];
}

/** A line to copy. */
export function Command({ text }: { readonly text: string }) {
  return (
    <pre>
      <code>{text}</code>
    </pre>
  );
}
