import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientProvider } from '../sign-in/client-provider.ts';

/** A connected client of a library. */
export interface LibraryClient {
  toolNames(): Promise<readonly string[]>;
  /** Calls `outlook_email_search`. @throws Error if the result is an error */
  search(): Promise<void>;
  close(): Promise<void>;
}

/** A library that applications sign in with. */
export interface ClientLibrary {
  /** @throws Error after it sent the user to the authorization server */
  connect(url: URL, provider: ClientProvider): Promise<LibraryClient>;
  /** Redeems the code of the last authorization response. */
  finish(url: URL, provider: ClientProvider): Promise<void>;
}

/** A library on npm, and how it is loaded from the folder with its `node_modules`. */
export interface LibraryPackage {
  readonly name: string;
  readonly version: string;
  readonly load: (folder: string) => Promise<ClientLibrary>;
  /** The client id is configured: the library does not send `resource`. */
  readonly isConfigured?: boolean;
}

type Module = Readonly<Record<string, unknown>>;
interface ToolResult {
  readonly isError?: boolean;
}
interface McpClient {
  connect(transport: unknown): Promise<void>;
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  callTool(call: object): Promise<ToolResult>;
  close(): Promise<void>;
}
type Constructor<T> = new (...parameters: unknown[]) => T;

const clientInfo = { name: 'm365-client-matrix', version: '1.0.0' };
const toolName = 'outlook_email_search';
const toolArguments = { query: 'budget' };

async function load(folder: string, path: string): Promise<Module> {
  return (await import(pathToFileURL(join(folder, 'node_modules', path)).href)) as Module;
}

function codeOf(provider: ClientProvider): { readonly code: string; readonly issuer: string | undefined } {
  const response = provider.takeAuthorizationResponse();
  return { code: response.get('code') ?? '', issuer: response.get('iss') ?? undefined };
}

function assertOk({ isError }: ToolResult): void {
  if (isError === true) throw new Error('The call failed.');
}

/** The TypeScript SDK, 1.x. */
async function loadSdk(folder: string): Promise<ClientLibrary> {
  const path = '@modelcontextprotocol/sdk/dist/esm/client';
  const Client = (await load(folder, `${path}/index.js`))['Client'] as Constructor<McpClient>;
  const Transport = (await load(folder, `${path}/streamableHttp.js`))[
    'StreamableHTTPClientTransport'
  ] as Constructor<{ finishAuth(code: string): Promise<void> }>;
  const open = (url: URL, { legacy }: ClientProvider) => new Transport(url, { authProvider: legacy });
  return {
    connect: async (url, provider) => {
      const client = new Client(clientInfo);
      await client.connect(open(url, provider));
      return {
        toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
        search: async () => assertOk(await client.callTool({ name: toolName, arguments: toolArguments })),
        close: () => client.close(),
      };
    },
    finish: async (url, provider) => await open(url, provider).finishAuth(codeOf(provider).code),
  };
}

