import type { Registration } from '../../graph/applications/registration.ts';

/** Directory objects. The types follow Graph's `application`, `servicePrincipal` and `oauth2PermissionGrant`. */

export interface DirectoryUser {
  readonly tenantId: string;
  readonly objectId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Ids of directory role templates (`wids`). */
  directoryRoles: readonly string[];
  /** App roles that the user holds in the server application (`roles`). */
  appRoles: readonly string[];
  accountEnabled: boolean;
  /** Whether the user's device is compliant. Recorded at sign-in. */
  compliantDevice: boolean;
  /** Raised when sessions are revoked: what an earlier sign-in brought is dead then. */
  signInGeneration: number;
  /** When sessions were last revoked: `tokensValidFrom`. */
  tokensValidFromMs: number;
}

export interface PasswordCredential {
  readonly secretText: string;
  readonly endMs: number;
}

export interface KeyCredential {
  /** Base64url of the SHA-256 and the SHA-1 of the certificate's DER. */
  readonly thumbprintSha256: string;
  readonly thumbprintSha1: string;
  readonly publicKeySpki: Uint8Array<ArrayBuffer>;
  /** Whether issuer and subject are equal. */
  readonly isSelfIssued: boolean;
}

/** Federated identity credential: assertions of this issuer about this subject authenticate the application. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

export type SignInAudience = 'AzureADMyOrg' | 'AzureADMultipleOrgs';

/** An app registration. */
export interface Application {
  readonly appId: string;
  /** Default `AzureADMultipleOrgs`. */
  signInAudience?: SignInAudience;
  /** Tenant of a single-tenant application. */
  homeTenantId?: string;
  readonly displayName: string;
  readonly identifierUris: readonly string[];
  publicClientRedirectUris: readonly string[];
  webRedirectUris: readonly string[];
  passwordCredentials: readonly PasswordCredential[];
  keyCredentials: readonly KeyCredential[];
  federatedCredentials?: readonly FederatedCredential[];
  /** Delegated permissions that the application offers to others. */
  readonly offers: Readonly<Record<string, { readonly adminConsentRequired: boolean }>>;
  /** Required permissions by resource: what `.default` requests on a consent page. */
  readonly requiredResourceAccess: Readonly<Record<string, readonly string[]>>;
  /** Clients whose `.default` request consents to this application as well. */
  readonly knownClientApplications: readonly string[];
  /**
   * Whether public client flows without a redirect URI, such as the device code flow, are allowed. Default
   * false.
   */
  readonly isFallbackPublicClient?: boolean;
}

/** Service principal of an application in one tenant ("enterprise application"). */
export interface ServicePrincipal {
  readonly appId: string;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  readonly assigned: Set<string>;
  /** Assignments that were made through Graph, with their roles. Whoever is in them is in `assigned` too. */
  appRoleAssignments?: readonly AppRoleAssignment[];
  tags?: readonly string[];
  /** When Graph has replicated a new object, by the tenant's clock. Absent for objects of the start. */
  visibleAtMs?: number;
}

export interface AppRoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly appRoleId: string;
}

export interface PermissionGrant {
  readonly clientId: string;
  readonly resourceId: string;
  /** The one user it is for; absent for all users (`AllPrincipals`). */
  readonly principalId?: string;
  readonly scopes: Set<string>;
}

export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly users: Map<string, DirectoryUser>;
  readonly servicePrincipals: Map<string, ServicePrincipal>;
  grants: PermissionGrant[];
  /** Users whose own grants replace the tenant-wide ones. In Entra, grants add up. */
  readonly usersWithOwnGrants: Set<string>;
  /**
   * User consent setting: managed by Microsoft, allowed, blocked (AADSTS90094) or with the admin consent workflow
   * (AADSTS90095).
   */
  userConsent: 'managed' | 'allowed' | 'blocked' | 'workflow';
  /** Whether a policy (`trustedCertificateAuthorities`) rejects self-signed certificates. */
  rejectsSelfSigned: boolean;
  /** Deleted service principals with their grants, by application id. */
  readonly deletedPrincipals: Map<string, DeletedPrincipal>;
}

export interface DeletedPrincipal {
  readonly principal: ServicePrincipal;
  readonly grants: readonly PermissionGrant[];
}

export interface Directory {
  readonly tenants: Map<string, Tenant>;
  readonly applications: Map<string, Application>;
  /** App registrations that were made through Graph, by object id. Each has its row in `applications` too. */
  readonly registrations: Map<string, Registration>;
  /** Deleted app registrations by object id. They keep their unique names. */
  readonly deletedRegistrations: Map<string, Registration>;
}

/** The user with this user principal name, or this `login_hint` claim, or `{tenantId}/{objectId}`. */
export function findUser(directory: Directory, hint: string): DirectoryUser | undefined {
  const search = hint.toLowerCase();
  for (const tenant of directory.tenants.values()) {
    for (const user of tenant.users.values()) {
      if (user.userPrincipalName.toLowerCase() === search) return user;
      if (loginHintOf(user) === hint || `${user.tenantId}/${user.objectId}` === search) return user;
    }
  }
  return undefined;
}

/** The opaque `login_hint` claim of a user. */
export function loginHintOf(user: DirectoryUser): string {
  return `O.${btoa(`${user.tenantId}|${user.objectId}`).replaceAll('=', '')}`;
}

/** The application that an App ID URI or an application id names. */
export function findResource(directory: Directory, name: string): Application | undefined {
  for (const application of directory.applications.values()) {
    if (application.appId === name || application.identifierUris.includes(name)) return application;
  }
  return undefined;
}
