/** Graph's `application`, as far as the set-up has an opinion of it. @see https://learn.microsoft.com/graph/api/resources/application */
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

/** The same with what only Graph can say. */
export interface StoredApplication extends ApplicationDocument {
  readonly id: string;
  readonly appId: string;
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

export interface OptionalClaims {
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
  /** Base64 of the certificate's DER; given only where `keyCredentials` is selected. */
  readonly key?: string | null;
}

/** What is read of an application: `key` of its credentials is left out unless they are selected by name. */
export const selectedProperties = [
  'id',
  'appId',
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

/** An application of which nothing but its name is known. */
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
