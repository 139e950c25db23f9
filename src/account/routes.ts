import { type Context, Hono } from 'hono';
import { readForm } from '../http/body.ts';
import {
  deleteAccountCookie,
  readAccountCookie,
  readBrowserCookies,
  writeBrowserCookies,
} from '../http/cookies.ts';
import { PageError } from '../oauth/errors.ts';
import { type OAuthServices, asAnswer, withTrail } from '../oauth/routes/browser.ts';
import type { AccountSession } from './account.ts';
import { type AccountPageProps, mePage } from './page.tsx';

/** The person's own page: who they are, what is granted, what they have connected, and the end of it. */
export function meRoutes(services: OAuthServices): Hono {
  const { publicUrl, loginUrl, relay, tools } = services;
  const { account } = relay;
  const routes = new Hono();
  const show = async (c: Context, shown: AccountPageProps): Promise<Response> =>
    asAnswer(c, await mePage({ publicUrl, loginUrl, tools, shown }));

  routes.get('/me', (c) =>
    withTrail(c, 'me.view', services, async (trail) => {
      const session = await account.read(readAccountCookie(c));
      if (session) trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      const shown: AccountPageProps = session
        ? { kind: 'me', session, connections: await account.connections(session) }
        : { kind: 'sign_in' };
      trail.finish('ok', 200);
      return await show(c, shown);
    }),
  );
  routes.get('/account', (c) => c.redirect('/me', 301));
  routes.post('/me/sign-in', (c) =>
    withTrail(c, 'me.sign_in', services, async (trail) => {
      const { location, browser } = await account.begin(readBrowserCookies(c));
      writeBrowserCookies(c, { browser });
      trail.finish('ok', 303);
      return c.redirect(location, 303);
    }),
  );
  routes.post('/me/disconnect', (c) =>
    withTrail(c, 'me.disconnect', services, async (trail) => {
      const { session, form } = await readSessionForm(c);
      trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.disconnect(session, form.get('connection') ?? '');
      trail.finish('ok', 303);
      return c.redirect('/me', 303);
    }),
  );
  routes.post('/me/revoke', (c) =>
    withTrail(c, 'me.revoke', services, async (trail) => {
      const { session } = await readSessionForm(c);
      trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.revokeAll(session);
      deleteAccountCookie(c);
      trail.finish('ok', 200);
      return await show(c, { kind: 'revoked' });
    }),
  );
  return routes;

  /** @throws SignInProblem where the form was not sent from the page that this person was shown. */
  async function readSessionForm(
    c: Context,
  ): Promise<{ readonly session: AccountSession; readonly form: URLSearchParams }> {
    const session = await account.read(readAccountCookie(c));
    const form = await readForm(c, publicUrl, session?.formToken);
    if (!session || !form) throw new PageError('page_stale');
    return { session, form };
  }
}
