import type { OAuthClientProvider as ModernProvider } from '@modelcontextprotocol/client';
import type { OAuthClientProvider as LegacyProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { BrowserAgent } from './browser-agent.ts';

/** How a client makes itself known. */
export type Identification =
  | { readonly kind: 'document'; readonly url: string }
  | { readonly kind: 'registration' }
  | { readonly kind: 'static'; readonly clientId: string };

/** What an application keeps for its SDK, in memory, and the person's browser that it opens. */
export interface ClientProvider {
  readonly modern: ModernProvider;
  readonly legacy: LegacyProvider;
  /** Authorization URLs that the browser was sent to. */
  readonly opened: readonly URL[];
  /** What came back to the redirect since the last call. */
  takeAnswer(): URLSearchParams;
  readonly stored: { tokens?: Record<string, unknown>; client?: Record<string, unknown> };
}

/** Makes the provider of one application on the person's machine. */
export function createClientProvider(browser: BrowserAgent, identification: Identification): ClientProvider {
  const redirectUrl = 'http://localhost:51234/callback';
  const stored: ClientProvider['stored'] = {};
  const opened: URL[] = [];
  let verifier = '';
  let answer: URLSearchParams | undefined;
  let discovery: unknown;
  if (identification.kind === 'static') stored.client = { client_id: identification.clientId };

  const provider = {
    redirectUrl,
    clientMetadata: {
      client_name: 'Test client',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    ...(identification.kind === 'document' ? { clientMetadataUrl: identification.url } : {}),
    state: () => crypto.randomUUID(),
    clientInformation: () => stored.client,
    saveClientInformation: (client: Record<string, unknown>) => void (stored.client = client),
    tokens: () => stored.tokens,
    saveTokens: (tokens: Record<string, unknown>) => void (stored.tokens = tokens),
    redirectToAuthorization: async (url: URL) => {
      opened.push(url);
      answer = (await browser.signIn(url)).searchParams;
    },
    saveCodeVerifier: (text: string) => void (verifier = text),
    codeVerifier: () => verifier,
    saveDiscoveryState: (state: unknown) => void (discovery = state),
    discoveryState: () => discovery,
    invalidateCredentials: (scope: string) => {
      if (scope === 'all' || scope === 'tokens') delete stored.tokens;
      if (scope === 'all' || scope === 'client') delete stored.client;
    },
  };
  return {
    modern: provider as unknown as ModernProvider,
    legacy: provider as unknown as LegacyProvider,
    opened,
    stored,
    takeAnswer: () => {
      const taken = answer;
      answer = undefined;
      if (!taken) throw new Error('No answer came back to the client.');
      return taken;
    },
  };
}
