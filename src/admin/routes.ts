import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import type { ExpiringCredential } from '../entra/client-credential.ts';
import type { TenantId } from '../lib/guid.ts';
import type { ToolSummary } from '../http/layout.tsx';
import { readMessages } from '../http/messages/catalog.ts';
import { type AuthorizationFlow, adminConsentTtlMs } from '../oauth/authorization-flow.ts';
import { type PageDependencies, respondWithFailure, toResponse, withAudit } from '../oauth/routes/browser.ts';
import type { SealedToken } from '../oauth/sealed-tokens.ts';
import type { User } from '../lib/guid.ts';
import { isGraphPermission, usedPermissions } from '../tenants/permissions.ts';
import type { Policy } from '../tenants/policy.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';
import { readBrowserCookies, writeBrowserCookies } from '../oauth/routes/cookies.ts';
import { isSameUser } from '../oauth/stores.ts';
import {
  readAdminCookie,
  readCheckCookie,
  readNoticeCookie,
  writeAdminCookie,
  writeNoticeCookie,
} from './cookies.ts';
import type { ActorNames } from './actor-names.ts';
import type { Admin } from './admin.ts';
import { type ShownNotice, isNoticeCode } from './pages/controls.tsx';
import type { ShownChange } from './pages/history.tsx';
import { adminPage } from './pages/page.tsx';
import { adminSignInPage, consentReviewPage, notAdministratorPage } from './pages/sign-in.tsx';
import type { CheckReport, SelfCheckDependencies } from './self-check.ts';
import type { AdminSession } from './session.ts';

const maxShownChanges = 20;
/** The policy of a tenant that is not enabled: nothing is stored for it. */
const defaultPolicy: Policy = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};

