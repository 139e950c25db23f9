import type { ServicePrincipal } from '../../entra/directory/directory.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { graphAppRoles } from '../../entra/directory/application-permissions.ts';
import { servicePrincipalId } from '../../entra/directory/service-principal-id.ts';
import { apps, globalAdministrator, privilegedRoleAdministrator } from '../../seed-data/tenants.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  invalid,
  notFound,
  readScopes,
  requireAdministrator,
  requireApplicationWriter,
  requireScope,
  selected,
  textMember,
} from './call.ts';
import { type AppRole, exposedScopes, toRegistration } from './registration.ts';

const key = String.raw`(?:\(appId='([^']+)'\)|\/([0-9a-f-]{36}))`;
const pattern = (rest: string): RegExp => new RegExp(`^/servicePrincipals${key}${rest}$`, 'i');
const noRole = '00000000-0000-0000-0000-000000000000';

/**
 * Service principals.
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export const servicePrincipalRoutes: readonly ApplicationsRoute[] = [
  ['GET', pattern(''), read],
  ['PATCH', pattern(''), update],
  ['POST', /^\/servicePrincipals$/i, create],
  ['GET', pattern('/appRoleAssignedTo'), listAssignments],
  ['GET', pattern('/appRoleAssignments'), listHeld],
  ['POST', pattern('/appRoleAssignedTo'), assign],
];

/** The service principal with this object id in the caller's tenant, if Graph has replicated it. */
function findById({ tenant, state }: ApplicationsCall, id: string): ServicePrincipal | undefined {
  return [...tenant.servicePrincipals.values()].find(
    ({ appId, visibleAtMs = 0 }) =>
      servicePrincipalId(tenant.tenantId, appId) === id.toLowerCase() && visibleAtMs <= state.nowMs(),
  );
}

/** A service principal that another object refers to. @throws GraphError 400 until it is replicated */
export function referencedPrincipal(call: ApplicationsCall, id: string): ServicePrincipal {
  const principal = findById(call, id);
  if (!principal) throw invalid('Not a valid reference update.');
  return principal;
}

function require(call: ApplicationsCall): ServicePrincipal {
  const appId = call.param(1);
  const found = appId === '' ? undefined : call.tenant.servicePrincipals.get(appId);
  const isVisible = (found?.visibleAtMs ?? 0) <= call.state.nowMs();
  const principal = appId === '' ? findById(call, call.param(2)) : isVisible ? found : undefined;
  if (!principal) throw notFound(appId || call.param(2));
  return principal;
}

function toDocument(call: ApplicationsCall, principal: ServicePrincipal): Record<string, unknown> {
  const { directory } = call.state;
  const { appId, accountEnabled, appRoleAssignmentRequired } = principal;
  return {
    id: servicePrincipalId(call.tenant.tenantId, appId),
    appId,
    displayName: directory.applications.get(appId)?.displayName ?? '',
    accountEnabled,
    appRoleAssignmentRequired,
    tags: principal.tags ?? [],
    oauth2PermissionScopes: exposedScopes(directory, appId),
    appRoles: rolesOf(call, appId),
  };
}

function rolesOf({ state }: ApplicationsCall, appId: string): readonly AppRole[] {
  if (appId === apps.graph) {
    return Object.entries(graphAppRoles).map(([value, id]) => ({
      id,
      value,
      isEnabled: true,
      allowedMemberTypes: ['Application'],
    }));
  }
  return toRegistration(state.directory, appId)?.document.appRoles ?? [];
}

function read(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  return entity('servicePrincipals/$entity', selected(call.query, toDocument(call, require(call))));
}

