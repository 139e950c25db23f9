import { readCertificateBase64 } from '../../entra/token/certificate.ts';
import type {
  Application,
  Directory,
  FederatedCredential,
  PasswordCredential,
} from '../../entra/directory/directory.ts';

/** A delegated permission that an application exposes. */
export interface PermissionScope {
  readonly id: string;
  readonly value: string;
  readonly type: string;
  readonly isEnabled: boolean;
}

export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly isEnabled: boolean;
  readonly allowedMemberTypes: readonly string[];
}

export interface KeyCredentialDocument {
  readonly keyId?: string;
  readonly displayName?: string | null;
  readonly key?: string | null;
  readonly type: string;
  readonly usage: string;
  readonly startDateTime?: string;
  readonly endDateTime?: string;
}

/** Graph's `application`, as far as it can be written here. */
export interface RegistrationDocument {
  readonly displayName: string;
  readonly signInAudience: string;
  readonly identifierUris: readonly string[];
  readonly api: {
    readonly requestedAccessTokenVersion: number | null;
    readonly acceptMappedClaims: boolean | null;
    readonly knownClientApplications: readonly string[];
    readonly oauth2PermissionScopes: readonly PermissionScope[];
    readonly preAuthorizedApplications: readonly object[];
  };
  readonly appRoles: readonly AppRole[];
  readonly optionalClaims: object | null;
  readonly groupMembershipClaims: string | null;
  readonly requiredResourceAccess: readonly {
    readonly resourceAppId: string;
    readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
  }[];
  readonly web: {
    readonly redirectUris: readonly string[];
    readonly homePageUrl: string | null;
    readonly implicitGrantSettings: {
      readonly enableIdTokenIssuance: boolean;
      readonly enableAccessTokenIssuance: boolean;
    };
  };
  readonly spa: { readonly redirectUris: readonly string[] };
  readonly publicClient: { readonly redirectUris: readonly string[] };
  readonly isFallbackPublicClient: boolean | null;
  readonly servicePrincipalLockConfiguration: object | null;
  readonly keyCredentials: readonly KeyCredentialDocument[];
}

/** A client secret as Graph lists it: everything but the secret. */
export interface ListedPassword {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly hint: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
}

/** Graph's `federatedIdentityCredential`. */
export interface FederatedDocument extends FederatedCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** An app registration in its home tenant. */
export interface Registration {
  readonly tenantId: string;
  readonly objectId: string;
  readonly appId: string;
  readonly uniqueName: string;
  document: RegistrationDocument;
  passwords: readonly { readonly listed: ListedPassword; readonly credential: PasswordCredential }[];
  readonly owners: Set<string>;
  /** When Graph has replicated it, by the tenant's clock. */
  readonly visibleAtMs: number;
  federated: readonly FederatedDocument[];
}

/** A registration of which nothing but its name is known. */
export const emptyDocument: RegistrationDocument = {
  displayName: '',
  signInAudience: 'AzureADMyOrg',
  identifierUris: [],
  api: {
    requestedAccessTokenVersion: null,
    acceptMappedClaims: null,
    knownClientApplications: [],
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  optionalClaims: null,
  groupMembershipClaims: null,
  requiredResourceAccess: [],
  web: {
    redirectUris: [],
    homePageUrl: null,
    implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
  },
  spa: { redirectUris: [] },
  publicClient: { redirectUris: [] },
  isFallbackPublicClient: null,
  servicePrincipalLockConfiguration: null,
  keyCredentials: [],
};

/**
 * The registration as Entra's sign-in uses it.
 * @throws Error when a key credential is not a certificate
 */
export async function toApplication(directory: Directory, registration: Registration): Promise<Application> {
  const { document, appId, passwords, federated } = registration;
  const certificates = document.keyCredentials.flatMap(({ key }) => key ?? []);
  return {
    appId,
    signInAudience: document.signInAudience === 'AzureADMyOrg' ? 'AzureADMyOrg' : 'AzureADMultipleOrgs',
    homeTenantId: registration.tenantId,
    displayName: document.displayName,
    identifierUris: document.identifierUris,
    publicClientRedirectUris: document.publicClient.redirectUris,
    webRedirectUris: document.web.redirectUris,
    passwordCredentials: passwords.map(({ credential }) => credential),
    keyCredentials: await Promise.all(certificates.map(readCertificateBase64)),
    federatedCredentials: federated,
    offers: Object.fromEntries(
      document.api.oauth2PermissionScopes
        .filter(({ isEnabled }) => isEnabled)
        .map(({ value, type }) => [value, { adminConsentRequired: type === 'Admin' }]),
    ),
    requiredResourceAccess: Object.fromEntries(
      document.requiredResourceAccess.map(({ resourceAppId, resourceAccess }) => [
        resourceAppId,
        resourceAccess.flatMap(({ id }) => scopeName(directory, resourceAppId, id) ?? []),
      ]),
    ),
    knownClientApplications: document.api.knownClientApplications,
    isFallbackPublicClient: document.isFallbackPublicClient === true,
  };
}

/** Exposed permissions in Graph's format. */
export function exposedScopes(directory: Directory, appId: string): readonly PermissionScope[] {
  const registration = toRegistration(directory, appId);
  if (registration) return registration.document.api.oauth2PermissionScopes;
  const { offers = {} } = directory.applications.get(appId) ?? {};
  return Object.entries(offers).map(([value, { adminConsentRequired, ...input }]) => ({
    id: 'id' in input ? String(input.id) : appId,
    value,
    type: adminConsentRequired ? 'Admin' : 'User',
    isEnabled: true,
  }));
}

/** The registration with this application id, if it was made through Graph. */
export function toRegistration(directory: Directory, appId: string): Registration | undefined {
  return [...directory.registrations.values()].find((candidate) => candidate.appId === appId);
}

/** Name of the permission, if the resource still exposes it. */
function scopeName(directory: Directory, resourceAppId: string, id: string): string | undefined {
  return exposedScopes(directory, resourceAppId).find((scope) => scope.id === id)?.value;
}
