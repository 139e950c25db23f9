import { randomText } from '../../encoding/base64.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import type { EntraState } from '../entra-state.ts';
import { redirectResponse } from './authorization-response.ts';
import { page } from './page.ts';
import type { SignInContext } from './sign-in-context.ts';

const cookieName = 'ESTSAUTHPERSISTENT';

function cookieValue(request: Request): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(/; */);
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}

/** Session of the browser, unless it was revoked. */
export function browserSession(
  state: EntraState,
  request: Request,
): { readonly user: DirectoryUser; readonly context: SignInContext } | undefined {
  const session = state.browserSessions.get(cookieValue(request) ?? '');
  return session && session.context.generation >= session.user.signInGeneration ? session : undefined;
}

/** Keeps the user signed in in this browser. Returns the `Set-Cookie` value. */
export function rememberSession(
  state: EntraState,
  request: Request,
  user: DirectoryUser,
  context: SignInContext,
): string {
  const id = randomText(32);
  state.browserSessions.delete(cookieValue(request) ?? '');
  state.browserSessions.set(id, { user, context });
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** Ends the session of this browser. Returns the `Set-Cookie` value. */
function forgetSession(state: EntraState, request: Request): string {
  state.browserSessions.delete(cookieValue(request) ?? '');
  return `${cookieName}=; Path=/; Max-Age=0`;
}

/** `GET /{tenant}/oauth2/v2.0/logout`: ends the browser session and redirects to a registered URL. */
export function logout(state: EntraState, http: Request): Response {
  const parameters = new URL(http.url).searchParams;
  const cookie = forgetSession(state, http);
  const target = parameters.get('post_logout_redirect_uri');
  const registered = [...state.directory.applications.values()].some(
    (application) =>
      target !== null &&
      (application.webRedirectUris.includes(target) || application.publicClientRedirectUris.includes(target)),
  );
  if (target === null || !registered) {
    return page('You signed out', '<p>You can close this window.</p>', { headers: { 'set-cookie': cookie } });
  }
  return redirectResponse(target, { state: parameters.get('state') ?? undefined }, cookie);
}