function update(call: ApplicationsCall): Response {
  requireAdministrator(call, 'Application.ReadWrite.All');
  const principal = require(call);
  for (const [name, value] of Object.entries(call.body)) {
    if (name === 'tags' && Array.isArray(value)) {
      principal.tags = value.map(String);
      continue;
    }
    if ((name !== 'appRoleAssignmentRequired' && name !== 'accountEnabled') || typeof value !== 'boolean') {
      throw invalid(`Property '${name}' cannot be changed here.`);
    }
    principal[name] = value;
  }
  return new Response(null, { status: 204 });
}

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals */
function create(call: ApplicationsCall): Response {
  const appId = textMember(call, 'appId');
  const { directory, replicationDelayMs } = call.state;
  const registered = toRegistration(directory, appId);
  requireApplicationWriter(call, registered?.owners);
  const nowMs = call.state.nowMs();
  const isReplicated = (registered?.visibleAtMs ?? 0) <= nowMs;
  const home = toRegistration(directory, appId)?.tenantId;
  const isForeign =
    home !== undefined &&
    home !== call.tenant.tenantId &&
    toRegistration(directory, appId)?.document.signInAudience === 'AzureADMyOrg';
  if (!directory.applications.has(appId) || isForeign || !isReplicated) {
    throw new GraphError(
      400,
      'NoBackingApplicationObject',
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  }
  if (call.tenant.servicePrincipals.has(appId)) {
    throw new GraphError(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created because the service principal name ${appId} is already in use.`,
    );
  }
  const principal = {
    appId,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assigned: new Set<string>(),
    tags: Array.isArray(call.body['tags']) ? call.body['tags'].map(String) : [],
    visibleAtMs: nowMs + replicationDelayMs,
  };
  call.tenant.servicePrincipals.set(appId, principal);
  const created = entity('servicePrincipals/$entity', toDocument(call, principal));
  return new Response(created.body, { status: 201, headers: created.headers });
}

function listAssignments(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const principal = require(call);
  const resourceId = servicePrincipalId(call.tenant.tenantId, principal.appId);
  const value = (principal.appRoleAssignments ?? []).map((assignment) => ({ ...assignment, resourceId }));
  return collection('appRoleAssignments', { value });
}

/** App roles that the service principal itself holds. @see https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignments */
function listHeld(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const { tenant } = call;
  const holderId = servicePrincipalId(tenant.tenantId, require(call).appId);
  const value = [...tenant.servicePrincipals.values()].flatMap(({ appId, appRoleAssignments = [] }) =>
    appRoleAssignments
      .filter(({ principalId }) => principalId === holderId)
      .map((assignment) => ({ ...assignment, resourceId: servicePrincipalId(tenant.tenantId, appId) })),
  );
  return collection('appRoleAssignments', { value });
}

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto */
function assign(call: ApplicationsCall): Response {
  const principal = require(call);
  // Application permissions of Graph are beyond an application administrator.
  const isGraph = principal.appId === apps.graph;
  requireAdministrator(
    call,
    'AppRoleAssignment.ReadWrite.All',
    isGraph ? [globalAdministrator, privilegedRoleAdministrator] : undefined,
  );
  const principalId = textMember(call, 'principalId');
  const appRoleId = textMember(call, 'appRoleId');
  const roles = rolesOf(call, principal.appId);
  const isKnown = roles.some(({ id }) => id === appRoleId) || (roles.length === 0 && appRoleId === noRole);
  if (!isKnown) throw invalid('Permission being assigned was not found on application');
  if (isGraph) referencedPrincipal(call, principalId);
  else if (!call.tenant.users.has(principalId)) throw notFound(principalId);
  const known = principal.appRoleAssignments ?? [];
  if (known.some((entry) => entry.principalId === principalId && entry.appRoleId === appRoleId)) {
    throw invalid('Permission being assigned already exists on the object');
  }
  const assignment = { id: crypto.randomUUID(), principalId, appRoleId };
  principal.appRoleAssignments = [...known, assignment];
  principal.assigned.add(principalId);
  const created = entity('appRoleAssignments/$entity', assignment);
  return new Response(created.body, { status: 201, headers: created.headers });
}
