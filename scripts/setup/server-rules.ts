import type { ApplicationDocument, PermissionScope } from './application-document.ts';
import { type ApplicationRule, withAll } from './application-rule.ts';
import { graphAppId, type ManifestFacts } from './manifest-facts.ts';
import { optionalClaimNames, serverRoles } from './server-parts.ts';
import { permissionRule, redirectRule, sharedRules } from './shared-rules.ts';

/** Id of `access_as_user` where this set-up makes it. Where it stands already, it keeps the id that it has. */
const newScopeId = '66a90462-b8e8-4c2d-8a72-03bf258a04f3';

/** The id that `access_as_user` has, or will get. */
export function accessAsUserIdOf(document: Pick<ApplicationDocument, 'api'>): string {
  return (
    document.api.oauth2PermissionScopes.find(({ value }) => value === 'access_as_user')?.id ?? newScopeId
  );
}

/** Paths of the server's redirect URIs: the administrators' pages. */
export const serverRedirectPaths = ['/admin/callback', '/admin/consented'] as const;

/** What must hold of "M365 MCP Server": the API that clients get tokens for, and the client of Graph. */
export function serverRules(facts: ManifestFacts): readonly ApplicationRule[] {
  const uri = `api://${facts.serverAppId}`;
  return [
    apiRule('issue v2 access tokens', 'requestedAccessTokenVersion', 2),
    apiRule('take no mapped claims: a custom signing key would end On-Behalf-Of', 'acceptMappedClaims', null),
    {
      says: `App ID URI ${uri}`,
      settle: (document) => {
        const identifierUris = withAll(document.identifierUris, [uri]);
        return identifierUris === document.identifierUris ? document : { ...document, identifierUris };
      },
    },
    { says: 'permission access_as_user, which clients ask for', settle: settleScope },
    {
      says: 'consent to the client is consent to the server too (knownClientApplications)',
      settle: (document) => {
        const known = document.api.knownClientApplications;
        const knownClientApplications = withAll(known, [facts.clientAppId]);
        if (knownClientApplications === known) return document;
        return { ...document, api: { ...document.api, knownClientApplications } };
      },
    },
    ...serverRoles.map((role): ApplicationRule => ({
      says: `app role ${role.value}`,
      settle: (document) =>
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
  says: string,
  name: Name,
  wanted: ApplicationDocument['api'][Name],
): ApplicationRule {
  return {
    says,
    settle: (document) => {
      const present = document.api[name];
      const holds = present === wanted || (wanted === null && !present);
      return holds ? document : { ...document, api: { ...document.api, [name]: wanted } };
    },
  };
}

function settleScope(document: ApplicationDocument): ApplicationDocument {
  const scopes = document.api.oauth2PermissionScopes;
  const present = scopes.find(({ value }) => value === 'access_as_user');
  if (present?.isEnabled) return document;
  const scope: PermissionScope = {
    ...present,
    id: accessAsUserIdOf(document),
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
    says: `optional claim ${name} in access tokens`,
    settle: (document) => {
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
function groupClaimsRule(groups: ManifestFacts['groups']): ApplicationRule {
  const wanted = ['DirectoryRole'];
  if (groups === 'assigned') wanted.push('ApplicationGroup');
  if (groups === 'security') wanted.push('SecurityGroup');
  return {
    says: `claims of directory roles${groups === undefined ? '' : ' and groups'}: ${wanted.join(', ')}`,
    settle: (document) => {
      const present = (document.groupMembershipClaims ?? '').split(',').map((value) => value.trim());
      if (present.includes('All') || wanted.every((value) => present.includes(value))) return document;
      const kept = present.filter((value) => value !== '' && value !== 'None');
      return { ...document, groupMembershipClaims: withAll(kept, wanted).join(', ') };
    },
  };
}
