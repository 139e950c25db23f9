import { encodeBase64Url } from '../../encoding/base64.ts';
import type { PermissionGrant } from '../../entra/directory/directory.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  filtered,
  invalid,
  notFound,
  requireAdministrator,
  requireScope,
  textMember,
} from './call.ts';
import { servicePrincipalId } from '../../entra/directory/service-principal-id.ts';
import { referencedPrincipal } from './service-principal-routes.ts';

const writeScope = 'DelegatedPermissionGrant.ReadWrite.All';

/** Consent to delegated permissions. @see https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant */
export const permissionGrantRoutes: readonly ApplicationsRoute[] = [
  ['GET', /^\/oauth2PermissionGrants$/i, list],
  ['POST', /^\/oauth2PermissionGrants$/i, create],
  ['PATCH', /^\/oauth2PermissionGrants\/([\w-]+)$/i, update],
  ['DELETE', /^\/oauth2PermissionGrants\/([\w-]+)$/i, remove],
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
  const documents = call.tenant.grants.map((grant) => toDocument(call, grant));
  return collection('oauth2PermissionGrants', { value: [...filtered(call.query, documents)] });
}

/** @see https://learn.microsoft.com/graph/api/oauth2permissiongrant-post */
function create(call: ApplicationsCall): Response {
  requireAdministrator(call, writeScope);
  const { appId: clientId } = referencedPrincipal(call, textMember(call, 'clientId'));
  const { appId: resourceId } = referencedPrincipal(call, textMember(call, 'resourceId'));
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

/** Revokes a grant as a whole, as "Revoke" of the admin center does. @see https://learn.microsoft.com/graph/api/oauth2permissiongrant-delete */
function remove(call: ApplicationsCall): Response {
  requireAdministrator(call, writeScope);
  const grant = requireGrant(call);
  call.tenant.grants = call.tenant.grants.filter((entry) => entry !== grant);
  return new Response(null, { status: 204 });
}

function requireGrant(call: ApplicationsCall): PermissionGrant {
  const grant = call.tenant.grants.find((entry) => toDocument(call, entry).id === call.param(1));
  if (!grant) throw notFound(call.param(1));
  return grant;
}

function update(call: ApplicationsCall): Response {
  requireAdministrator(call, writeScope);
  const grant = requireGrant(call);
  grant.scopes.clear();
  for (const scope of textMember(call, 'scope').trim().split(/\s+/)) grant.scopes.add(scope);
  return new Response(null, { status: 204 });
}
