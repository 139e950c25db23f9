import { organisationOf } from '../../entra/directory/tenant-segment.ts';
import type { EntraState } from '../../entra/entra-state.ts';
import { requestText } from '../../http/request.ts';
import { errorAnswer } from '../core/graph-error.ts';
import type { GraphSession } from '../core/graph-interface.ts';
import { collection } from '../core/response.ts';
import { applicationRoutes } from './application-routes.ts';
import { type RegistrationRoute, invalid, notFound } from './call.ts';
import { federatedRoutes } from './federated-credential-routes.ts';
import { grantRoutes } from './permission-grant-routes.ts';
import { servicePrincipalRoutes } from './service-principal-routes.ts';

const routes: readonly RegistrationRoute[] = [
  ...applicationRoutes,
  ...federatedRoutes,
  ...servicePrincipalRoutes,
  ...grantRoutes,
  [
    'GET',
    /^\/organization$/i,
    ({ organisation: { tenantId, displayName } }) =>
      collection('organization', { value: [{ id: tenantId, displayName, verifiedDomains: [] }] }),
  ],
];

/** The part of Graph that speaks of applications and consent, for which it needs the directory of Entra. */
export function isAboutRegistrations(url: URL): boolean {
  return /\/v1\.0\/(applications|servicePrincipals|oauth2PermissionGrants|organization)\b/i.test(
    url.pathname,
  );
}

/** Answers one request to it. @see https://learn.microsoft.com/graph/api/resources/applications-api-overview */
export async function answerRegistrations(
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
    response = errorAnswer(error, requestId, clientRequestId, state.nowMs());
  }
  response.headers.set('request-id', requestId);
  return response;
}

async function dispatch(state: EntraState, request: Request, session: GraphSession): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^.*?\/v1\.0/, '');
  const organisation = organisationOf(state.directory, session.tenantId);
  const user = organisation.users.get(session.objectId);
  if (!user) throw notFound(session.objectId);
  for (const [method, pattern, handler] of routes) {
    const found = method === request.method ? pattern.exec(decodeURIComponent(path)) : null;
    if (!found) continue;
    return handler({
      state,
      session,
      organisation,
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
  if (request.method === 'GET') return {};
  try {
    return JSON.parse(await requestText(request)) as Record<string, unknown>;
  } catch {
    throw invalid('Unable to read JSON request payload.');
  }
}
