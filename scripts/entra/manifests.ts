import { permissions, requestedPermissions } from '../../src/tenants/permissions.ts';
import {
  type AppRole,
  type ApplicationDocument,
  type PermissionScope,
  blankApplication,
} from './application-document.ts';
import {
  type ApplicationRule,
  applyRules,
  permissionRule,
  redirectRule,
  sharedRules,
  addMissing,
} from './manifest-rules.ts';

/** Input of both manifests. */
export interface ManifestInput {
  /** Origins of all deployments that use these applications. */
  readonly publicUrls: readonly string[];
  readonly serverAppId: string;
  readonly clientAppId: string;
  /** Id of the server's permission `access_as_user`. */
  readonly accessAsUserId: string;
  readonly graphScopes: GraphScopes;
  /** Names of the Graph permissions that the server requires. */
  readonly permissions: readonly string[];
  /** Groups in the access token: those assigned to the application, all security groups, or none. */
  readonly groups: 'assigned' | 'security' | undefined;
  /** Whether the client application has a credential, and its redirect URI the platform *Web*. */
  readonly isClientConfidential: boolean;
}

/** Application id of Microsoft Graph in every cloud. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/** OpenID scopes of the client's sign-in. */
export const signInScopes = ['openid', 'profile', 'offline_access'] as const;

/** The delegated permissions of Microsoft Graph in one cloud. */
export interface GraphScopes {
  /** Id of a permission; undefined when this cloud does not have it. */
  readonly idOf: (name: string) => string | undefined;
  /** Ids by name of the permissions that this cloud has. */
  readonly idsOf: (names: readonly string[]) => Readonly<Record<string, string>>;
}

/** Permissions of the tenant's service principal of Microsoft Graph. National clouds lack some permissions. */
export function createGraphScopes(offered: readonly PermissionScope[]): GraphScopes {
  const enabled = offered.filter(({ isEnabled }) => isEnabled);
  const ids = new Map(enabled.map(({ value, id }) => [value, id]));
  return {
    idOf: (name) => ids.get(name),
    idsOf: (names) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const id = ids.get(name);
          return id === undefined ? [] : [[name, id]];
        }),
      ),
  };
}

/* App roles of the server application. Entra requires a role for every assignment to an application that declares roles,
 * so that users without administrator rights need a role, too.
 * @see https://learn.microsoft.com/graph/api/resources/approleassignment
 */
