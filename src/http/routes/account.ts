import { Hono } from 'hono';
import {
  deleteAccountCookie,
  readAccountCookie,
  readBrowserCookies,
  writeBrowserCookies,
} from '../browser-cookies.ts';
import { accountPage } from '../pages/account-page.tsx';
import { asAnswer, type OAuthServices, withTrail } from './oauth-pages.ts';

/**
 * The person's own page. Its forms need no token against forgery: the cookies that they live on are `SameSite=Lax`, and
 * so come with no form that another site sends.
 */
export function accountRoutes(services: OAuthServices): Hono {
  const { relay, publicUrl, loginUrl } = services;
  const { account } = relay;
  const routes = new Hono();

  routes.get('/account', (c) =>
    withTrail(c, 'account.view', services, async (trail) => {
      const session = await account.read(readAccountCookie(c));
      trail.conclude('ok', 200);
      return asAnswer(c, await accountPage({ publicUrl, loginUrl, session, isRevoked: false }));
    }),
  );
  routes.post('/account/sign-in', (c) =>
    withTrail(c, 'account.sign_in', services, async (trail) => {
      const { location, browser } = await account.begin(readBrowserCookies(c));
      writeBrowserCookies(c, { browser });
      trail.conclude('ok', 303);
      return c.redirect(location, 303);
    }),
  );
  routes.post('/account/disconnect', (c) =>
    withTrail(c, 'account.disconnect', services, async (trail) => {
      const session = await account.read(readAccountCookie(c));
      if (!session) {
        trail.conclude('refused', 303, 'session_absent');
        return c.redirect('/account', 303);
      }
      trail.note({ tenantId: session.tenantId, objectId: session.objectId });
      await account.revokeAll(session);
      deleteAccountCookie(c);
      trail.conclude('ok', 200);
      return asAnswer(c, await accountPage({ publicUrl, loginUrl, session, isRevoked: true }));
    }),
  );
  return routes;
}
