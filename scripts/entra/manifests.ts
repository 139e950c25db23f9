import { permissions, requestedPermissions } from '../../src/tenants/permissions.ts';
import {
  type AppRole,
  type ApplicationDocument,
  type PermissionScope,
  blankApplication,
} from './application.ts';
import {
  type ApplicationRule,
  applyRules,
  permissionRule,
  redirectRule,
  sharedRules,
  addMissing,
} from './manifest-rules.ts';

/** What the two registrations depend on. */
export interface ManifestInput {
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

/** The delegated permissions of Microsoft Graph in one cloud. */
export interface GraphScopes {
  /** The id of a permission; undefined where this cloud does not have it. */
  readonly idOf: (name: string) => string | undefined;
  /** Ids by name, of those that this cloud has. */
  readonly idsOf: (names: readonly string[]) => Readonly<Record<string, string>>;
}

/**
 * Permissions by name, as the organisation's own service principal of Graph lists them: the national clouds lack some,
 * and a list of ids in a script would not know.
 */
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
const optionalClaimNames = [
  /** Tells tokens of people from those of services. */
  { name: 'idtyp', additionalProperties: ['include_user_token'] },
  /** Tells members from guests. */
  { name: 'acct', additionalProperties: [] },
  /** Spares a person the question who they are, when they have to sign in again. */
  { name: 'login_hint', additionalProperties: [] },
] as const satisfies readonly { readonly name: string; readonly additionalProperties: readonly string[] }[];

/** Id of `access_as_user` where this set-up makes it. Where it stands already, it keeps the id that it has. */
const newScopeId = '66a90462-b8e8-4c2d-8a72-03bf258a04f3';

/** The id that `access_as_user` has, or will get. */
export function getAccessAsUserId(document: Pick<ApplicationDocument, 'api'>): string {
  return (
    document.api.oauth2PermissionScopes.find(({ value }) => value === 'access_as_user')?.id ?? newScopeId
  );
}

/** Paths of the server's redirect URIs: the administrators' pages. */
export const serverRedirectPaths = ['/admin/callback', '/admin/consented'] as const;

/** What must hold of "M365 MCP Server": the API that clients get tokens for, and the client of Graph. */
export function serverRules(facts: ManifestInput): readonly ApplicationRule[] {
  const uri = `api://${facts.serverAppId}`;
  return [
    apiRule('issue v2 access tokens', 'requestedAccessTokenVersion', 2),
    apiRule('take no mapped claims: a custom signing key would end On-Behalf-Of', 'acceptMappedClaims', null),
    {
      description: `App ID URI ${uri}`,
      apply: (document) => {
        const identifierUris = addMissing(document.identifierUris, [uri]);
        return identifierUris === document.identifierUris ? document : { ...document, identifierUris };
      },
    },
    { description: 'permission access_as_user, which clients ask for', apply: ensureScope },
    {
      description: 'consent to the client is consent to the server too (knownClientApplications)',
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
    ...optionalClaimNames.map(claimRule),
    groupClaimsRule(facts.groups),
    permissionRule(graphAppId, 'Microsoft Graph', facts.graphScopes.idsOf(facts.permissions)),
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
    adminConsentDisplayName: 'Read Microsoft 365 as the signed-in person',
    adminConsentDescription:
      'Lets the client ask the connector, which reads what the signed-in person may read and writes nothing.',
    userConsentDisplayName: 'Read your Microsoft 365',
    userConsentDescription:
      'Lets the client ask the connector, which reads what you may read and writes nothing.',
  };
  const oauth2PermissionScopes = [...scopes.filter((entry) => entry !== present), scope];
  return { ...document, api: { ...document.api, oauth2PermissionScopes } };
}

function claimRule({ name, additionalProperties }: (typeof optionalClaimNames)[number]): ApplicationRule {
  return {
    description: `optional claim ${name} in access tokens`,
    apply: (document) => {
      const claims = document.optionalClaims ?? { accessToken: [], idToken: [], saml2Token: [] };
      const present = claims.accessToken.find((claim) => claim.name === name);
      if (present && additionalProperties.every((value) => present.additionalProperties.includes(value))) {
        return document;
      }
      const claim = { name, source: null, essential: false, additionalProperties };
      const accessToken = [...claims.accessToken.filter((entry) => entry !== present), claim];
      return { ...document, optionalClaims: { ...claims, accessToken } };
    },
  };
}

/** Directory roles (`wids`) tell administrators from others on /admin; groups narrow an organisation to a pilot. */
function groupClaimsRule(groups: ManifestInput['groups']): ApplicationRule {
  const wanted = ['DirectoryRole'];
  if (groups === 'assigned') wanted.push('ApplicationGroup');
  if (groups === 'security') wanted.push('SecurityGroup');
  return {
    description: `claims of directory roles${groups === undefined ? '' : ' and groups'}: ${wanted.join(', ')}`,
    apply: (document) => {
      const present = (document.groupMembershipClaims ?? '').split(',').map((value) => value.trim());
      if (present.includes('All') || wanted.every((value) => present.includes(value))) return document;
      const kept = present.filter((value) => value !== '' && value !== 'None');
      return { ...document, groupMembershipClaims: addMissing(kept, wanted).join(', ') };
    },
  };
}

/** Path of the one redirect URI that Entra knows for people's sign-ins. */
export const clientRedirectPath = '/oauth/callback';

/**
 * What must hold of "M365 MCP Client": what people sign in to. It may ask the server and nothing else: a token of it
 * reads nothing of Microsoft 365.
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

/** Ids of the OpenID permissions of Graph: they are no permissions of the connector, but the client signs in with them. */
const openIdScopeIds = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
};

/**
 * Both registrations as the set-up leaves them in the global cloud, for those who do it by hand. What is different for
 * everybody stands as a name in capitals.
 */
export function exampleManifests(): { readonly server: object; readonly client: object } {
  const blank = blankApplication('', 'AzureADMyOrg');
  const ids = Object.entries({ ...openIdScopeIds, ...permissionIds() });
  const facts: ManifestInput = {
    publicUrls: ['PUBLIC_URL'],
    serverAppId: 'SERVER_APP_ID',
    clientAppId: 'CLIENT_APP_ID',
    accessAsUserId: getAccessAsUserId(blank),
    graphScopes: createGraphScopes(ids.map(([value, id]) => ({ value, id, type: 'User', isEnabled: true }))),
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

function permissionIds(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(permissions).map(([name, { id }]) => [name, id]));
}
