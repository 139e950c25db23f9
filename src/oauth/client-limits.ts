import { z } from 'zod';
import { hashValues } from './pkce.ts';
import type { RedirectUri } from './redirect-uri.ts';

/** How a client is registered. */
export type ClientKind =
  /** Configured manually with the Entra client id. */
  | 'configured'
  /** Bound by an administrator of a tenant: it has a secret. */
  | 'bound'
  /** Dynamic client registration (RFC 7591). */
  | 'registered'
  /** A trusted client metadata document. */
  | 'document'
  /** A client metadata document of any other host: redirect URIs on loopback only. */
  | 'unverified_document';

/** The operator's settings for MCP clients. */
export interface ClientLimits {
  /** `TRUSTED_CLIENT_METADATA`: URLs of documents that may have redirect URIs on the web. */
  readonly trustedDocuments: readonly string[];
  /** `TRUSTED_REDIRECT_URIS`: exact URIs for registered clients and the configured client id. */
  readonly trustedRedirectUris: ReadonlySet<string>;
  /** `ALLOWED_CLIENT_METADATA`: URLs or hosts of documents. Empty: every document. */
  readonly allowedDocuments: ReadonlySet<string>;
  /** `ALLOWED_REDIRECT_HOSTS`: values of {@link formatRedirectHost}. Empty: every host. */
  readonly allowedRedirectHosts: ReadonlySet<string>;
  /** `CLIENT_REGISTRATION`. */
  readonly isRegistrationEnabled: boolean;
  /** `BLOCKED_MCP_CLIENTS`: client ids, or values of {@link auditClientId}. */
  readonly blockedClients: ReadonlySet<string>;
}

/** The limits of a deployment without settings. */
export const defaultClientLimits: ClientLimits = {
  trustedDocuments: [],
  trustedRedirectUris: new Set(),
  allowedDocuments: new Set(),
  allowedRedirectHosts: new Set(),
  isRegistrationEnabled: true,
  blockedClients: new Set(),
};

/** Why the operator's settings exclude a client. */
export type ClientDenial =
  | 'client_blocked'
  | 'document_not_allowed'
  | 'registration_disabled'
  | 'redirect_host_not_allowed';

/** Why a client may not use a redirect URI. */
export type RedirectDenial =
  /** The client did not register it. */
  | 'redirect_refused'
  /** Only trusted documents may have a redirect URI on the web. */
  | 'document_untrusted'
  /** It is neither that of a known client nor in `TRUSTED_REDIRECT_URIS`. */
  | 'redirect_unknown';

/**
 * Checks a client against the operator's settings, at the authorization endpoint and again at every token and MCP request.
 * @param redirectHost undefined if it is not known
 */
export async function checkClientLimits(
  limits: ClientLimits,
  kind: ClientKind,
  clientId: string,
  redirectHost: string | undefined,
): Promise<ClientDenial | undefined> {
  const { blockedClients, allowedDocuments, allowedRedirectHosts } = limits;
  if (blockedClients.size > 0) {
    if (blockedClients.has(clientId) || blockedClients.has(await auditClientId(kind, clientId))) {
      return 'client_blocked';
    }
  }
  if (kind === 'registered' && !limits.isRegistrationEnabled) return 'registration_disabled';
  if (kind === 'document' || kind === 'unverified_document') {
    const host = URL.parse(clientId)?.host ?? '';
    if (allowedDocuments.size > 0 && !allowedDocuments.has(clientId) && !allowedDocuments.has(host)) {
      return 'document_not_allowed';
    }
  }
  if (
    allowedRedirectHosts.size > 0 &&
    redirectHost !== undefined &&
    !allowedRedirectHosts.has(redirectHost)
  ) {
    return 'redirect_host_not_allowed';
  }
  return undefined;
}

/** The client of an access token, as the token vault stores it. */
interface IssuedClient {
  readonly clientKind: string;
  /** {@link auditClientId} */
  readonly clientId: string;
  readonly redirectHost: string;
}

/** Checks the client that an access token was issued to. The client id of a registered one is known as its hash only. */
export async function checkIssuedClient(
  limits: ClientLimits,
  { clientKind, clientId, redirectHost }: IssuedClient,
): Promise<ClientDenial | undefined> {
  const kind = clientKind as ClientKind;
  const denial = await checkClientLimits(limits, kind, clientId, redirectHost);
  if (denial !== undefined || kind !== 'registered') return denial;
  for (const blocked of limits.blockedClients) {
    if ((await auditClientId(kind, blocked)) === clientId) return 'client_blocked';
  }
  return undefined;
}

/** The id of a client in audit events: the URL of its document, otherwise a hash, because registered ids are long. */
export async function auditClientId(kind: ClientKind, clientId: string): Promise<string> {
  return kind === 'registered' ? (await hashValues(clientId)).slice(0, 22) : clientId.slice(0, 512);
}

/** A client in audit events and in the sealed values of its sign-in. */
export interface ClientReference {
  readonly kind: ClientKind;
  /** {@link auditClientId} */
  readonly id: string;
  /** {@link formatRedirectHost} */
  readonly redirectHost: string;
}

export const clientReferenceSchema: z.ZodType<ClientReference> = z.object({
  kind: z.enum(['configured', 'bound', 'registered', 'document', 'unverified_document']),
  id: z.string(),
  redirectHost: z.string(),
});

/** The reference of a client and its redirect URI. */
export async function toClientReference(
  { kind, clientId }: { readonly kind: ClientKind; readonly clientId: string },
  redirect: RedirectUri,
): Promise<ClientReference> {
  return { kind, id: await auditClientId(kind, clientId), redirectHost: formatRedirectHost(redirect) };
}

/** A client in an audit event: its redirect URI may be unknown or invalid. */
export type AuditedClient = Omit<ClientReference, 'redirectHost'> & Partial<ClientReference>;

/** The members of an audit event that name the client. */
export function toAuditClient(client: AuditedClient | undefined) {
  return client
    ? { mcpClientKind: client.kind, mcpClient: client.id, redirectHost: client.redirectHost }
    : {};
}

/** The receiver of a code, for audit events and settings: `localhost`, a host name, or `scheme://host`. */
export function formatRedirectHost({ kind, url }: RedirectUri): string {
  switch (kind) {
    case 'loopback':
      return 'localhost';
    case 'https':
      return url.host;
    case 'custom-scheme':
      return `${url.protocol}//${url.host}`;
  }
}
