import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import type { ExpiringCredential } from '../entra/client-credential.ts';
import type { EntraFailure } from '../entra/errors.ts';
import {
  readAdminCookie,
  readBrowserCookies,
  readCheckCookie,
  readNoticeCookie,
  writeAdminCookie,
  writeBrowserCookies,
  writeNoticeCookie,
} from '../http/cookies.ts';
import type { TenantId } from '../lib/guid.ts';
import { failurePage } from '../oauth/pages/failure.tsx';
import { type OAuthServices, asAnswer, withTrail } from '../oauth/routes/browser.ts';
import type { SealedToken } from '../oauth/sealed-tokens.ts';
import type { User } from '../oauth/stores.ts';
import { isGraphPermission, requestedPermissions } from '../tenants/permissions.ts';
import type { Policy } from '../tenants/policy.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';
import type { ActorNames } from './actor-names.ts';
import type { Admin } from './admin.ts';
import { type ShownNotice, isNoticeCode } from './pages/controls.tsx';
import type { ShownChange } from './pages/history.tsx';
import { adminPage } from './pages/page.tsx';
import { adminSignInPage, consentReviewPage, notAdministratorPage } from './pages/sign-in.tsx';
import type { CheckReport, SelfCheckServices } from './self-check.ts';
import type { AdminSession } from './session.ts';

const maxShownChanges = 20;
/** Before an organisation is enabled nothing is kept about it, so there is nothing to read. */
const untouched: Policy = {
  enabled: true,
  toolsOff: [],
  permissionsOff: [],
  allowedGroups: [],
  allowedPeople: [],
  revokedBeforeMs: 0,
};

