import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { displayName } from './parameters.ts';
import type { RedirectUri } from './redirect-uri.ts';

/** Client metadata documents that the relay trusts. */
export interface ClientMetadataDocuments {
  /** The document of a trusted URL, or undefined where it can neither be fetched nor is known. */
  find(clientId: string): Promise<ClientMetadata | undefined>;
}

/** What the documents are fetched with. */
export interface ClientMetadataDependencies {
  /** To the hosts of the documents. */
  readonly documentFetch: OutboundFetch;
  readonly clock: Clock;
  /** Keeps a fetch alive that other requests wait for, when the one that began it has ended. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

interface Cached {
  readonly metadata: ClientMetadata | undefined;
  readonly untilMs: number;
}

const fetchTimeoutMs = 5_000;
const maxBytes = 64 * 1024;
const freshMs = 60 * 60_000;
/** A host that failed is left alone for a while, so that it cannot slow every sign-in down. */
const retryAfterMs = 5 * 60_000;

const documentSchema = z.object({
  client_id: z.string(),
  client_name: z.string().max(1024).optional(),
  redirect_uris: z.array(z.string().max(512)).min(1).max(50),
});

/**
 * Documents by exact URL: the usual clients, and those of `TRUSTED_CLIENT_METADATA`. A host is never enough, since the
 * hosts of web clients also publish documents of clients on people's machines. Redirects are not followed, and a
 * document that names another client id is not believed.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 */
export function createClientMetadataDocuments(
  furtherUrls: readonly string[],
  { documentFetch, clock, waitUntil }: ClientMetadataDependencies,
): ClientMetadataDocuments {
  const trusted = new Set([...Object.keys(knownClientMetadata), ...furtherUrls]);
  const cache = new Map<string, Cached>();
  const underWay = new Map<string, Promise<ClientMetadata | undefined>>();

  async function refresh(clientId: string, known: ClientMetadata | undefined) {
    const fetched = await fetchDocument(clientId, documentFetch);
    const metadata = fetched ?? known;
    cache.set(clientId, { metadata, untilMs: clock.nowMs() + (fetched ? freshMs : retryAfterMs) });
    underWay.delete(clientId);
    return metadata;
  }

  return {
    find: async (clientId) => {
      if (!trusted.has(clientId)) return undefined;
      const cached = cache.get(clientId);
      if (cached && cached.untilMs > clock.nowMs()) return cached.metadata;
      const known = cached?.metadata ?? knownClientMetadata[clientId];
      // One request asks; the others go by what is known meanwhile, and wait for it where nothing is.
      const others = underWay.get(clientId);
      if (others) return known ?? (await others);
      const mine = refresh(clientId, known);
      underWay.set(clientId, mine);
      waitUntil(mine);
      return await mine;
    },
  };
}

async function fetchDocument(
  clientId: string,
  outboundFetch: OutboundFetch,
): Promise<ClientMetadata | undefined> {
  try {
    const { status, body } = await outboundFetch(
      new URL(clientId),
      { headers: { accept: 'application/json' } },
      { timeoutMs: fetchTimeoutMs, maxBytes },
    );
    if (status !== 200) return undefined;
    const document = documentSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    if (document.client_id !== clientId) return undefined;
    return {
      clientName: displayName(document.client_name, new URL(clientId).host),
      redirectUris: document.redirect_uris,
    };
  } catch {
    // Unreachable, too large, not JSON, not a document: all the same to whoever wants to sign in.
    return undefined;
  }
}

/** What the relay needs to know of a client metadata document. */
interface ClientMetadata {
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
