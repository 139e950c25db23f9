import { servicePrincipalId } from '../../entra/directory/service-principal-id.ts';
import { collection, entity } from '../core/response.ts';
import { publishRegistration } from './application-routes.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  notFound,
  readScopes,
  requireApplicationWriter,
  requireScope,
  selected,
} from './call.ts';

/**
 * Deleted applications and service principals.
 * @see https://learn.microsoft.com/graph/api/resources/directory
 */
export const deletedItemRoutes: readonly ApplicationsRoute[] = [
  ['GET', /^\/directory\/deletedItems\/microsoft\.graph\.application$/i, listApplications],
  ['GET', /^\/directory\/deletedItems\/microsoft\.graph\.servicePrincipal$/i, listPrincipals],
  ['POST', /^\/directory\/deletedItems\/([0-9a-f-]{36})\/restore$/i, restore],
  ['DELETE', /^\/directory\/deletedItems\/([0-9a-f-]{36})$/i, purge],
];

function listApplications(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const { state, tenant, query } = call;
  const value = [...state.directory.deletedRegistrations.values()]
    .filter(({ tenantId }) => tenantId === tenant.tenantId)
    .map(({ objectId, appId, uniqueName, document }) =>
      selected(query, { id: objectId, appId, uniqueName, displayName: document.displayName }),
    );
  return collection('directoryObjects', { value });
}

function listPrincipals(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const { tenant, query } = call;
  const value = [...tenant.deletedPrincipals.keys()].map((appId) =>
    selected(query, { id: servicePrincipalId(tenant.tenantId, appId), appId }),
  );
  return collection('directoryObjects', { value });
}

/** Restoring an application does not restore its service principal. @see https://learn.microsoft.com/graph/api/directory-deleteditems-restore */
async function restore(call: ApplicationsCall): Promise<Response> {
  const id = call.param(1);
  const { state, tenant } = call;
  const registration = state.directory.deletedRegistrations.get(id);
  requireApplicationWriter(call, registration?.owners);
  if (registration) {
    state.directory.deletedRegistrations.delete(id);
    state.directory.registrations.set(id, registration);
    await publishRegistration(call, registration);
    return entity('directoryObjects/$entity', { id, appId: registration.appId });
  }
  const appId = findPrincipal(call, id);
  const deleted = tenant.deletedPrincipals.get(appId);
  if (!deleted) throw notFound(id);
  tenant.deletedPrincipals.delete(appId);
  tenant.servicePrincipals.set(appId, deleted.principal);
  tenant.grants.push(...deleted.grants);
  return entity('directoryObjects/$entity', { id, appId });
}

/** Deletes permanently. @see https://learn.microsoft.com/graph/api/directory-deleteditems-delete */
function purge(call: ApplicationsCall): Response {
  const id = call.param(1);
  const { state, tenant } = call;
  requireApplicationWriter(call, state.directory.deletedRegistrations.get(id)?.owners);
  const isDeleted =
    state.directory.deletedRegistrations.delete(id) ||
    tenant.deletedPrincipals.delete(findPrincipal(call, id));
  if (!isDeleted) throw notFound(id);
  return new Response(null, { status: 204 });
}

function findPrincipal({ tenant }: ApplicationsCall, id: string): string {
  return (
    [...tenant.deletedPrincipals.keys()].find((appId) => servicePrincipalId(tenant.tenantId, appId) === id) ??
    ''
  );
}