/** The administration page, its sign-in, and the start of admin consent and self-check. */
export function adminRoutes(dependencies: AdminRouteDependencies): Hono {
  const { admin, publicUrl, isTenantAllowed, policies } = dependencies;
  const routes = new Hono();

  routes.get('/admin', (c) =>
    withAudit(c, 'admin.view', dependencies, async (audit) => {
      const session = await readSession(c, dependencies);
      if (!session) {
        audit.finish('ok', 200, 'session_absent');
        return toResponse(c, await adminSignInPage(publicUrl, takeNotice(c)));
      }
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      if (!session.isAdministrator) {
        audit.finish('refused', 403, 'not_administrator');
        return toResponse(c, await notAdministratorPage(publicUrl, session));
      }
      const page = await showPage(c, session);
      audit.finish('ok', page.status);
      return toResponse(c, page);
    }),
  );
  routes.get('/admin/sign-in', (c) =>
    withAudit(c, 'admin.sign_in_begin', dependencies, async (audit) => {
      const isAgain = new URL(c.req.url).searchParams.has('again');
      const session = isAgain ? await readSession(c, dependencies) : undefined;
      const { location, browser } = await admin.signIn.start(readBrowserCookies(c), session, 'login');
      writeBrowserCookies(c, { browser });
      audit.finish('ok', 302);
      return c.redirect(location, 302);
    }),
  );
  routes.get('/admin/callback', (c) =>
    withAudit(c, 'admin.sign_in', dependencies, async (audit) => {
      const query = new URL(c.req.url).searchParams;
      const result = await admin.signIn.finish(query, readBrowserCookies(c));
      if (!result.ok && result.reason === 'interaction_required') {
        audit.finish('refused', 302, 'interaction_needed');
        return c.redirect('/admin/sign-in', 302);
      }
      if (!result.ok) {
        const failed = {
          failure: result,
          clientName: readMessages(c).failure.adminClient,
          returnUrl: `${publicUrl.origin}/admin`,
          otherAccountUrl: `${publicUrl.origin}/admin/sign-in`,
        };
        return await respondWithFailure(c, failed, dependencies, audit);
      }
      const previous = await readSession(c, dependencies);
      await admin.sessions.end(readAdminCookie(c));
      const isSameAdministrator = previous !== undefined && isSameUser(previous, result.session);
      // A silent sign-in is no authentication.
      const interactiveAtMs = Math.max(
        result.session.interactiveAtMs,
        isSameAdministrator ? previous.interactiveAtMs : 0,
      );
      const session = { ...result.session, interactiveAtMs };
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      writeAdminCookie(c, await admin.sessions.start(session));
      audit.finish(
        session.isAdministrator ? 'ok' : 'refused',
        302,
        session.isAdministrator ? undefined : 'not_administrator',
      );
      if (!session.isAdministrator || !isTenantAllowed(session.tenantId)) return c.redirect('/admin', 302);
      const check = await admin.check.start(session, readBrowserCookies(c));
      writeBrowserCookies(c, { browser: check.browser });
      return c.redirect(check.location, 302);
    }),
  );
  routes.get('/admin/check', (c) =>
    asAdministrator(c, 'admin.check_begin', async (session, audit) => {
      const { location, browser } = await admin.signIn.start(readBrowserCookies(c), session);
      writeBrowserCookies(c, { browser });
      audit.finish('ok', 302);
      return c.redirect(location, 302);
    }),
  );
  routes.get('/admin/consent', (c) =>
    asAdministrator(c, 'admin.consent_begin', async (session, audit) => {
      const query = new URL(c.req.url).searchParams;
      if (query.has('everything')) {
        const { location, browser } = await admin.consent.start(session, readBrowserCookies(c), 'all');
        writeBrowserCookies(c, { browser }, adminConsentTtlMs);
        audit.finish('ok', 302);
        return c.redirect(location, 302);
      }
      const chosen = query
        .getAll('permission')
        .filter(isGraphPermission)
        .filter((name) => usedPermissions.includes(name));
      if (chosen.length === 0) {
        audit.finish('refused', 303, 'nothing_chosen');
        writeNoticeCookie(c, ['nothing_chosen']);
        return c.redirect('/admin#permissions', 303);
      }
      const { location, browser } = await admin.consent.start(session, readBrowserCookies(c), chosen);
      writeBrowserCookies(c, { browser }, adminConsentTtlMs);
      audit.finish('ok', 200);
      return toResponse(c, await consentReviewPage(publicUrl, chosen, location));
    }),
  );
  return routes;

  /** Requires an administrator of an enabled tenant; others are redirected to the page, which shows what is missing. */
  function asAdministrator(
    c: Context,
    operation: string,
    run: (session: AdminSession, audit: AuditRecord) => Promise<Response>,
  ): Promise<Response> {
    return withAudit(c, operation, dependencies, async (audit) => {
      const session = await readSession(c, dependencies);
      if (session) audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      if (session?.isAdministrator && isTenantAllowed(session.tenantId)) return await run(session, audit);
      audit.finish('refused', 303, session ? 'not_administrator' : 'session_absent');
      return c.redirect('/admin', 303);
    });
  }

  async function showPage(c: Context, session: AdminSession): Promise<Response> {
    const { tenantId, objectId } = session;
    const isAllowed = isTenantAllowed(tenantId);
    const [policy, changes, report] = await Promise.all([
      isAllowed ? policies.read(tenantId) : defaultPolicy,
      isAllowed ? readChanges(tenantId) : [],
      dependencies.reports.open(readCheckCookie(c) ?? ''),
    ]);
    const isOwn = report?.tenantId === tenantId && report.objectId === objectId;
    return await adminPage({
      ...dependencies,
      facts: { session, isTenantAllowed: isAllowed, policy, report: isOwn ? report : undefined },
      changes,
      endingCredentials: dependencies.endingCredentials(dependencies.clock.nowMs()),
      notice: takeNotice(c),
    });
  }

  /** Reads the notice and deletes it. */
  function takeNotice(c: Context): ShownNotice | undefined {
    const [code, detail] = readNoticeCookie(c);
    if (code !== '') writeNoticeCookie(c, undefined);
    return isNoticeCode(code) ? { code, detail } : undefined;
  }

  async function readChanges(tenantId: TenantId): Promise<ShownChange[]> {
    const changes = await policies.changes(tenantId, maxShownChanges);
    return await Promise.all(
      changes.map(async ({ actor, ...change }) => ({
        ...change,
        actorId: actor.objectId,
        actorName: await dependencies.actorNames.open(tenantId, actor.sealedName),
      })),
    );
  }
}

export interface AdminRouteDependencies extends PageDependencies, SelfCheckDependencies {
  readonly flow: AuthorizationFlow;
  readonly tools: readonly ToolSummary[];
  readonly admin: Admin;
  readonly reports: SealedToken<CheckReport>;
  readonly policies: TenantPolicies;
  readonly actorNames: ActorNames;
  /** Returns true if the operator has enabled the tenant. */
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  /** Revokes every connection of a user. Durable once the promise resolves. */
  readonly revokeUser: (user: User) => Promise<void>;
  /** The time of the last revocation by the user or the tenant. */
  readonly lastRevocationMs: (user: User) => Promise<number>;
  /** Credentials of the connector that expire soon. */
  readonly endingCredentials: (nowMs: number) => readonly ExpiringCredential[];
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/** Reads the session. A revocation by the user or the tenant ends it. */
export async function readSession(
  c: Context,
  { admin, isTenantAllowed, lastRevocationMs }: AdminRouteDependencies,
): Promise<AdminSession | undefined> {
  const cookie = readAdminCookie(c);
  const session = await admin.sessions.read(cookie);
  // Nothing is stored for a tenant that is not enabled, so nothing is revoked.
  if (!session || !isTenantAllowed(session.tenantId)) return session;
  if (session.authenticatedAtMs > (await lastRevocationMs(session))) return session;
  await admin.sessions.end(cookie);
  return undefined;
}
