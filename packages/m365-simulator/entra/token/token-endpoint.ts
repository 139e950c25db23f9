import { duplicatedParameter, requestText } from '../../http/request.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { readTenantSegment, requireAudience } from '../directory/tenant-segment.ts';
import type { EntraState } from '../entra-state.ts';
import { EntraError, errorResponse, createErrorTrace } from '../errors/entra-error.ts';
import { clientIdOf } from './client-authentication.ts';
import { redeemClientCredentials } from './client-credentials.ts';
import { redeemDeviceCode } from './device-code.ts';
import { exchangeOnBehalfOf } from './on-behalf-of.ts';
import { redeemCode } from './redeem-code.ts';
import { redeemRefreshToken } from './redeem-refresh-token.ts';
import { requireMatchingResource } from './scope.ts';
import type { TokenResponse, TokenRequest } from './token-request.ts';

async function readForm(request: Request): Promise<URLSearchParams> {
  if (request.method !== 'POST') throw new EntraError(900561, { method: request.method });
  const type = request.headers.get('content-type') ?? '';
  // Anything but a form is read as an empty one.
  const isForm = type.toLowerCase().startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? await requestText(request) : '');
  const parameter = duplicatedParameter(form);
  if (parameter !== undefined) throw new EntraError(9000411, { parameter });
  return form;
}

async function redeem(token: TokenRequest, grantType: string): Promise<TokenResponse> {
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(token);
    case 'refresh_token':
      return redeemRefreshToken(token);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return exchangeOnBehalfOf(token);
    case 'client_credentials':
      return redeemClientCredentials(token);
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return redeemDeviceCode(token);
    default:
      throw new EntraError(70003, { grantType });
  }
}

/** `POST /{tenant}/oauth2/v2.0/token`. */
export async function tokenEndpoint(
  state: EntraState,
  request: Request,
  tenantSegment: string,
  logUser: (user: DirectoryUser) => void,
): Promise<Response> {
  try {
    const form = await readForm(request);
    const grantType = form.get('grant_type');
    if (!grantType) throw new EntraError(900144, { parameter: 'grant_type' });
    const tenant = readTenantSegment(state.directory, tenantSegment);
    const clientId = clientIdOf(request, form);
    const application = state.directory.applications.get(clientId.toLowerCase());
    if (!application) {
      throw new EntraError(700016, { appId: clientId, tenantSegment: tenant?.displayName ?? tenantSegment });
    }
    requireAudience(application, tenant);
    requireMatchingResource(state.directory, application, form);
    const response = await redeem({ state, request, form, application, tenant, logUser }, grantType);
    return Response.json(response, {
      headers: {
        'cache-control': 'no-store, no-cache',
        pragma: 'no-cache',
        'x-ms-request-id': crypto.randomUUID(),
      },
    });
  } catch (error) {
    if (error instanceof EntraError) return errorResponse(error, createErrorTrace(request, state.nowMs()));
    throw error;
  }
}
