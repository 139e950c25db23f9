import { type Context, Hono } from 'hono';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { AuditRecord } from '../../audit/audit-record.ts';
import type { EntraFailure } from '../../entra/errors.ts';
import { startAudit } from '../../http/audit.ts';
import { readBody } from '../../http/body.ts';
import { readBrowserCookies, writeAccountCookie, writeBrowserCookies } from '../../http/cookies.ts';
import type { ToolSummary } from '../../http/layout.tsx';
import type { Clock } from '../../lib/clock.ts';
import type { AuthorizeStep } from '../authorize.ts';
import { PageError } from '../errors.ts';
import { consentPage } from '../pages/consent.tsx';
import { failurePage } from '../pages/failure.tsx';
import { problemPage } from '../pages/problem.tsx';
import type { AuthorizationServer } from '../server.ts';

/** What the relay's routes need. */
export interface OAuthServices {
  readonly relay: AuthorizationServer;
  readonly publicUrl: URL;
  readonly loginUrl: URL;
  readonly adminCenter: string;
  /** The tools, for people's own page. */
  readonly tools: readonly ToolSummary[];
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

const maxFormBytes = 64 * 1024;

/** The part of the relay that a person's browser sees: authorization, consent, and the way back from Entra. */
export function oauthPageRoutes(services: OAuthServices): Hono {
  const { relay, publicUrl, adminCenter, clock } = services;
  const routes = new Hono();

  for (const path of ['/oauth/authorize', '/authorize']) {
    routes.get(path, (c) =>
      withTrail(c, 'sign_in.authorize', services, async (trail) => {
        const query = new URL(c.req.url).searchParams;
        return await show(c, await relay.authorize.begin(query, readBrowserCookies(c)), trail);
      }),
    );
    routes.post(path, (c) =>
      withTrail(c, 'sign_in.consent', services, async (trail) => {
        const form = new URLSearchParams(await readBody(c.req.raw, maxFormBytes));
        return await show(c, await relay.authorize.decide(form, readBrowserCookies(c)), trail);
      }),
    );
  }
  routes.get('/oauth/callback', (c) =>
    withTrail(c, 'sign_in.callback', services, async (trail) => {
      const step = await relay.finish(new URL(c.req.url).searchParams, readBrowserCookies(c));
      if ('holder' in step && step.holder) {
        const { tenantId, objectId, clientId, tokenId: uti } = step.holder;
        trail.add({ tenantId, objectId, clientId, uti });
      }
      if (step.kind === 'redirect') {
        if (step.failure) refuse(trail, 302, step.failure);
        else trail.finish('ok', 302);
        return c.redirect(step.location, 302);
      }
      if (step.kind === 'account') {
        writeAccountCookie(c, step.session);
        trail.finish('ok', 303);
        return c.redirect('/me', 303);
      }
      const { cause } = step.refused;
      const failure = 'failure' in cause ? cause.failure : undefined;
      const page = await failurePage({
        refused: step.refused,
        publicUrl,
        adminCenter,
        nowMs: clock.nowMs(),
      });
      refuse(trail, page.status, failure);
      return asAnswer(c, page);
    }),
  );
  return routes;

  async function show(c: Context, step: AuthorizeStep, trail: AuditRecord): Promise<Response> {
    writeBrowserCookies(c, step.cookies);
    if (step.kind === 'ask') {
      trail.finish('ok', 200, 'consent_asked');
      return asAnswer(c, await consentPage({ ...step, ...services }));
    }
    const error = new URL(step.location).searchParams.get('error');
    trail.finish(error === null ? 'ok' : 'refused', 303, error ?? undefined);
    return c.redirect(step.location, 303);
  }
}

/** Writes the event of a sign-in that brings no code. */
function refuse(trail: AuditRecord, status: number, failure: EntraFailure | undefined): void {
  if (failure?.traceId !== undefined) trail.add({ entraTraceId: failure.traceId });
  trail.finish('refused', status, failure?.kind ?? 'not_admitted');
}

/** Runs one step, and shows a page where it cannot go on. */
export async function withTrail(
  c: Context,
  operation: string,
  services: OAuthServices,
  run: (trail: AuditRecord) => Promise<Response>,
): Promise<Response> {
  const trail = startAudit(c, services);
  trail.add({ operation });
  c.header('x-request-id', trail.requestId);
  try {
    return await run(trail);
  } catch (error) {
    const problem = error instanceof PageError ? error : undefined;
    const code = problem?.code ?? 'unexpected';
    const status = code === 'unexpected' ? 503 : 400;
    if (problem) trail.finish('refused', status, code);
    else trail.fail(error, status);
    const { publicUrl } = services;
    const { requestId } = trail;
    return asAnswer(c, await problemPage(code, { publicUrl, requestId, status, subject: problem?.subject }));
  }
}

/** The page, with the headers and cookies that were set for it. */
export function asAnswer(c: Context, page: Response): Response {
  return c.newResponse(page.body, page);
}
