import type { RedirectUri } from './redirect-uri.ts';

/** What the relay needs to know of a client metadata document. */
export interface ClientMetadata {
  readonly clientName: string;
  readonly redirectUris: readonly string[];
}

/**
 * Client metadata documents of the usual clients, by exact URL, as published in September 2026. The copy counts while
 * the document cannot be fetched: some hosts answer 403 to data centres.
 */
export const knownClientMetadata: Readonly<Record<string, ClientMetadata>> = {
  'https://claude.ai/oauth/mcp-oauth-client-metadata': {
    clientName: 'Claude',
    redirectUris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
  },
  'https://claude.ai/oauth/claude-code-client-metadata': {
    clientName: 'Claude Code',
    redirectUris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
  },
  'https://chatgpt.com/oauth/client.json': {
    clientName: 'ChatGPT',
    redirectUris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
  },
  'https://chatgpt.com/oauth/codex/client.json': {
    clientName: 'Codex',
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  },
  'https://vscode.dev/oauth/client-metadata.json': {
    clientName: 'Visual Studio Code',
    redirectUris: ['http://127.0.0.1:33418/', 'https://vscode.dev/redirect'],
  },
};

/** Redirects of the usual clients that register dynamically or are given the client id by hand. */
const knownRedirects: ReadonlySet<string> = new Set([
  'https://claude.ai/api/mcp/auth_callback',
  'https://claude.com/api/mcp/auth_callback',
  'https://chatgpt.com/connector_platform_oauth_redirect',
  'https://vscode.dev/redirect',
  'https://insiders.vscode.dev/redirect',
  'https://www.cursor.com/agents/mcp/oauth/callback',
]);

/** Clients that make one redirect for each connector. */
const knownRedirectPatterns = [
  /^https:\/\/chatgpt\.com\/connector\/oauth\/[\w-]{1,128}$/,
  /^https:\/\/global\.consent\.azure-apim\.net\/redirect\/[\w-]{1,128}$/,
];

/** Custom schemes are open to any application on the person's device, so each is allowed by its whole URI. */
const knownCustomSchemes: ReadonlySet<string> = new Set(['cursor://anysphere.cursor-mcp/oauth/callback']);

/** Pages that hand the answer to whatever program on the person's device the client's `state` names. */
const handingOn: ReadonlySet<string> = new Set([
  'https://vscode.dev/redirect',
  'https://insiders.vscode.dev/redirect',
]);

/** Whether the answer ends with a program on the person's device, where any program can be any client. */
export function endsOnDevice({ kind, text }: RedirectUri): boolean {
  return kind !== 'https' || handingOn.has(text);
}

/** Whether a client that nobody vouches for may be answered there: on the person's own machine, or at a known client. */
export function isKnownRedirect(redirect: RedirectUri): boolean {
  switch (redirect.kind) {
    case 'loopback':
      return true;
    case 'https':
      return (
        knownRedirects.has(redirect.text) ||
        knownRedirectPatterns.some((pattern) => pattern.test(redirect.text))
      );
    case 'custom-scheme':
      return knownCustomSchemes.has(redirect.text);
  }
}
