import { requireTenant } from '../../entra/directory/tenant-segment.ts';
import type { EntraState } from '../../entra/entra-state.ts';
import { requestText } from '../../http/request.ts';
import { errorResponse } from '../core/graph-error.ts';
import type { GraphSession } from '../core/graph-interface.ts';
import { collection, entity } from '../core/response.ts';
import { applicationRoutes } from './application-routes.ts';
import { verifiedDomains } from '../../seed-data/tenants.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  invalid,
  notFound,
  readScopes,
  requireScope,
} from './call.ts';
import { deletedItemRoutes } from './deleted-item-routes.ts';
import { federatedCredentialRoutes } from './federated-credential-routes.ts';
import { permissionGrantRoutes } from './permission-grant-routes.ts';
import { servicePrincipalRoutes } from './service-principal-routes.ts';

const routes: readonly ApplicationsRoute[] = [
  ...applicationRoutes,
  ...federatedCredentialRoutes,
  ...servicePrincipalRoutes,
  ...permissionGrantRoutes,
  ...deletedItemRoutes,
  ['GET', /^\/directoryObjects\/([0-9a-f-]{36})$/i, readDirectoryObject],
  [
    'GET',
    /^\/organization$/i,
    (call) => {
      requireScope(call, 'User.Read', 'Organization.Read.All', 'Directory.Read.All', ...readScopes);
      const { tenantId, displayName } = call.tenant;
      const domains = verifiedDomains[tenantId] ?? [];
      const value = domains.map((name, index) => ({
        name,
        type: 'Managed',
        isDefault: index === 0,
        isInitial: name.endsWith('.onmicrosoft.com'),
        capabilities: 'Email, OfficeCommunicationsOnline',
      }));
      return collection('organization', { value: [{ id: tenantId, displayName, verifiedDomains: value }] });
    },
  ],
];

/** A user. Assignment to groups is not simulated. @see https://learn.microsoft.com/graph/api/directoryobject-get */
function readDirectoryObject(call: ApplicationsCall): Response {
  requireScope(call, 'Directory.Read.All');
  const user = call.tenant.users.get(call.param(1));
  if (!user) throw notFound(call.param(1));
  return entity('directoryObjects/$entity', { '@odata.type': '#microsoft.graph.user', id: user.objectId });
}

/** Whether a URL belongs to the applications API, which uses the directory of Entra ID. */
export function isApplicationsRequest(url: URL): boolean {
  return /\/v1\.0\/(applications|servicePrincipals|oauth2PermissionGrants|organization|directory\/deletedItems|directoryObjects)\b/i.test(
    url.pathname,
  );
}

/** Answers one request to it. @see https://learn.microsoft.com/graph/api/resources/applications-api-overview */
export async function handleApplicationsRequest(
  state: EntraState,
  request: Request,
  session: GraphSession,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  let response: Response;
  try {
    response = await dispatch(state, request, session);
  } catch (error) {
    const clientRequestId = request.headers.get('client-request-id') ?? requestId;
    response = errorResponse(error, requestId, clientRequestId, state.nowMs());
  }
  response.headers.set('request-id', requestId);
  return response;
}

async function dispatch(state: EntraState, request: Request, session: GraphSession): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^.*?\/v1\.0/, '');
  const tenant = requireTenant(state.directory, session.tenantId);
  const user = tenant.users.get(session.objectId);
  if (!user && !session.isApplication) throw notFound(session.objectId);
  for (const [method, pattern, handler] of routes) {
    const found = method === request.method ? pattern.exec(decodeURIComponent(path)) : null;
    if (!found) continue;
    return handler({
      state,
      session,
      tenant,
      user,
      param: (index) => found[index] ?? '',
      query: url.searchParams,
      headers: request.headers,
      body: await readBody(request),
    });
  }
  throw notFound(path);
}

async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = request.method === 'GET' ? '' : await requestText(request);
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw invalid('Unable to read JSON request payload.');
  }
}
