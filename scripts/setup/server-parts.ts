import type { AppRole } from './application-document.ts';

/**
 * Roles of the server application. The second one is there because of the first: an application that declares roles
 * takes no assignment without one, so ordinary people need one as well.
 * @see https://learn.microsoft.com/graph/api/resources/approleassignment
 */
export const serverRoles = [
  {
    id: '5bf320b1-167d-4ba7-9f1c-f5865aa30f13',
    value: 'Connector.Admin',
    displayName: 'Connector administrator',
    description: 'Opens the administration page of the connector, without a directory role.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
  {
    id: '8e4c634a-94f3-4bbe-a975-a91bf0735639',
    value: 'Connector.User',
    displayName: 'Connector user',
    description: 'Uses the connector. Assign it to people and groups where assignment is required.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
] as const satisfies readonly AppRole[];

/** Optional claims of the access token that the connector reads. @see https://learn.microsoft.com/entra/identity-platform/optional-claims-reference */
export const optionalClaimNames = [
  /** Tells tokens of people from those of services. */
  { name: 'idtyp', additionalProperties: ['include_user_token'] },
  /** Tells members from guests. */
  { name: 'acct', additionalProperties: [] },
  /** Spares a person the question who they are, when they have to sign in again. */
  { name: 'login_hint', additionalProperties: [] },
] as const satisfies readonly { readonly name: string; readonly additionalProperties: readonly string[] }[];
