import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { type SharedWork, createSharedWork } from '../lib/shared-work.ts';
import { displayName } from './parameters.ts';
import type { RedirectUri } from './redirect-uri.ts';

/** Client metadata documents. */
export interface ClientMetadataDocuments {
  /** The document at a URL. Undefined if the URL is not acceptable, or it cannot be fetched and no copy is known. */
  find(clientId: string): Promise<ClientMetadata | undefined>;
  /** Returns true if the document may have redirect URIs on the web. */
  readonly isTrusted: (clientId: string) => boolean;
}

export interface ClientMetadataDependencies {
  /** Sends requests to the hosts of the documents. */
  readonly documentFetch: OutboundFetch;
  readonly clock: Clock;
  /** Continues a fetch that other requests wait for after the request that started it. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

interface Cached {
  metadata: ClientMetadata | undefined;
  untilMs: number;
  readonly fetching: SharedWork;
}

const fetchTimeoutMs = 5_000;
/** A fetch that takes longer was canceled with its request. */
const maxFetchMs = fetchTimeoutMs + 1_000;
const maxBytes = 64 * 1024;
const freshMs = 60 * 60_000;
/** Cache time of a failed fetch, so that a slow host does not delay every sign-in. */
const retryAfterMs = 5 * 60_000;
/** Anyone can name a URL: the cache is limited, and the oldest entry is dropped first. */
const maxCached = 200;

const documentSchema = z.object({
  client_id: z.string(),
  client_name: z.string().max(1024).optional(),
  redirect_uris: z.array(z.string().max(512)).min(1).max(50),
});

/**
 * Trusts documents by exact URL: those of known clients, and of `TRUSTED_CLIENT_METADATA`. A host is not sufficient,
 * because hosts of web clients also publish documents of clients on devices. Other documents are fetched as well: they
 * give no more rights than a registration. Redirects are not followed, and a document with another client id is rejected.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 */
export function createClientMetadataDocuments(
  furtherUrls: readonly string[],
  { documentFetch, clock, waitUntil }: ClientMetadataDependencies,
): ClientMetadataDocuments {
  const trusted = new Set([...Object.keys(knownClientMetadata), ...furtherUrls]);
  const isTrusted = (clientId: string) => trusted.has(clientId) || chatGptDocument.test(clientId);
  const cache = new Map<string, Cached>();

  function addEntry(clientId: string): Cached {
    const fetching = createSharedWork({ maxMs: maxFetchMs, clock, waitUntil });
    const entry = { metadata: findKnownMetadata(clientId), untilMs: Number.NEGATIVE_INFINITY, fetching };
    cache.set(clientId, entry);
    const [oldest] = cache.keys();
    if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest);
    return entry;
  }

  return {
    isTrusted,
    find: async (clientId) => {
      if (!isTrusted(clientId) && !isDocumentUrl(clientId)) return undefined;
      const entry = cache.get(clientId) ?? addEntry(clientId);
      while (entry.untilMs <= clock.nowMs()) {
        // One request fetches the document. Others use the known copy, or wait if there is none.
        if (!entry.fetching.isRunning()) {
          await entry.fetching.run(async () => {
            const fetched = await fetchDocument(clientId, documentFetch);
            if (fetched) entry.metadata = fetched;
            entry.untilMs = clock.nowMs() + (fetched ? freshMs : retryAfterMs);
          });
        } else if (entry.metadata) break;
        else await entry.fetching.wait();
      }
      return entry.metadata;
    },
  };
}

const maxUrlLength = 512;
const publicHost =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** Names that do not resolve on the public internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const privateHost =
  /\.(?:localhost|local|internal|test|invalid|alt|onion|home\.arpa|in-addr\.arpa|ip6\.arpa)$/;

/**
 * Returns true for a client id that may be fetched: a canonical https URL with a path, on the default port of a public
 * host name, without user name, fragment and dot segments. IP addresses and local names are rejected.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/ section 3
 */
