import type { EntraState } from '../entra/entra-state.ts';
import type { Graph, GraphSession } from './core/graph-interface.ts';
import { handleApplicationsRequest, isApplicationsRequest } from './applications/applications-api.ts';

/**
 * 401 response of Graph for an invalid bearer token.
 * @see https://learn.microsoft.com/graph/errors
 */
function unauthorized(request: Request, nowMs: number, code: string, message: string): Response {
  const requestId = crypto.randomUUID();
  const clientRequestId = request.headers.get('client-request-id') ?? requestId;
  const body = {
    error: {
      code,
      message,
      innerError: {
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
  return Response.json(body, {
    status: 401,
    headers: {
      'request-id': requestId,
      'client-request-id': clientRequestId,
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    },
  });
}

/** Validates the bearer token of a Graph request and dispatches the request with its session. */
export async function handleGraphRequest(
  state: EntraState,
  graph: Graph,
  request: Request,
  logSession: (session: GraphSession) => void,
): Promise<Response> {
  const nowMs = state.nowMs();
  const token = request.headers.get('authorization')?.match(/^Bearer +(\S+)$/i)?.[1];
  if (token === undefined) {
    return unauthorized(request, nowMs, 'InvalidAuthenticationToken', 'Access token is empty.');
  }
  const issued = state.graphTokens.get(token);
  if (!issued) {
    const isJwt = token.split('.').length === 3;
    const message = isJwt
      ? 'Access token validation failure. Invalid audience.'
      : 'IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format.';
    return unauthorized(request, nowMs, 'InvalidAuthenticationToken', message);
  }
  if (issued.expiresAtMs <= nowMs) {
    const message = 'Lifetime validation failed, the token is expired.';
    return unauthorized(request, nowMs, 'InvalidAuthenticationToken', message);
  }
  const { expiresAtMs: _, ...session } = issued;
  logSession(session);
  if (isApplicationsRequest(new URL(request.url))) return handleApplicationsRequest(state, request, session);
  if (session.isApplication) {
    const error = {
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    };
    return Response.json({ error }, { status: 403 });
  }
  return graph.fetch(request, session);
}
