import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { iconPng, iconSvg } from './icons.ts';
import { renderPage } from './layout.tsx';

export interface HomePageOptions {
  readonly publicUrl: URL;
  /** URL of the MCP endpoint. */
  readonly resource: string;
  /** Whether any tenant is allowed. */
  readonly isOpen: boolean;
}

const style = `
pre { margin: .75rem 0; padding: .7rem .9rem; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
details { border-bottom: 1px solid var(--line); padding: .6rem 0; }
details:first-of-type { border-top: 1px solid var(--line); }
summary { cursor: pointer; font-weight: 600; }
`;

/** The start page: purpose, and how to connect a client. */
async function homePage({ publicUrl, resource, isOpen }: HomePageOptions): Promise<Response> {
  return await renderPage(
    { title: 'Connect', host: publicUrl.host, style },
    <>
      <h1>Your Microsoft 365, for your assistant</h1>
      <p>
        Ask Claude or another assistant what your manager said about the budget, and it finds the mail, the
        file, the meeting. It reads only what you can read, with your own permissions. It cannot change
        anything.
      </p>
      {isOpen ? null : (
        <p class="note" role="status">
          No organization is allowed yet. The operator has to add its tenant id to{' '}
          <code>ALLOWED_TENANTS</code>.
        </p>
      )}
      <h2>Connect</h2>
      <p>Give your client this URL, and sign in with your work account when it asks:</p>
      <Command text={resource} />
      {connectSteps(resource).map(({ client, steps }) => (
        <details>
          <summary>{client}</summary>
          {steps}
        </details>
      ))}
      <h2>Manage</h2>
      <ul>
        <li>
          <a href="/me">Your connections</a>, their permissions, and how to end them.
        </li>
        <li>
          <a href="/admin">Administration</a> of an organization: consent, permissions, tools, and a
          self-check.
        </li>
      </ul>
    </>,
  );
}

/** The start page and the icons. */
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

/** How to connect one client. */
interface ClientSteps {
  readonly client: string;
  readonly steps: Child;
}

/**
 * Steps for each client. The details are in docs/clients.md.
 * @param url of the MCP endpoint
 */
function connectSteps(url: string): readonly ClientSteps[] {
  const server = { type: 'http', url };
  return [
    {
      client: 'Claude',
      steps: (
        <p>
          Settings, Connectors, <em>Add custom connector</em>: paste the URL, leave the advanced settings
          empty, connect. In a Team or Enterprise plan an owner adds it first.
        </p>
      ),
    },
    {
      client: 'Claude Code',
      steps: (
        <>
          <Command text={`claude mcp add --transport http microsoft-365 ${url}`} />
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
          Settings, Connectors, with developer mode on: create one with the URL, authentication <em>OAuth</em>
          . Leave client id and secret empty.
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
          <Command text={JSON.stringify({ mcpServers: { 'microsoft-365': { url } } })} />
        </>
      ),
    },
    {
      client: 'Any other MCP client',
      steps: (
        <p>
          It needs only the URL: the authorization server is discovered from it. A client that only starts
          local programs uses <code>npx mcp-remote {url}</code>.
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