/** The TypeScript SDK, 2.x, in revision 2026-07-28 of the protocol. */
async function loadModernSdk(folder: string): Promise<ClientLibrary> {
  const module = await load(folder, '@modelcontextprotocol/client/dist/index.mjs');
  const Client = module['Client'] as Constructor<McpClient>;
  const { open, finish } = await loadModernTransport(folder);
  return {
    connect: async (url, provider) => {
      const client = new Client(clientInfo, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
      await client.connect(open(url, provider));
      return {
        toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
        search: async () => assertOk(await client.callTool({ name: toolName, arguments: toolArguments })),
        close: () => client.close(),
      };
    },
    finish,
  };
}

/** Transports of the TypeScript SDK, 2.x, and the redemption of a code. */
async function loadModernTransport(folder: string) {
  const Transport = (await load(folder, '@modelcontextprotocol/client/dist/index.mjs'))[
    'StreamableHTTPClientTransport'
  ] as Constructor<{ finishAuth(response: URLSearchParams): Promise<void> }>;
  const open = (url: URL, { modern }: ClientProvider) => new Transport(url, { authProvider: modern });
  return {
    open,
    finish: async (url: URL, provider: ClientProvider) =>
      await open(url, provider).finishAuth(provider.takeAuthorizationResponse()),
  };
}

interface MastraTool {
  execute(input: object, context: object): Promise<unknown>;
}

interface MastraClient {
  listToolsWithErrors(): Promise<{
    readonly tools: Readonly<Record<string, MastraTool>>;
    readonly errors: Readonly<Record<string, string>>;
  }>;
  disconnect(): Promise<void>;
}

async function loadMastra(folder: string): Promise<ClientLibrary> {
  const MCPClient = (await load(folder, '@mastra/mcp/dist/index.js'))[
    'MCPClient'
  ] as Constructor<MastraClient>;
  const { finish } = await loadModernTransport(folder);
  return {
    connect: async (url, { modern: authProvider }) => {
      const client = new MCPClient({ id: crypto.randomUUID(), servers: { m365: { url, authProvider } } });
      const { tools, errors } = await client.listToolsWithErrors();
      const [error] = Object.values(errors);
      if (error !== undefined) {
        await client.disconnect();
        throw new Error(error);
      }
      return {
        toolNames: async () => Object.keys(tools).map((name) => name.replace(/^m365_/, '')),
        search: async () => assertFound(await tools[`m365_${toolName}`]?.execute(toolArguments, {})),
        close: () => client.disconnect(),
      };
    },
    finish,
  };
}

/** Mastra returns an error as text. */
function assertFound(result: unknown): void {
  if (!JSON.stringify(result ?? '').includes('items')) throw new Error('The call failed.');
}

async function loadAiSdk(folder: string): Promise<ClientLibrary> {
  const { createMCPClient, auth } = (await load(folder, '@ai-sdk/mcp/dist/index.js')) as {
    createMCPClient: (options: object) => Promise<McpClient>;
    auth: (provider: unknown, options: object) => Promise<unknown>;
  };
  return {
    connect: async (url, { legacy: authProvider }) => {
      const transport = { type: 'http', url: url.href, authProvider };
      const client = await createMCPClient({ transport });
      return {
        toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
        search: async () => assertOk(await client.callTool({ name: toolName, args: toolArguments })),
        close: () => client.close(),
      };
    },
    finish: async (url, provider) => {
      const { code: authorizationCode, issuer: callbackIssuer } = codeOf(provider);
      await auth(provider.legacy, { serverUrl: url, authorizationCode, callbackIssuer });
    },
  };
}

interface LangChainTool {
  readonly name: string;
  invoke(input: object): Promise<unknown>;
}

async function loadLangChain(folder: string): Promise<ClientLibrary> {
  const { MultiServerMCPClient } = (await load(folder, '@langchain/mcp-adapters/dist/index.js')) as {
    MultiServerMCPClient: Constructor<{ getTools(): Promise<LangChainTool[]>; close(): Promise<void> }>;
  };
  const sdk = await loadSdk(folder);
  return {
    connect: async (url, { legacy: authProvider }) => {
      const server = { transport: 'http', url: url.href, authProvider };
      const client = new MultiServerMCPClient({ throwOnLoadError: true, mcpServers: { m365: server } });
      const tools = await client.getTools();
      return {
        toolNames: async () => tools.map(({ name }) => name),
        search: async () => void (await tools.find(({ name }) => name === toolName)?.invoke(toolArguments)),
        close: () => client.close(),
      };
    },
    finish: (url, provider) => sdk.finish(url, provider),
  };
}

const sdk = '@modelcontextprotocol/sdk';

/** Before 1.13 the SDK does not implement RFC 8707. */
export const libraries: readonly LibraryPackage[] = [
  ...['1.10.2', '1.12.3'].map((version) => ({ name: sdk, version, load: loadSdk, isConfigured: true })),
  ...['1.13.3', '1.17.5', '1.20.2', '1.25.3', '1.32.2'].map((version) => ({
    name: sdk,
    version,
    load: loadSdk,
  })),
  { name: '@modelcontextprotocol/client', version: '2.4.0', load: loadModernSdk },
  { name: '@ai-sdk/mcp', version: '2.0.99', load: loadAiSdk },
  { name: '@langchain/mcp-adapters', version: '1.1.4', load: loadLangChain },
  { name: '@mastra/mcp', version: '2.0.0', load: loadMastra },
];
