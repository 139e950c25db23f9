import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import { readBrowserCookies, writeCheckCookie, writeNoticeCookie } from '../http/cookies.ts';
import { isCancelled } from '../oauth/entra-client.ts';
import { PageError } from '../oauth/errors.ts';
import { readParameters } from '../oauth/parameters.ts';
import { withTrail } from '../oauth/routes/browser.ts';
import type { AdminConsentStep } from './consent-flow.ts';
import { type AdminRouteServices, readSession } from './routes.ts';
import { runSelfCheck } from './self-check.ts';
import type { AdminSession } from './session.ts';

/**
 * Where Entra sends administrators back to from consent and from the self-check. The client application has one
 * redirect URI for everybody, so an answer that belongs to no administrator is left to the relay.
 */
export function adminAnswerRoutes(services: AdminRouteServices): Hono {
  const { admin, isTenantAllowed } = services;
  const routes = new Hono();

  routes.get('/admin/consented', async (c) => {
    const session = await readAdministrator(c);
    const step = session && (await admin.consent.proceed(parametersOf(c), session));
    return withTrail(c, 'admin.consent_server', services, async (trail) => {
      if (!session || !step) throw new PageError('sign_in_unknown');
      return followConsent(c, step, session, trail);
    });
  });
  routes.get('/oauth/callback', async (c, next) => {
    const session = await readAdministrator(c);
    if (!session) return next();
    const step = await admin.consent.proceed(parametersOf(c), session);
    if (step) {
      return withTrail(c, 'admin.consent_client', services, async (trail) =>
        followConsent(c, step, session, trail),
      );
    }
    const signIn = await admin.check.finish(parametersOf(c), session, readBrowserCookies(c));
    if (!signIn) return next();
    return withTrail(c, 'admin.check', services, async (trail) => {
      const { tenantId, objectId } = session;
      trail.add({ tenantId, objectId });
      const { report, graphRequestIds } = await runSelfCheck(
        { tenantId, objectId },
        signIn,
        trail.requestId,
        services,
      );
      const stop = report.steps.find(({ outcome }) => outcome === 'failed');
      trail.add({ graphRequestIds, ...(stop?.traceId === undefined ? {} : { entraTraceId: stop.traceId }) });
      trail.finish(stop ? 'refused' : 'ok', 303, stop?.reason);
      writeCheckCookie(c, await services.reports.seal(report));
      return c.redirect('/admin', 303);
    });
  });
  return routes;

  async function readAdministrator(c: Context): Promise<AdminSession | undefined> {
    const session = await readSession(c, services);
    return session?.isAdministrator && isTenantAllowed(session.tenantId) ? session : undefined;
  }

  function followConsent(
    c: Context,
    step: AdminConsentStep,
    { tenantId, objectId }: AdminSession,
    trail: AuditRecord,
  ): Response {
    trail.add({ tenantId, objectId });
    switch (step.kind) {
      case 'next':
        trail.finish('ok', 302);
        return c.redirect(step.location, 302);
      case 'done':
        trail.finish('ok', 302);
        // What is granted now is learnt by asking, and the whole way is tried at once.
        return c.redirect('/admin/check', 302);
      case 'refused': {
        const { failure } = step;
        trail.finish('refused', 302, failure.kind);
        const notice = isCancelled(failure) ? 'consent_declined' : 'consent_refused';
        writeNoticeCookie(c, failure.code === undefined ? [notice] : [notice, failure.code]);
        // The first step may have been taken: what is granted has to be learnt anew.
        return c.redirect('/admin/check', 302);
      }
    }
  }
}

function parametersOf(c: Context): ReturnType<typeof readParameters> {
  return readParameters(new URL(c.req.url).searchParams);
}
