import { encodeBase64Url } from '../../encoding/base64.ts';
import type { PermissionGrant } from '../../entra/directory/directory.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  invalid,
  notFound,
  requireAdministrator,
  requireScope,
  textMember,
} from './call.ts';
import { servicePrincipalById, servicePrincipalId } from './service-principal-routes.ts';

const writeScope = 'DelegatedPermissionGrant.ReadWrite.All';

/** Consent to delegated permissions. @see https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant */
export const permissionGrantRoutes: readonly ApplicationsRoute[] = [
  ['GET', /^\/oauth2PermissionGrants$/i, list],
  ['POST', /^\/oauth2PermissionGrants$/i, create],
  ['PATCH', /^\/oauth2PermissionGrants\/([\w-]+)$/i, update],
];

function toDocument({ tenant }: ApplicationsCall, grant: PermissionGrant) {
  const clientId = servicePrincipalId(tenant.tenantId, grant.clientId);
  const resourceId = servicePrincipalId(tenant.tenantId, grant.resourceId);
  const principalId = grant.principalId ?? null;
  const id = [clientId, resourceId, principalId ?? ''].join('|');
  return {
    id: encodeBase64Url(new TextEncoder().encode(id)),
    clientId,
    consentType: principalId === null ? 'AllPrincipals' : 'Principal',
    principalId,
    resourceId,
    scope: [...grant.scopes].join(' '),
  };
}

function list(call: ApplicationsCall): Response {
  requireScope(call, 'Directory.Read.All', writeScope);
  const filter = call.query.get('$filter');
  const node = filter === null ? undefined : parseFilter(filter);
  const value = call.tenant.grants
    .map((grant) => toDocument(call, grant))
    .filter((document) => node === undefined || filterMatches(node, document));
  return collection('oauth2PermissionGrants', { value });
}

/** @see https://learn.microsoft.com/graph/api/oauth2permissiongrant-post */
function create(call: ApplicationsCall): Response {
  requireAdministrator(call, writeScope);
  const { appId: clientId } = servicePrincipalById(call, textMember(call, 'clientId'));
  const { appId: resourceId } = servicePrincipalById(call, textMember(call, 'resourceId'));
  if (textMember(call, 'consentType') !== 'AllPrincipals') {
    throw invalid('Only consent for everybody can be made here.');
  }
  const { grants } = call.tenant;
  const exists = grants.some(
    (grant) =>
      grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === undefined,
  );
  if (exists)
    throw new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
  const grant = { clientId, resourceId, scopes: new Set(textMember(call, 'scope').trim().split(/\s+/)) };
  grants.push(grant);
  const created = entity('oauth2PermissionGrants/$entity', toDocument(call, grant));
  return new Response(created.body, { status: 201, headers: created.headers });
}

function update(call: ApplicationsCall): Response {
  requireAdministrator(call, writeScope);
  const grant = call.tenant.grants.find((entry) => toDocument(call, entry).id === call.param(1));
  if (!grant) throw notFound(call.param(1));
  grant.scopes.clear();
  for (const scope of textMember(call, 'scope').trim().split(/\s+/)) grant.scopes.add(scope);
  return new Response(null, { status: 204 });
}