export function isDocumentUrl(clientId: string): boolean {
  if (clientId.length > maxUrlLength) return false;
  const url = URL.parse(clientId);
  if (url?.protocol !== 'https:' || url.href !== clientId) return false;
  if (url.username !== '' || url.password !== '' || url.port !== '' || clientId.includes('#')) return false;
  return url.pathname !== '/' && publicHost.test(url.hostname) && !privateHost.test(url.hostname);
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
    // Unreachable, too large, not JSON, or not a client metadata document.
    return undefined;
  }
}

/** The members of a client metadata document that are used. */
interface ClientMetadata {
  readonly clientName: string;
  readonly redirectUris: readonly string[];
}

/**
 * Client metadata documents of the usual clients, by exact URL, as published in September 2026. The copy is used
 * while the document cannot be fetched: some hosts return 403 to data centers.
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
  'https://insiders.vscode.dev/oauth/client-metadata.json': {
    clientName: 'Visual Studio Code - Insiders',
    redirectUris: ['http://127.0.0.1:33418/', 'https://insiders.vscode.dev/redirect'],
  },
};

/** Documents of ChatGPT with one id per connector, and of Codex with one id per server. */
const chatGptDocument = /^https:\/\/chatgpt\.com\/oauth\/(?:codex\/)?([\w-]{1,128})\/client\.json$/;

/** The redirect URI on the web that a ChatGPT document may have: it contains the id of the document. */
export function boundRedirectUri(clientId: string): string | undefined {
  if (Object.hasOwn(knownClientMetadata, clientId)) return undefined;
  const id = chatGptDocument.exec(clientId)?.[1];
  return id === undefined ? undefined : `https://chatgpt.com/connector/oauth/${id}`;
}

/** The copy of a known document. */
function findKnownMetadata(clientId: string): ClientMetadata | undefined {
  if (Object.hasOwn(knownClientMetadata, clientId)) return knownClientMetadata[clientId];
  const bound = boundRedirectUri(clientId);
  if (bound === undefined) return undefined;
  if (!clientId.startsWith('https://chatgpt.com/oauth/codex/')) {
    return { clientName: 'ChatGPT', redirectUris: [bound] };
  }
  const path = `/callback/${bound.slice(bound.lastIndexOf('/') + 1)}`;
  return { clientName: 'Codex', redirectUris: [`http://127.0.0.1${path}`, `http://127.0.0.1/callback`] };
}

/** Redirect URIs of known clients that register dynamically or are configured manually. */
const knownRedirects: ReadonlySet<string> = new Set([
  'https://claude.ai/api/mcp/auth_callback',
  'https://claude.com/api/mcp/auth_callback',
  'https://chatgpt.com/connector_platform_oauth_redirect',
  'https://vscode.dev/redirect',
  'https://insiders.vscode.dev/redirect',
  'https://www.cursor.com/agents/mcp/oauth/callback',
]);

/** Known clients with one redirect URI per connector. */
const knownRedirectPatterns = [
  /^https:\/\/chatgpt\.com\/connector\/oauth\/[\w-]{1,128}$/,
  /^https:\/\/global\.consent\.azure-apim\.net\/redirect\/[\w-]{1,128}$/,
];

/** Any application on a device can register a custom scheme: only exact URIs are allowed. */
const knownCustomSchemes: ReadonlySet<string> = new Set(['cursor://anysphere.cursor-mcp/oauth/callback']);

/** Pages that forward the code to the program on the user's device that `state` names. */
const forwardingRedirects: ReadonlySet<string> = new Set([
  'https://vscode.dev/redirect',
  'https://insiders.vscode.dev/redirect',
]);

/** Returns true if the code is sent to a program on the user's device, where any program can impersonate the client. */
export function endsOnDevice({ kind, text }: RedirectUri): boolean {
  return kind !== 'https' || forwardingRedirects.has(text);
}

/**
 * Returns true for redirect URIs that an unverified client may use: loopback, those of known clients, and those that the
 * operator trusts.
 */
export function isKnownRedirect(
  redirect: RedirectUri,
  trustedRedirectUris: ReadonlySet<string> = new Set(),
): boolean {
  if (trustedRedirectUris.has(redirect.text)) return true;
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
