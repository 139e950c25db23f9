import { answerRedirect } from './authorization-response.ts';
import { forgetSession } from './browser-session.ts';
import type { EntraState } from '../entra-state.ts';
import { page } from './page.ts';

/** `GET /{tenant}/oauth2/v2.0/logout`: ends the browser's session and goes back where the address is registered. */
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
  return answerRedirect(target, { state: parameters.get('state') ?? undefined }, cookie);
}
