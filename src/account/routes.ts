import { type Context, Hono } from 'hono';
import { readForm } from '../http/body.ts';
import { readHostCookie, writeHostCookie } from '../http/cookies.ts';
import type { ToolSummary } from '../http/layout.tsx';
import { readMessages } from '../http/messages/catalog.ts';
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
import { type AccountNotice, type AccountPageProps, accountPage } from './page.tsx';

const accountCookie = 'm365-account';
const noticeCookie = 'm365-me-notice';
const noticeTtlMs = 60_000;

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
    toResponse(c, await accountPage({ messages: readMessages(c), publicUrl, loginUrl, tools, shown }));

  routes.get('/me', (c) =>
    withAudit(c, 'me.view', dependencies, async (audit) => {
      const session = await account.read(readHostCookie(c, accountCookie));
      if (session) audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      const shown: AccountPageProps = session
        ? {
            kind: 'me',
            session,
            connections: await account.connections(session),
            page: readPage(c),
            notice: takeNotice(c),
          }
        : { kind: 'sign_in' };
      audit.finish('ok', 200);
      return await show(c, shown);
    }),
  );
  routes.get('/account', (c) => c.redirect('/me', 301));
  routes.on(['GET', 'POST'], '/me/sign-in', (c) =>
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
      const grantId = form.get('connection') ?? '';
      const isKnown = await account.disconnect(session, grantId);
      if (isKnown) audit.add({ grantId });
      audit.finish(isKnown ? 'ok' : 'refused', 303, isKnown ? undefined : 'connection_unknown');
      const notice: AccountNotice = isKnown ? 'disconnected' : 'unknownConnection';
      writeHostCookie(c, noticeCookie, notice, noticeTtlMs);
      return c.redirect('/me', 303);
    }),
  );
  routes.post('/me/revoke', (c) =>
    withAudit(c, 'me.revoke', dependencies, async (audit) => {
      const { session } = await readSessionForm(c);
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.revokeAll(session);
      await account.signOut(readHostCookie(c, accountCookie));
      writeHostCookie(c, accountCookie, '', 0);
      audit.finish('ok', 200);
      return await show(c, { kind: 'revoked' });
    }),
  );
  routes.post('/me/sign-out', (c) =>
    withAudit(c, 'me.sign_out', dependencies, async (audit) => {
      const { session } = await readSessionForm(c);
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      await account.signOut(readHostCookie(c, accountCookie));
      writeHostCookie(c, accountCookie, '', 0);
      audit.finish('ok', 303);
      return c.redirect('/me', 303);
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

/** The page number in the URL, from 1. */
function readPage(c: Context): number {
  const page = Number(c.req.query('page') ?? '1');
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

/** Reads the notice and deletes it. */
function takeNotice(c: Context): AccountNotice | undefined {
  const notice = readHostCookie(c, noticeCookie);
  if (notice !== 'disconnected' && notice !== 'unknownConnection') return undefined;
  writeHostCookie(c, noticeCookie, '', 0);
  return notice;
}

/** Completes the sign-in to the account page at `/oauth/callback`. */
export function accountCallback(dependencies: AccountRouteDependencies): CallbackHandler<'account'> {
  return async (c, response, audit) => {
    const result = await dependencies.account.finish(response, readBrowserCookies(c));
    if (!result.ok) {
      const failed = { ...result.reason, clientName: readMessages(c).failure.meClient };
      return await respondWithFailure(c, failed, dependencies, audit);
    }
    const { tenantId, objectId } = result.user;
    audit.add({ tenantId, objectId });
    if (result.reported.length > 0) audit.add({ reported: result.reported });
    await dependencies.account.signOut(readHostCookie(c, accountCookie));
    writeHostCookie(c, accountCookie, result.cookie, accountTtlMs);
    audit.finish('ok', 303);
    return c.redirect('/me', 303);
  };
}
