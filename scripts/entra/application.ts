import type { SetupContext } from './context.ts';
import { type ApplicationRule, applyRules, removeRedirectRule, unknownRedirects } from './manifest-rules.ts';

/** Placeholder for the id of an object that `--dry-run` does not create. */
export const pendingId = '(new)';

/** Graph path of an application with a unique name. */
export function applicationPath(uniqueName: string): string {
  return `/applications(uniqueName='${uniqueName}')`;
}

/**
 * Returns an application and creates it when it is missing, without the properties that need its ids.
 * @see https://learn.microsoft.com/graph/api/application-upsert
 */
export async function getOrCreateApplication(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  displayName: string,
): Promise<StoredApplication> {
  const path = `${applicationPath(uniqueName)}?$select=${selectedProperties}`;
  const signInAudience = options.isMultiTenant ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
  const assumed = {
    ...blankApplication(displayName, signInAudience),
    id: pendingId,
    appId: pendingId,
    keyCredentials: [],
    passwordCredentials: [],
  };
  return (
    (await graph.get<StoredApplication>(path)) ??
    changes.apply(
      `register "${displayName}" (unique name ${uniqueName})`,
      async () => {
        const made = await graph.send<StoredApplication>(
          'PATCH',
          applicationPath(uniqueName),
          { displayName, signInAudience },
          'create-if-missing',
        );
        return { ...assumed, ...made };
      },
      assumed,
    )
  );
}

/** Applies the rules in one request, and reports or removes unknown redirect URIs. */
export async function updateApplication(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  application: StoredApplication,
  rules: readonly ApplicationRule[],
  knownRedirects: readonly string[],
): Promise<void> {
  const unknown = unknownRedirects(application, knownRedirects);
  const { descriptions, body } = applyRules(pickDocument(application), [
    ...signInAudienceRules(options.isMultiTenant),
    ...rules,
    ...(options.prune ? unknown.map(removeRedirectRule) : []),
  ]);
  for (const text of descriptions.slice(0, -1)) await changes.apply(text, () => Promise.resolve(), undefined);
  const last = descriptions.at(-1);
  if (last !== undefined) {
    const send = () => graph.send('PATCH', applicationPath(uniqueName), body);
    await changes.apply<unknown>(last, send, undefined);
  }
  if (options.prune) return;
  for (const uri of unknown) {
    changes.drift(`unknown redirect URI ${uri}: authorization codes could be sent there. --prune removes it`);
  }
}

/** Only widens the sign-in audience: narrowing it would lock other tenants out. */
function signInAudienceRules(isMultiTenant: boolean): readonly ApplicationRule[] {
  if (!isMultiTenant) return [];
  return [
    {
      description: 'let other tenants use it (signInAudience: AzureADMultipleOrgs)',
      apply: (document) =>
        document.signInAudience === 'AzureADMultipleOrgs'
          ? document
          : { ...document, signInAudience: 'AzureADMultipleOrgs' },
    },
  ];
}

/** The managed members. Graph omits members that were never set, or returns null. */
function pickDocument(application: StoredApplication): ApplicationDocument {
  const blank = blankApplication(application.displayName, application.signInAudience);
  const names = Object.keys(blank) as (keyof ApplicationDocument)[];
  return Object.fromEntries(
    names.map((name) => [name, application[name] ?? blank[name]]),
  ) as unknown as ApplicationDocument;
}

/** Makes the signed-in administrator the owner, since Entra notifies owners of expiring credentials. */
export async function ensureOwner(
  { graph, changes, options }: SetupContext,
  uniqueName: string,
  application: { readonly id: string; readonly displayName: string },
  me: { readonly id: string; readonly userPrincipalName: string },
): Promise<void> {
  const path = `${applicationPath(uniqueName)}/owners`;
  const owners =
    application.id === pendingId ? [] : await graph.list<{ readonly id: string }>(`${path}?$select=id`);
  // An existing owner is enough: a later run does not add another one.
  if (owners.length > 0) return;
  const reference = { '@odata.id': `${options.cloud.graphOrigin}/v1.0/directoryObjects/${me.id}` };
  const send = () => graph.send('POST', `${path}/$ref`, reference);
  await changes.apply<unknown>(`owner ${me.userPrincipalName}`, send, undefined);
}

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
const selectedProperties = [
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
