import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
  UnauthorizedError as ModernUnauthorized,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as LegacyUnauthorized } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { AnyClient, Era } from '../lib/mcp-clients.ts';
import type { ClientProvider } from './client-provider.ts';

/** A connected MCP client. */
export interface OAuthConnection {
  readonly client: AnyClient;
  /** Runs the action. When the SDK throws `UnauthorizedError`, completes the sign-in and runs it once more. */
  withSignIn<T>(action: () => Promise<T>): Promise<T>;
}

/** Connects without a token and signs the user in when the server requires authorization. */
export async function connectWithOAuth(
  era: Era,
  url: URL,
  provider: ClientProvider,
): Promise<OAuthConnection> {
  return era === '2026-07-28' ? await connectModern(url, provider) : await connectLegacy(url, provider);
}

async function connectModern(url: URL, provider: ClientProvider): Promise<OAuthConnection> {
  const open = async () => {
    const transport = new ModernTransport(url, { authProvider: provider.modern });
    const client = new ModernClient(
      { name: 'test', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    return { transport, client };
  };
  let current = await open();
  const finish = async () => {
    await current.transport.finishAuth(provider.takeAuthorizationResponse());
    await current.client.close();
    current = await open();
    await current.client.connect(current.transport);
  };
  try {
    await current.client.connect(current.transport);
  } catch (error) {
    if (!(error instanceof ModernUnauthorized)) throw error;
    await finish();
  }
  return createConnection(
    () => current.client as unknown as AnyClient,
    (error) => error instanceof ModernUnauthorized,
    finish,
  );
}

async function connectLegacy(url: URL, provider: ClientProvider): Promise<OAuthConnection> {
  const open = () => ({
    transport: new LegacyTransport(url, { authProvider: provider.legacy }),
    client: new LegacyClient({ name: 'test', version: '1.0.0' }),
  });
  let current = open();
  const connect = () => current.client.connect(current.transport);
  const finish = async () => {
    await current.transport.finishAuth(provider.takeAuthorizationResponse().get('code') ?? '');
    await current.client.close();
    current = open();
    await connect();
  };
  try {
    await connect();
  } catch (error) {
    if (!(error instanceof LegacyUnauthorized)) throw error;
    await finish();
  }
  return createConnection(
    () => current.client as unknown as AnyClient,
    (error) => error instanceof LegacyUnauthorized,
    finish,
  );
}

function createConnection(
  current: () => AnyClient,
  isUnauthorized: (error: unknown) => boolean,
  finish: () => Promise<void>,
): OAuthConnection {
  return {
    get client() {
      return current();
    },
    withSignIn: async (action) => {
      try {
        return await action();
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        await finish();
        return await action();
      }
    },
  };
}
