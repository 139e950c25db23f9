import type { GraphScopes } from './graph-scopes.ts';

/** What the two registrations depend on. */
export interface ManifestFacts {
  /** Origins of every deployment that uses these applications. */
  readonly publicUrls: readonly string[];
  readonly serverAppId: string;
  readonly clientAppId: string;
  /** Id of the server's permission `access_as_user`. */
  readonly accessAsUserId: string;
  readonly graphScopes: GraphScopes;
  /** Names of the Graph permissions that the server asks for. */
  readonly permissions: readonly string[];
  /** Which groups the access token lists, if any: those assigned to the application, or all security groups. */
  readonly groups: 'assigned' | 'security' | undefined;
  /** Whether the relay has a credential of its own at Entra: its redirect stands under *Web* then. */
  readonly isClientConfidential: boolean;
}

/** Application id of Microsoft Graph, the same everywhere. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/** OpenID permissions that the client signs in with. */
export const signInScopes = ['openid', 'profile', 'offline_access'] as const;
