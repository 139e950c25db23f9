import { type ClientMetadataDocuments, endsOnDevice, isKnownRedirect } from './client-metadata.ts';
import { type RedirectUri, isSameRedirect } from './redirect-uri.ts';
import type { Registrations } from './registration.ts';

/** How a client is registered. */
export type ClientKind =
  /** Configured manually with the Entra client id. */
  | 'configured'
  /** Dynamic client registration (RFC 7591). */
  | 'registered'
  /** A trusted client metadata document. */
  | 'document';

/** An OAuth client. */
export interface Client {
  readonly kind: ClientKind;
  readonly clientId: string;
  readonly name: string;
  /** The registered redirect URIs. Undefined if every known redirect URI is allowed. */
  readonly redirectUris: readonly string[] | undefined;
}

export interface Clients {
  find(clientId: string): Promise<Client | undefined>;
}

/** The kind of a client id, from its syntax alone. The client may not exist. */
export function clientKindOf(clientId: string, clientAppId: string): ClientKind {
  if (clientId.toLowerCase() === clientAppId) return 'configured';
  return clientId.startsWith('https://') ? 'document' : 'registered';
}

/**
 * Finds clients of all three kinds. None is stored.
 * @param clientAppId client id of the client application in Entra, lower case; a public value, which authenticates nobody
 */
export function createClients(
  clientAppId: string,
  registrations: Registrations,
  documents: ClientMetadataDocuments,
): Clients {
  return {
    find: async (clientId) => {
      const kind = clientKindOf(clientId, clientAppId);
      switch (kind) {
        case 'configured':
          return { kind, clientId, name: 'An application', redirectUris: undefined };
        case 'document': {
          const metadata = await documents.find(clientId);
          return (
            metadata && { kind, clientId, name: metadata.clientName, redirectUris: metadata.redirectUris }
          );
        }
        case 'registered': {
          const registration = await registrations.find(clientId);
          return registration && { kind, clientId, ...registration };
        }
      }
    },
  };
}

/** Returns true if the client may use the redirect URI. */
export function mayRedirect({ redirectUris }: Client, redirect: RedirectUri): boolean {
  if (!redirectUris) return isKnownRedirect(redirect);
  // Any application can register a custom scheme.
  if (redirect.kind === 'custom-scheme' && !isKnownRedirect(redirect)) return false;
  return redirectUris.some((registered) => isSameRedirect(registered, redirect));
}

/**
 * Returns true if the user has to consent on a page. Only a trusted document with an https redirect URI identifies the
 * receiver of the code: on a device any application can impersonate another, and any client can register.
 */
export function needsConsent({ kind }: Client, redirect: RedirectUri): boolean {
  return kind !== 'document' || endsOnDevice(redirect);
}
