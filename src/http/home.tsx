import { Hono } from 'hono';
import { iconPng, iconSvg } from './icons.ts';
import { CopyLine, pageScript, renderPage } from './layout.tsx';
import { readMessages } from './messages/catalog.ts';
import type { Messages } from './messages/en.ts';
import { RichText } from './rich-text.tsx';

export interface HomePageOptions {
  readonly publicUrl: URL;
  /** URL of the MCP endpoint. */
  readonly resource: string;
  /** Whether any tenant is allowed. */
  readonly isOpen: boolean;
}

const style = `
details { border-bottom: 1px solid var(--line); padding: .6rem 0; }
details:first-of-type { border-top: 1px solid var(--line); margin-top: 1rem; }
summary { cursor: pointer; font-weight: 600; }
`;

/** The start page: purpose, and how to connect a client. */
async function homePage(
  messages: Messages,
  { publicUrl, resource, isOpen }: HomePageOptions,
): Promise<Response> {
  const { home } = messages;
  return await renderPage(
    { title: home.title, messages, host: publicUrl.host, style, script: pageScript },
    <>
      <h1>{home.heading}</h1>
      <p>{home.intro}</p>
      {isOpen ? null : (
        <p class="note" role="status">
          <RichText text={home.closed} />
        </p>
      )}
      <h2>{home.connect}</h2>
      <p>{home.giveUrl}</p>
      <CopyLine text={resource} messages={messages} />
      <ConnectSteps url={resource} messages={messages} />
      <h2>{home.manage}</h2>
      <ul>
        <li>
          <RichText text={home.me} />
        </li>
        <li>
          <RichText text={home.admin} />
        </li>
      </ul>
    </>,
  );
}

/**
 * Whether a browser opens the URL as a page. MCP clients send no `Accept: text/html`, and `fetch` in a browser sends
 * `Sec-Fetch-Mode: cors`.
 */
export function isNavigation({ headers }: Request): boolean {
  const mode = headers.get('sec-fetch-mode');
  if (headers.has('authorization') || (mode !== null && mode !== 'navigate')) return false;
  return /^\s*text\/html\s*(?:[,;]|$)/i.test(headers.get('accept') ?? '');
}

/** The page of an unknown URL, for browsers. */
export async function notFoundPage(messages: Messages, publicUrl: URL): Promise<Response> {
  const { notFound } = messages;
  return await renderPage(
    { title: notFound.heading, messages, host: publicUrl.host, status: 404 },
    <>
      <h1>{notFound.heading}</h1>
      <p>{notFound.text}</p>
      <p>
        <RichText text={notFound.home} />
      </p>
    </>,
  );
}

/** The start page and the icons. */
export function createHomeRoutes(options: HomePageOptions): Hono {
  const routes = new Hono();
  const cached = { 'cache-control': 'public, max-age=86400' };
  routes.get('/', (c) => homePage(readMessages(c), options));
  routes.get('/icon.svg', (c) => c.body(iconSvg, 200, { ...cached, 'content-type': 'image/svg+xml' }));
  for (const path of ['/icon.png', '/favicon.ico']) {
    routes.get(path, (c) => c.body(iconPng(), 200, { ...cached, 'content-type': 'image/png' }));
  }
  return routes;
}

/** Steps for each client. The details are in docs/clients.md. */
function ConnectSteps({ url, messages }: { readonly url: string; readonly messages: Messages }) {
  const { home } = messages;
  const server = { type: 'http', url };
  const vscode = encodeURIComponent(JSON.stringify({ name: 'microsoft-365', ...server }));
  const cursor = encodeURIComponent(btoa(JSON.stringify({ url })));
  return (
    <>
      <details>
        <summary>Claude</summary>
        <p>
          <RichText text={home.claude} />
        </p>
      </details>
      <details>
        <summary>Claude Code</summary>
        <CopyLine text={`claude mcp add --transport http microsoft-365 ${url}`} messages={messages} />
        <p>
          <RichText text={home.claudeCode} />
        </p>
      </details>
      <details>
        <summary>ChatGPT</summary>
        <p>
          <RichText text={home.chatgpt} />
        </p>
      </details>
      <Installable
        client="VS Code"
        link={`https://insiders.vscode.dev/redirect/mcp/install?name=microsoft-365&config=${vscode}`}
        file=".vscode/mcp.json"
        content={JSON.stringify({ servers: { 'microsoft-365': server } })}
        messages={messages}
      />
      <Installable
        client="Cursor"
        link={`https://cursor.com/en/install-mcp?name=microsoft-365&config=${cursor}`}
        file="~/.cursor/mcp.json"
        content={JSON.stringify({ mcpServers: { 'microsoft-365': { url } } })}
        messages={messages}
      />
      <details>
        <summary>{home.other}</summary>
        <p>{home.otherSteps}</p>
        <CopyLine text={`npx mcp-remote ${url}`} messages={messages} />
      </details>
    </>
  );
}

/** A client with an install link and a configuration file. */
function Installable({
  client,
  link,
  file,
  content,
  messages,
}: {
  readonly client: string;
  readonly link: string;
  readonly file: string;
  readonly content: string;
  readonly messages: Messages;
}) {
  return (
    <details>
      <summary>{client}</summary>
      <p>
        <a href={link}>{messages.home.install(client)}</a>
      </p>
      <p>
        {messages.home.inFile} <code>{file}</code>:
      </p>
      <CopyLine text={content} messages={messages} />
    </details>
  );
}
