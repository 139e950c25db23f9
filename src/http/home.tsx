import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { iconPng, iconSvg } from './icons.ts';
import { renderPage } from './layout.tsx';

/** What the page needs to know. */
export interface HomePageOptions {
  readonly publicUrl: URL;
  /** The address that clients are given. */
  readonly resource: string;
  /** Whether any organisation is let in. */
  readonly isOpen: boolean;
}

const style = `
pre { margin: .75rem 0; padding: .7rem .9rem; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
details { border-bottom: 1px solid var(--line); padding: .6rem 0; }
details:first-of-type { border-top: 1px solid var(--line); }
summary { cursor: pointer; font-weight: 600; }
`;

/** What this is, and how to connect to it. */
async function homePage({ publicUrl, resource, isOpen }: HomePageOptions): Promise<Response> {
  return await renderPage(
    { title: 'Connect', host: publicUrl.host, style },
    <>
      <h1>Your Microsoft 365, for your assistant</h1>
      <p>
        Ask Claude or another assistant what your manager said about the budget, and it finds the mail, the
        file, the meeting. It reads what you may read, with your own rights, while you ask. It can change
        nothing.
      </p>
      {isOpen ? null : (
        <p class="note" role="status">
          No organisation is let in yet. The operator has to enter the id of one as{' '}
          <code>ALLOWED_TENANTS</code>.
        </p>
      )}
      <h2>Connect</h2>
      <p>Give your client this address, and sign in with your work account when it asks:</p>
      <Command text={resource} />
      {connectSteps(resource).map(({ client, steps }) => (
        <details>
          <summary>{client}</summary>
          {steps}
        </details>
      ))}
      <h2>Look after it</h2>
      <ul>
        <li>
          <a href="/me">What you have connected</a>, what is granted, and how to end it.
        </li>
        <li>
          <a href="/admin">For administrators</a> of an organisation: consent, permissions, switches, a
          self-check.
        </li>
      </ul>
    </>,
  );
}

/** The front door: the page for whoever opens the connector's address in a browser, and the icons of its name. */
export function createHomeRoutes(options: HomePageOptions): Hono {
  const routes = new Hono();
  const cached = { 'cache-control': 'public, max-age=86400' };
  routes.get('/', () => homePage(options));
  routes.get('/icon.svg', (c) => c.body(iconSvg, 200, { ...cached, 'content-type': 'image/svg+xml' }));
  for (const path of ['/icon.png', '/favicon.ico']) {
    routes.get(path, (c) => c.body(iconPng(), 200, { ...cached, 'content-type': 'image/png' }));
  }
  return routes;
}

/** How one client is connected. */
interface ClientSteps {
  readonly client: string;
  readonly steps: Child;
}

/**
 * Client by client, as docs/clients.md has it at length.
 * @param address of the connector's `/mcp`
 */
function connectSteps(address: string): readonly ClientSteps[] {
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
function Command({ text }: { readonly text: string }) {
  return (
    <pre>
      <code>{text}</code>
    </pre>
  );
}
