/** The members of Graph's `application` that the set-up manages. @see https://learn.microsoft.com/graph/api/resources/application */
export interface ApplicationDocument {
  readonly displayName: string;
  readonly signInAudience: string;
  readonly identifierUris: readonly string[];
  readonly api: ApiPart;
  readonly appRoles: readonly AppRole[];
  readonly optionalClaims: OptionalClaims | null;
  readonly groupMembershipClaims: string | null;
  readonly requiredResourceAccess: readonly ResourceAccess[];
  readonly web: WebPart;
  readonly spa: RedirectPart;
  readonly publicClient: RedirectPart;
  readonly isFallbackPublicClient: boolean | null;
  readonly servicePrincipalLockConfiguration: LockConfiguration | null;
}

/** An application registration with the members that Graph sets. */
export interface StoredApplication extends ApplicationDocument {
  readonly id: string;
  readonly appId: string;
  /** Set at the creation by the upsert only. */
  readonly uniqueName?: string | null;
  readonly keyCredentials: readonly KeyCredential[];
  readonly passwordCredentials: readonly StoredCredential[];
}

interface ApiPart {
  readonly requestedAccessTokenVersion: number | null;
  readonly acceptMappedClaims: boolean | null;
  readonly knownClientApplications: readonly string[];
  readonly oauth2PermissionScopes: readonly PermissionScope[];
  readonly preAuthorizedApplications: readonly object[];
}

export interface PermissionScope {
  readonly id: string;
  readonly value: string;
  readonly type: string;
  readonly isEnabled: boolean;
  readonly adminConsentDisplayName?: string;
  readonly adminConsentDescription?: string;
  readonly userConsentDisplayName?: string;
  readonly userConsentDescription?: string;
}

export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly allowedMemberTypes: readonly string[];
}

interface OptionalClaims {
  readonly accessToken: readonly OptionalClaim[];
  readonly idToken: readonly OptionalClaim[];
  readonly saml2Token: readonly OptionalClaim[];
}

interface OptionalClaim {
  readonly name: string;
  readonly source: string | null;
  readonly essential: boolean;
  readonly additionalProperties: readonly string[];
}

interface ResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

interface RedirectPart {
  readonly redirectUris: readonly string[];
}

interface WebPart extends RedirectPart {
  readonly homePageUrl: string | null;
  readonly implicitGrantSettings: {
    readonly enableIdTokenIssuance: boolean;
    readonly enableAccessTokenIssuance: boolean;
  };
}

interface LockConfiguration {
  readonly isEnabled: boolean;
  readonly allProperties: boolean;
}

export interface StoredCredential {
  readonly keyId?: string;
  readonly displayName?: string | null;
  /** ISO 8601. */
  readonly startDateTime?: string;
  readonly endDateTime?: string;
}

export interface KeyCredential extends StoredCredential {
  readonly type: string;
  readonly usage: string;
  /** Base64 of the DER certificate. Graph returns it only with `$select=keyCredentials`. */
  readonly key?: string | null;
}

/** `$select` of an application. Graph omits `key` of credentials that are not selected by name. */
export const selectedProperties = [
  'id',
  'appId',
  'uniqueName',
  'displayName',
  'signInAudience',
  'identifierUris',
  'api',
  'appRoles',
  'optionalClaims',
  'groupMembershipClaims',
  'requiredResourceAccess',
  'web',
  'spa',
  'publicClient',
  'isFallbackPublicClient',
  'servicePrincipalLockConfiguration',
  'keyCredentials',
  'passwordCredentials',
].join(',');

/** An application registration with default values. */
export function blankApplication(displayName: string, signInAudience: string): ApplicationDocument {
  return {
    displayName,
    signInAudience,
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
  };
}
