import { type Context, Hono } from 'hono';
import { readForm } from '../http/body.ts';
import { readHostCookie, writeHostCookie } from '../http/cookies.ts';
import type { ToolSummary } from '../http/layout.tsx';
import { PageError } from '../oauth/errors.ts';
import {
  type CallbackHandler,
  type PageDependencies,
  respondWithFailure,
  toResponse,
  withAudit,
} from '../oauth/routes/browser.ts';
import { readBrowserCookies, writeBrowserCookies } from '../oauth/routes/cookies.ts';
import { type Account, type AccountSession, accountTtlMs } from './account.ts';
import { type AccountPageProps, accountPage } from './page.tsx';

const accountCookie = 'm365-account';

export interface AccountRouteDependencies extends PageDependencies {
  readonly account: Account;
  readonly loginUrl: URL;
  readonly tools: readonly ToolSummary[];
}

/** The account page at `/me`: the user's connections, what is granted, and revocation. */
export function accountRoutes(dependencies: AccountRouteDependencies): Hono {
  const { account, publicUrl, loginUrl, tools } = dependencies;
  const routes = new Hono();
  const show = async (c: Context, shown: AccountPageProps): Promise<Response> =>
    toResponse(c, await accountPage({ publicUrl, loginUrl, tools, shown }));

  routes.get('/me', (c) =>
    withAudit(c, 'me.view', dependencies, async (audit) => {
      const session = await account.read(readHostCookie(c, accountCookie));
      if (session) audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      const shown: AccountPageProps = session
        ? { kind: 'me', session, connections: await account.connections(session) }
        : { kind: 'sign_in' };
      audit.finish('ok', 200);
      return await show(c, shown);
    }),
  );
  routes.get('/account', (c) => c.redirect('/me', 301));
  routes.post('/me/sign-in', (c) =>
    withAudit(c, 'me.sign_in', dependencies, async (audit) => {
      const { location, browser } = await account.start(readBrowserCookies(c));
      writeBrowserCookies(c, { browser });
      audit.finish('ok', 303);
      return c.redirect(location, 303);
    }),
  );
  routes.post('/me/disconnect', (c) =>
    withAudit(c, 'me.disconnect', dependencies, async (audit) => {
      const { session, form } = await readSessionForm(c);
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.disconnect(session, form.get('connection') ?? '');
      audit.finish('ok', 303);
      return c.redirect('/me', 303);
    }),
  );
  routes.post('/me/revoke', (c) =>
    withAudit(c, 'me.revoke', dependencies, async (audit) => {
      const { session } = await readSessionForm(c);
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.revokeAll(session);
      writeHostCookie(c, accountCookie, '', 0);
      audit.finish('ok', 200);
      return await show(c, { kind: 'revoked' });
    }),
  );
  return routes;

  /** @throws PageError `page_stale` if the form was not posted from the page of this session */
  async function readSessionForm(
    c: Context,
  ): Promise<{ readonly session: AccountSession; readonly form: URLSearchParams }> {
    const session = await account.read(readHostCookie(c, accountCookie));
    const form = await readForm(c, publicUrl, session?.formToken);
    if (!session || !form) throw new PageError('page_stale');
    return { session, form };
  }
}

/** Completes the sign-in to the account page at `/oauth/callback`. */
export function accountCallback(dependencies: AccountRouteDependencies): CallbackHandler<'account'> {
  return async (c, response, audit) => {
    const result = await dependencies.account.finish(response);
    if (!result.ok) return await respondWithFailure(c, result.reason, dependencies, audit);
    writeHostCookie(c, accountCookie, result.cookie, accountTtlMs);
    audit.finish('ok', 303);
    return c.redirect('/me', 303);
  };
}