/** The administration page, the sign-in to it and the start of consent and self-check. Every answer is audited. */
export function adminRoutes(services: AdminRouteServices): Hono {
  const { admin, publicUrl, isTenantAllowed, policies } = services;
  const routes = new Hono();

  routes.get('/admin', (c) =>
    withTrail(c, 'admin.view', services, async (trail) => {
      const session = await readSession(c, services);
      if (!session) {
        trail.finish('ok', 200, 'session_absent');
        return asAnswer(c, await adminSignInPage(publicUrl, takeNotice(c)));
      }
      trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      if (!session.isAdministrator) {
        trail.finish('refused', 403, 'not_administrator');
        return asAnswer(c, await notAdministratorPage(publicUrl, session));
      }
      const page = await showPage(c, session);
      trail.finish('ok', page.status);
      return asAnswer(c, page);
    }),
  );
  routes.get('/admin/sign-in', (c) =>
    withTrail(c, 'admin.sign_in_begin', services, async (trail) => {
      const { location, browser } = await admin.signIn.begin(readBrowserCookies(c));
      writeBrowserCookies(c, { browser });
      trail.finish('ok', 302);
      return c.redirect(location, 302);
    }),
  );
  routes.get('/admin/callback', (c) =>
    withTrail(c, 'admin.sign_in', services, async (trail) => {
      const query = new URL(c.req.url).searchParams;
      const step = await admin.signIn.finish(query, readBrowserCookies(c));
      if (step.kind === 'interaction_needed') {
        trail.finish('refused', 302, 'interaction_needed');
        return c.redirect('/admin/sign-in', 302);
      }
      if (step.kind === 'refused') return await refuse(c, step.failure, trail);
      const { session } = step;
      trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      writeAdminCookie(c, await admin.sessions.seal(session));
      trail.finish(
        session.isAdministrator ? 'ok' : 'refused',
        302,
        session.isAdministrator ? undefined : 'not_administrator',
      );
      if (!session.isAdministrator || !isTenantAllowed(session.tenantId)) return c.redirect('/admin', 302);
      const check = await admin.check.begin(session, readBrowserCookies(c));
      writeBrowserCookies(c, { browser: check.browser });
      return c.redirect(check.location, 302);
    }),
  );
  routes.get('/admin/check', (c) =>
    asAdministrator(c, 'admin.check_begin', async (session, trail) => {
      const { location, browser } = await admin.signIn.begin(readBrowserCookies(c), session);
      writeBrowserCookies(c, { browser });
      trail.finish('ok', 302);
      return c.redirect(location, 302);
    }),
  );
  routes.get('/admin/consent', (c) =>
    asAdministrator(c, 'admin.consent_begin', async (session, trail) => {
      const query = new URL(c.req.url).searchParams;
      if (query.has('everything')) {
        trail.finish('ok', 302);
        return c.redirect(await admin.consent.begin(session, 'all'), 302);
      }
      const chosen = query
        .getAll('permission')
        .filter(isGraphPermission)
        .filter((name) => requestedPermissions.includes(name));
      if (chosen.length === 0) {
        trail.finish('refused', 303, 'nothing_chosen');
        writeNoticeCookie(c, ['nothing_chosen']);
        return c.redirect('/admin#permissions', 303);
      }
      trail.finish('ok', 200);
      return asAnswer(
        c,
        await consentReviewPage(publicUrl, chosen, await admin.consent.begin(session, chosen)),
      );
    }),
  );
  return routes;

  /** For administrators of an organisation that is enabled; everybody else is sent to the page, which says what is missing. */
  function asAdministrator(
    c: Context,
    operation: string,
    run: (session: AdminSession, trail: AuditRecord) => Promise<Response>,
  ): Promise<Response> {
    return withTrail(c, operation, services, async (trail) => {
      const session = await readSession(c, services);
      if (session) trail.add({ tenantId: session.tenantId, objectId: session.objectId });
      if (session?.isAdministrator && isTenantAllowed(session.tenantId)) return await run(session, trail);
      trail.finish('refused', 303, session ? 'not_administrator' : 'session_absent');
      return c.redirect('/admin', 303);
    });
  }

  async function showPage(c: Context, session: AdminSession): Promise<Response> {
    const { tenantId, objectId } = session;
    const isAllowed = isTenantAllowed(tenantId);
    const [policy, changes, report] = await Promise.all([
      isAllowed ? policies.read(tenantId) : untouched,
      isAllowed ? readChanges(tenantId) : [],
      services.reports.open(readCheckCookie(c) ?? ''),
    ]);
    const isOwn = report?.tenantId === tenantId && report.objectId === objectId;
    return await adminPage({
      ...services,
      facts: { session, isTenantAllowed: isAllowed, policy, report: isOwn ? report : undefined },
      changes,
      endingCredentials: services.endingCredentials(services.clock.nowMs()),
      notice: takeNotice(c),
    });
  }

  /** What is to be said once. */
  function takeNotice(c: Context): ShownNotice | undefined {
    const [code, detail] = readNoticeCookie(c);
    if (code !== '') writeNoticeCookie(c, undefined);
    return isNoticeCode(code) ? { code, detail } : undefined;
  }

  async function readChanges(tenantId: TenantId): Promise<ShownChange[]> {
    const changes = await policies.changes(tenantId, maxShownChanges);
    return await Promise.all(
      changes.map(async ({ author, ...change }) => ({
        ...change,
        authorId: author.objectId,
        authorName: await services.authorNames.open(tenantId, author.sealedName),
      })),
    );
  }

  async function refuse(c: Context, failure: EntraFailure, trail: AuditRecord): Promise<Response> {
    const refused = {
      cause: { failure },
      clientName: 'the administration page',
      returnUrl: `${publicUrl.origin}/admin`,
    };
    const page = await failurePage({ ...services, refused, nowMs: services.clock.nowMs() });
    if (failure.traceId !== undefined) trail.add({ entraTraceId: failure.traceId });
    trail.finish('refused', page.status, failure.kind);
    return asAnswer(c, page);
  }
}

/** What the administration needs. */
export interface AdminRouteServices extends OAuthServices, SelfCheckServices {
  readonly admin: Admin;
  readonly reports: SealedToken<CheckReport>;
  readonly policies: TenantPolicies;
  readonly authorNames: ActorNames;
  /** Whether the operator has enabled an organisation. */
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  /** Ends every connection of a person. Durable once it has returned. */
  readonly revokePerson: (user: User) => Promise<void>;
  /** When a person or their organisation last ended every sign-in. */
  readonly lastRevocationMs: (user: User) => Promise<number>;
  /** Credentials of the connector that its operator has to renew. */
  readonly endingCredentials: (nowMs: number) => readonly ExpiringCredential[];
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/** Who is signed in to the administration page. A revocation ends that as well, that of everybody one's own. */
export async function readSession(
  c: Context,
  { admin, isTenantAllowed, lastRevocationMs }: AdminRouteServices,
): Promise<AdminSession | undefined> {
  const cookie = readAdminCookie(c);
  const session = cookie === undefined ? undefined : await admin.sessions.open(cookie);
  // Of an organisation that is not enabled nothing is kept, so nothing is revoked.
  if (!session || !isTenantAllowed(session.tenantId)) return session;
  return session.authenticatedAtMs > (await lastRevocationMs(session)) ? session : undefined;
}
