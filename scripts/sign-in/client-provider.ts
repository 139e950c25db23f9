import type { OAuthClientProvider as ModernProvider } from '@modelcontextprotocol/client';
import type { OAuthClientProvider as LegacyProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { BrowserAgent } from './browser-agent.ts';

/** How a client identifies itself: Client ID Metadata Document, dynamic registration or a pre-registered client id. */
export type Identification =
  | { readonly kind: 'document'; readonly url: string }
  | { readonly kind: 'registration' }
  | { readonly kind: 'static'; readonly clientId: string };

/** In-memory `OAuthClientProvider` for both MCP SDKs. Authorization URLs open in a `BrowserAgent`. */
export interface ClientProvider {
  readonly modern: ModernProvider;
  readonly legacy: LegacyProvider;
  /** Authorization URLs that were opened in the browser. */
  readonly opened: readonly URL[];
  /**
   * Returns and removes the last authorization response.
   * @throws Error when the client received none since the last call
   */
  takeAuthorizationResponse(): URLSearchParams;
  readonly stored: { tokens?: Record<string, unknown>; client?: Record<string, unknown> };
}

export function createClientProvider(browser: BrowserAgent, identification: Identification): ClientProvider {
  const redirectUrl = 'http://localhost:51234/callback';
  const stored: ClientProvider['stored'] = {};
  const opened: URL[] = [];
  let verifier = '';
  let response: URLSearchParams | undefined;
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
      response = (await browser.signIn(url)).searchParams;
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
    takeAuthorizationResponse: () => {
      const authorizationResponse = response;
      response = undefined;
      if (!authorizationResponse) throw new Error('The client received no authorization response.');
      return authorizationResponse;
    },
  };
}
