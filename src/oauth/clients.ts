import {
  type ClientDenial,
  type ClientKind,
  type ClientLimits,
  type RedirectDenial,
  checkClientLimits,
} from './client-limits.ts';
import {
  type ClientMetadataDocuments,
  boundRedirectUri,
  endsOnDevice,
  isKnownRedirect,
} from './client-metadata.ts';
import { isBoundClientId } from '../tenants/bound-client.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { type RedirectUri, isSameRedirect } from './redirect-uri.ts';
import type { Registrations } from './registration.ts';

/** An OAuth client. */
export interface Client {
  readonly kind: ClientKind;
  readonly clientId: string;
  readonly name: string;
  /** The registered redirect URIs. Undefined if every known redirect URI is allowed. */
  readonly redirectUris: readonly string[] | undefined;
}

/** A client, or why there is none. */
export type ClientResult =
  | { readonly ok: true; readonly client: Client }
  | {
      readonly ok: false;
      readonly kind: ClientKind;
      readonly reason: 'client_unknown' | 'document_unavailable' | ClientDenial;
    };

export interface Clients {
  find(clientId: string): Promise<ClientResult>;
}

/** The kind of a client id, from its syntax and the trusted documents. The client may not exist. */
export function getClientKind(
  clientId: string,
  clientAppId: string,
  isTrustedDocument: (url: string) => boolean,
): ClientKind {
  if (clientId.toLowerCase() === clientAppId) return 'configured';
  if (isBoundClientId(clientId)) return 'bound';
  if (!clientId.startsWith('https://')) return 'registered';
  return isTrustedDocument(clientId) ? 'document' : 'unverified_document';
}

/**
 * Finds clients of all kinds. None is stored.
 * @param clientAppId client id of the client application in Entra, lower case; a public value, which authenticates nobody
 */
export function createClients(
  clientAppId: string,
  registrations: Registrations,
  documents: ClientMetadataDocuments,
  limits: ClientLimits,
  findBoundClient: TenantAccess['findBoundClient'],
): Clients {
  return {
    find: async (clientId) => {
      const kind = getClientKind(clientId, clientAppId, documents.isTrusted);
      const denial = await checkClientLimits(limits, kind, clientId, undefined);
      if (denial) return { ok: false, kind, reason: denial };
      switch (kind) {
        case 'configured':
          return { ok: true, client: { kind, clientId, name: 'An application', redirectUris: undefined } };
        case 'document':
        case 'unverified_document': {
          const metadata = await documents.find(clientId);
          if (!metadata) return { ok: false, kind, reason: 'document_unavailable' };
          const { clientName: name, redirectUris } = metadata;
          return { ok: true, client: { kind, clientId, name, redirectUris } };
        }
        case 'bound': {
          const name = await findBoundClient(clientId);
          if (name === undefined) return { ok: false, kind, reason: 'client_unknown' };
          return { ok: true, client: { kind, clientId, name, redirectUris: undefined } };
        }
        case 'registered': {
          const registration = await registrations.find(clientId);
          if (!registration) return { ok: false, kind, reason: 'client_unknown' };
          return { ok: true, client: { kind, clientId, ...registration } };
        }
      }
    },
  };
}

/** Checks a redirect URI against those that the client registered, and those that its kind allows. */
export function checkRedirect(
  { kind, clientId, redirectUris }: Client,
  redirect: RedirectUri,
  { trustedRedirectUris }: Pick<ClientLimits, 'trustedRedirectUris'>,
): RedirectDenial | undefined {
  const isKnown = isKnownRedirect(redirect, trustedRedirectUris);
  if (!redirectUris) return isKnown ? undefined : 'redirect_unknown';
  if (!redirectUris.some((registered) => isSameRedirect(registered, redirect))) return 'redirect_refused';
  if (kind === 'unverified_document' && redirect.kind !== 'loopback') return 'document_untrusted';
  const bound = boundRedirectUri(clientId);
  if (kind === 'document' && bound !== undefined && redirect.kind === 'https' && redirect.text !== bound) {
    return 'redirect_refused';
  }
  // Any application can register a custom scheme.
  return redirect.kind === 'custom-scheme' && !isKnown ? 'redirect_unknown' : undefined;
}

/**
 * Returns true if a consent may be remembered: the code goes to a host on the web. On a device any program can
 * impersonate another, so the user is asked at each sign-in.
 */
export function mayRememberConsent(redirect: RedirectUri): boolean {
  return !endsOnDevice(redirect);
}
