import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
  UnauthorizedError as ModernUnauthorized,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as LegacyUnauthorized } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { AnyClient, Era } from '../../../scripts/mcp-clients.ts';
import type { ClientProvider } from './client-provider.ts';

/** A real client of an era, and the move that applications make when the SDK tells them that the person has to sign in. */
export interface OAuthConnection {
  readonly client: AnyClient;
  /** Does it, and where the SDK sends the person to sign in, finishes that and does it again, once. */
  withSignIn<T>(action: () => Promise<T>): Promise<T>;
}

/** Connects as an application does: without a token, signing the person in on the way. */
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
    await current.transport.finishAuth(provider.takeAnswer());
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
  return connection(
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
    await current.transport.finishAuth(provider.takeAnswer().get('code') ?? '');
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
  return connection(
    () => current.client as unknown as AnyClient,
    (error) => error instanceof LegacyUnauthorized,
    finish,
  );
}

function connection(
  current: () => AnyClient,
  isSignInWanted: (error: unknown) => boolean,
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
        if (!isSignInWanted(error)) throw error;
        await finish();
        return await action();
      }
    },
  };
}