export const serverRoles = [
  {
    id: '5bf320b1-167d-4ba7-9f1c-f5865aa30f13',
    value: 'Connector.Admin',
    displayName: 'Connector administrator',
    description: 'Grants access to the administration page of the connector without a directory role.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
  {
    id: '8e4c634a-94f3-4bbe-a975-a91bf0735639',
    value: 'Connector.User',
    displayName: 'Connector user',
    description: 'Uses the connector. Assign it to users and groups when assignment is required.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
] as const satisfies readonly AppRole[];

/**
 * Optional claim of the ID token: when the user entered a credential. Without it, a sign-in with `prompt=login` counts,
 * which a user can remove from the URL.
 */
const authTimeClaim = { name: 'auth_time', additionalProperties: [] } as const;

/** Optional claims of the access token that the connector reads. @see https://learn.microsoft.com/entra/identity-platform/optional-claims-reference */
const optionalClaimNames = [
  /** Distinguishes user tokens from app-only tokens. */
  { name: 'idtyp', additionalProperties: ['include_user_token'] },
  /** Distinguishes members from guests. */
  { name: 'acct', additionalProperties: [] },
  /** Preselects the account at the next sign-in. */
  { name: 'login_hint', additionalProperties: [] },
] as const satisfies readonly { readonly name: string; readonly additionalProperties: readonly string[] }[];

/** Id of a new scope `access_as_user`. An existing scope keeps its id. */
const newScopeId = '66a90462-b8e8-4c2d-8a72-03bf258a04f3';

/** The current or future id of `access_as_user`. */
export function getAccessAsUserId(document: Pick<ApplicationDocument, 'api'>): string {
  return (
    document.api.oauth2PermissionScopes.find(({ value }) => value === 'access_as_user')?.id ?? newScopeId
  );
}

/** Paths of the server application's redirect URIs, for administrators. */
export const serverRedirectPaths = ['/admin/callback', '/admin/consented'] as const;

/** Rules for "M365 MCP Server": the API that access tokens are issued for, and the client of Graph. */
export function serverRules(facts: ManifestInput): readonly ApplicationRule[] {
  const uri = `api://${facts.serverAppId}`;
  return [
    apiRule('issue v2.0 access tokens', 'requestedAccessTokenVersion', 2),
    apiRule(
      'do not accept mapped claims: a custom signing key would break On-Behalf-Of',
      'acceptMappedClaims',
      null,
    ),
    {
      description: `App ID URI ${uri}`,
      apply: (document) => {
        const identifierUris = addMissing(document.identifierUris, [uri]);
        return identifierUris === document.identifierUris ? document : { ...document, identifierUris };
      },
    },
    { description: 'scope access_as_user', apply: ensureScope },
    {
      description: 'include the server in the consent to the client (knownClientApplications)',
      apply: (document) => {
        const known = document.api.knownClientApplications;
        const knownClientApplications = addMissing(known, [facts.clientAppId]);
        if (knownClientApplications === known) return document;
        return { ...document, api: { ...document.api, knownClientApplications } };
      },
    },
    ...serverRoles.map((role): ApplicationRule => ({
      description: `app role ${role.value}`,
      apply: (document) =>
        document.appRoles.some(({ value, isEnabled }) => value === role.value && isEnabled)
          ? document
          : {
              ...document,
              appRoles: [...document.appRoles.filter(({ value }) => value !== role.value), role],
            },
    })),
    ...optionalClaimNames.map((claim) => claimRule(claim, 'accessToken')),
    claimRule(authTimeClaim, 'idToken'),
    groupClaimsRule(facts.groups),
    permissionRule(
      graphAppId,
      'Microsoft Graph',
      facts.graphScopes.idsOf([...facts.permissions, ...signInScopes]),
    ),
    ...facts.publicUrls.flatMap((origin) =>
      serverRedirectPaths.map((path) => redirectRule('web', origin + path)),
    ),
    ...sharedRules,
  ];
}

function apiRule<Name extends 'requestedAccessTokenVersion' | 'acceptMappedClaims'>(
  description: string,
  name: Name,
  wanted: ApplicationDocument['api'][Name],
): ApplicationRule {
  return {
    description: description,
    apply: (document) => {
      const present = document.api[name];
      const holds = present === wanted || (wanted === null && !present);
      return holds ? document : { ...document, api: { ...document.api, [name]: wanted } };
    },
  };
}

function ensureScope(document: ApplicationDocument): ApplicationDocument {
  const scopes = document.api.oauth2PermissionScopes;
  const present = scopes.find(({ value }) => value === 'access_as_user');
  if (present?.isEnabled) return document;
  const scope: PermissionScope = {
    ...present,
    id: getAccessAsUserId(document),
    value: 'access_as_user',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Read Microsoft 365 as the signed-in user',
    adminConsentDescription:
      'Lets the client call the connector, which reads the data that the signed-in user may read and writes nothing.',
    userConsentDisplayName: 'Read your Microsoft 365',
    userConsentDescription:
      'Lets the client call the connector, which reads the data that you may read and writes nothing.',
  };
  const oauth2PermissionScopes = [...scopes.filter((entry) => entry !== present), scope];
  return { ...document, api: { ...document.api, oauth2PermissionScopes } };
}

function claimRule(
  { name, additionalProperties }: (typeof optionalClaimNames)[number] | typeof authTimeClaim,
  token: 'accessToken' | 'idToken',
): ApplicationRule {
  return {
    description: `optional claim ${name} in ${token === 'idToken' ? 'ID' : 'access'} tokens`,
    apply: (document) => {
      const claims = document.optionalClaims ?? { accessToken: [], idToken: [], saml2Token: [] };
      const present = claims[token].find((claim) => claim.name === name);
      if (present && additionalProperties.every((value) => present.additionalProperties.includes(value))) {
        return document;
      }
      const claim = { name, source: null, essential: false, additionalProperties };
      const changed = [...claims[token].filter((entry) => entry !== present), claim];
      return { ...document, optionalClaims: { ...claims, [token]: changed } };
    },
  };
}

/** Directory roles (`wids`) identify administrators on /admin; groups limit access to some users. */
function groupClaimsRule(groups: ManifestInput['groups']): ApplicationRule {
  const wanted = ['DirectoryRole'];
  if (groups === 'assigned') wanted.push('ApplicationGroup');
  if (groups === 'security') wanted.push('SecurityGroup');
  return {
    description: `directory roles${groups === undefined ? '' : ' and groups'} in access tokens (groupMembershipClaims): ${wanted.join(', ')}`,
    apply: (document) => {
      const present = (document.groupMembershipClaims ?? '').split(',').map((value) => value.trim());
      if (present.includes('All') || wanted.every((value) => present.includes(value))) return document;
      const kept = present.filter((value) => value !== '' && value !== 'None');
      return { ...document, groupMembershipClaims: addMissing(kept, wanted).join(', ') };
    },
  };
}

/** Path of the redirect URI for user sign-ins. */
export const clientRedirectPath = '/oauth/callback';

/* Rules for "M365 MCP Client", which users sign in to. It has only the permission for the server, so that its tokens give no
 * access to Microsoft 365 data.
 */
export function clientRules(facts: ManifestInput): readonly ApplicationRule[] {
  const platform = facts.isClientConfidential ? 'web' : 'publicClient';
  return [
    permissionRule(facts.serverAppId, 'the server', { access_as_user: facts.accessAsUserId }),
    permissionRule(graphAppId, 'Microsoft Graph', facts.graphScopes.idsOf(signInScopes)),
    ...facts.publicUrls.map((origin) => redirectRule(platform, origin + clientRedirectPath)),
    ...sharedRules,
  ];
}

/** Ids of the OpenID scopes, which belong to Microsoft Graph. */
const openIdScopeIds = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
};

/* Both manifests as the set-up creates them in the global cloud, for a manual registration. Values of the deployment are
 * names in capitals.
 */
export function exampleManifests(): { readonly server: object; readonly client: object } {
  const blank = blankApplication('', 'AzureADMyOrg');
  const facts: ManifestInput = {
    publicUrls: ['PUBLIC_URL'],
    serverAppId: 'SERVER_APP_ID',
    clientAppId: 'CLIENT_APP_ID',
    accessAsUserId: getAccessAsUserId(blank),
    graphScopes: createGraphScopes(documentedGraphScopes()),
    permissions: requestedPermissions,
    groups: undefined,
    isClientConfidential: false,
  };
  return {
    server: toManifest('M365 MCP Server', serverRules(facts)),
    client: toManifest('M365 MCP Client', clientRules(facts)),
  };
}

function toManifest(displayName: string, rules: readonly ApplicationRule[]): Partial<ApplicationDocument> {
  const { after, body } = applyRules(blankApplication(displayName, 'AzureADMyOrg'), rules);
  return { displayName, signInAudience: after.signInAudience, ...body };
}

/** The permissions as Microsoft documents them for the global cloud. */
export function documentedGraphScopes(): readonly PermissionScope[] {
  const ids = Object.entries(permissions).map(([name, { id }]) => [name, id] as const);
  return [...Object.entries(openIdScopeIds), ...ids].map(([value, id]) => ({
    value,
    id,
    type: 'User',
    isEnabled: true,
  }));
}
