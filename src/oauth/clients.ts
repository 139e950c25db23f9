import { type ClientMetadataDocuments, endsOnDevice, isKnownRedirect } from './client-metadata.ts';
import { type RedirectUri, isSameRedirect } from './redirect-uri.ts';
import type { Registrations } from './registration.ts';

/** How a client is known. */
export type ClientKind =
  /** By the Entra client id, typed in by hand. */
  | 'configured'
  /** By dynamic registration. */
  | 'registered'
  /** By a trusted client metadata document. */
  | 'document';

/** Who asks for a sign-in. */
export interface Client {
  readonly kind: ClientKind;
  readonly clientId: string;
  readonly name: string;
  /** The redirects that the client stated, or undefined where every known one is its own. */
  readonly redirectUris: readonly string[] | undefined;
}

/** Finds clients by their id. */
export interface Clients {
  find(clientId: string): Promise<Client | undefined>;
}

/** The kind that an id claims, from its form alone. It says what a client has to send, not that it exists. */
export function clientKindOf(clientId: string, clientAppId: string): ClientKind {
  if (clientId.toLowerCase() === clientAppId) return 'configured';
  return clientId.startsWith('https://') ? 'document' : 'registered';
}

/**
 * The three ways to be a client, none of which keeps state.
 * @param clientAppId client id of the client application in Entra, lower case: a public value, which proves nothing
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

/** Whether the client may be answered at this redirect. */
export function mayRedirect({ redirectUris }: Client, redirect: RedirectUri): boolean {
  if (!redirectUris) return isKnownRedirect(redirect);
  // A custom scheme is any application's for the taking, whoever lists it.
  if (redirect.kind === 'custom-scheme' && !isKnownRedirect(redirect)) return false;
  return redirectUris.some((registered) => isSameRedirect(registered, redirect));
}

/**
 * Whether the person has to agree first. Only a trusted document with a redirect on the web says who will get the
 * answer; any application can claim to be another one on the person's machine, and anybody can register.
 */
export function needsConsent({ kind }: Client, redirect: RedirectUri): boolean {
  return kind !== 'document' || endsOnDevice(redirect);
}
