import { adminConsent } from './authorize/admin-consent.ts';
import { authorize } from './authorize/authorize.ts';
import { logout } from './authorize/browser-session.ts';
import { loginForm } from './authorize/login-form.ts';
import { page } from './authorize/page.ts';
import type { DirectoryUser } from './directory/directory.ts';
import type { EntraState } from './entra-state.ts';
import { keyDocument, openIdConfiguration } from './metadata.ts';
import { deviceAuthorization } from './token/device-code.ts';
import { deviceLogin } from './token/device-login.ts';
import { tokenEndpoint } from './token/token-endpoint.ts';

/**
 * Handles a request to the login, Graph or download host: by host, or by path on another host. Rejects only
 * when a fault resets the connection.
 */
export async function handleEntraRequest(
  state: EntraState,
  request: Request,
  logUser: (user: DirectoryUser) => void,
): Promise<Response> {
  const [, segment = '', ...rest] = new URL(request.url).pathname.split('/');
  const tenant = decodeURIComponent(segment);
  const isGet = request.method === 'GET';
  switch (rest.join('/')) {
    case 'v2.0/.well-known/openid-configuration':
      return openIdConfiguration(state, request, tenant);
    case 'discovery/v2.0/keys':
      return keyDocument(state, request, tenant);
    case 'oauth2/v2.0/token':
      return tokenEndpoint(state, request, tenant, logUser);
    case 'oauth2/v2.0/authorize':
      if (isGet) return authorize(state, request, tenant);
      break;
    case 'v2.0/adminconsent':
      if (isGet) return adminConsent(state, request, tenant, 2);
      break;
    case 'adminconsent':
      if (isGet) return adminConsent(state, request, tenant, 1);
      break;
    case 'oauth2/v2.0/devicecode':
      if (request.method === 'POST') return deviceAuthorization(state, request, tenant);
      break;
    case '':
      if (tenant === 'devicelogin') return deviceLogin(state, request);
      break;
    case 'oauth2/v2.0/logout':
      if (isGet) return logout(state, request);
      break;
    case 'login':
      if (request.method === 'POST') return loginForm(state, request);
      break;
  }
  return page('Not found', '<p>There is no such page.</p>', { status: 404 });
}
