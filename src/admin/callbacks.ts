import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import { type AuthorizationResponse, adminConsentTtlMs } from '../oauth/authorization-flow.ts';
import { isCancelled } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { type CallbackHandler, withAudit } from '../oauth/routes/browser.ts';
import { readBrowserCookies, writeBrowserCookies } from '../oauth/routes/cookies.ts';
import { readNotice, writeCheckCookie, writeNotice } from './cookies.ts';
import { type AdminRouteDependencies, readSession } from './routes.ts';
import { runSelfCheck } from './self-check.ts';
import type { AdminNotice } from './notice.ts';
import type { AdminSession } from './session.ts';

/** The redirect URI of the server application after admin consent. */
export function adminConsentRoutes(dependencies: AdminRouteDependencies): Hono {
  const routes = new Hono();
  routes.get('/admin/consented', (c) =>
    withAudit(c, 'admin.consent_server', dependencies, async (audit) => {
      const query = new URL(c.req.url).searchParams;
      const response = await dependencies.flow.finish(query, readBrowserCookies(c), ['admin-consent']);
      return await proceedConsent(c, response, audit, dependencies);
    }),
  );
  return routes;
}

/** Handles admin consent to the client application at `/oauth/callback`. */
export function adminConsentCallback(dependencies: AdminRouteDependencies): CallbackHandler<'admin-consent'> {
  return async (c, response, audit) => {
    audit.add({ operation: 'admin.consent_client' });
    return await proceedConsent(c, response, audit, dependencies);
  };
}

/** Handles the sign-in of the self-check at `/oauth/callback`, and runs the other steps. */
export function adminCheckCallback(dependencies: AdminRouteDependencies): CallbackHandler<'admin-check'> {
  return async (c, response, audit) => {
    audit.add({ operation: 'admin.check' });
    const session = await readAdministrator(c, dependencies);
    const signIn = await dependencies.admin.check.finish(response, session);
    const { tenantId, objectId } = session;
    audit.add({ tenantId, objectId });
    const { report, graphRequestIds } = await runSelfCheck(
      { tenantId, objectId },
      signIn,
      audit.requestId,
      dependencies,
    );
    const failed = report.steps.find(({ outcome }) => outcome === 'failed');
    audit.add({
      graphRequestIds,
      ...(failed?.traceId === undefined ? {} : { entraTraceId: failed.traceId }),
    });
    audit.finish(failed ? 'refused' : 'ok', 303, failed?.reason);
    writeCheckCookie(c, await dependencies.reports.seal(report));
    const notice = readNotice(c);
    return c.redirect(notice ? noticeUrl(notice) : '/admin', 303);
  };
}

async function proceedConsent(
  c: Context,
  response: AuthorizationResponse<'admin-consent'>,
  audit: AuditRecord,
  dependencies: AdminRouteDependencies,
): Promise<Response> {
  const session = await readAdministrator(c, dependencies);
  const step = await dependencies.admin.consent.proceed(response, session, readBrowserCookies(c));
  audit.add({ tenantId: session.tenantId, objectId: session.objectId });
  switch (step.kind) {
    case 'redirect':
      writeBrowserCookies(c, { browser: step.browser }, adminConsentTtlMs);
      audit.finish('ok', 302);
      return c.redirect(step.location, 302);
    case 'granted':
      audit.finish('ok', 302);
      // The self-check reads the permissions that are granted now.
      return c.redirect('/admin/check', 302);
    case 'failed': {
      const { failure } = step;
      audit.finish('refused', 302, failure.kind);
      const code = isCancelled(failure) ? 'consent_declined' : 'consent_refused';
      writeNotice(c, { code, at: 'overview', detail: failure.code });
      // Consent to the server application may have been granted before the failure.
      return c.redirect('/admin/check', 302);
    }
  }
}

/** The page that shows a notice after the self-check. */
function noticeUrl({ at }: AdminNotice): string {
  return at === 'reread' ? '/admin/permissions#notice' : '/admin#notice';
}

/** @throws PageError `sign_in_unknown` without the session of an administrator of an allowed tenant */
async function readAdministrator(c: Context, dependencies: AdminRouteDependencies): Promise<AdminSession> {
  const session = await readSession(c, dependencies);
  if (!session?.isAdministrator || !dependencies.isTenantAllowed(session.tenantId)) {
    throw new PageError('sign_in_unknown');
  }
  return session;
}
