import {
  call,
  connectClient,
  type Era,
  itemsOf,
  textOf,
  type ToolResult,
} from '../../../scripts/lib/mcp-clients.ts';
import { catalogTokens, resultTokens } from '../count-tokens.ts';
import { mailSearch } from '../mail-search.ts';
import type { ServerName } from './comparison.ts';

/** A call of a tool. */
export interface ToolCall {
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

/** A running server. */
export interface RunningServer {
  readonly name: ServerName;
  readonly url: URL;
  readonly pid: number;
  /** Access token that it accepts. */
  readonly bearer: string;
}

/** A server with calls that correspond to those of the others, and their tokens. */
export interface ComparedServer extends RunningServer {
  readonly search: ToolCall;
  readonly read: ToolCall;
  /** Subject of the mail that is read. */
  readonly subject: string;
  readonly tokens: { readonly search: number; readonly read: number; readonly list: number };
  readonly toolCount: number;
}

/** A mail of a search, and the call that reads it. */
type FoundMail = Pick<ComparedServer, 'read' | 'subject'>;

/** The search of mail-search.ts. The properties are those that the description of the tool recommends. */
const peerSearch: ToolCall = {
  tool: 'list-mail-messages',
  args: {
    search: '"budget OR launch OR the"',
    top: 25,
    select: 'id,subject,from,toRecipients,receivedDateTime,bodyPreview,isRead,hasAttachments',
  },
};

/** Makes each call once with a client of the connector. */
export async function prepareConnector(server: RunningServer): Promise<ComparedServer> {
  const { name, arguments: args } = mailSearch.params as { name: string; arguments: ToolCall['args'] };
  return prepare(server, '2026-07-28', { tool: name, args }, (found) =>
    itemsOf(found).map(({ uri, subject }) => ({
      read: { tool: 'read_resource', args: { uri } },
      subject: String(subject),
    })),
  );
}

/** Makes each call once with a client of the peer. */
export async function preparePeer(server: RunningServer): Promise<ComparedServer> {
  return prepare(server, '2025-11-25', peerSearch, (found) => {
    const { value } = JSON.parse(textOf(found)) as { value: { id: string; subject: string }[] };
    return value.map(({ id, subject }) => ({
      read: { tool: 'get-mail-message', args: { messageId: id } },
      subject,
    }));
  });
}

async function prepare(
  server: RunningServer,
  era: Era,
  search: ToolCall,
  toMails: (found: ToolResult) => readonly FoundMail[],
): Promise<ComparedServer> {
  const client = await connectClient(era, server.url, server.bearer);
  try {
    const { tools } = await client.listTools();
    const found = await call(client, search.tool, search.args);
    const mails = toMails(found);
    const [first] = mails;
    if (!first || mails.length !== 25) throw new Error(`${server.name} found ${mails.length} mails, not 25.`);
    const { read, subject } = first;
    const tokens = {
      search: resultTokens(found),
      read: resultTokens(await call(client, read.tool, read.args)),
      list: catalogTokens(tools),
    };
    return { ...server, search, read, subject, tokens, toolCount: tools.length };
  } finally {
    await client.close();
  }
}
