import { type Context, Hono } from 'hono';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { AuditRecord } from '../../audit/audit-record.ts';
import type { EntraFailure } from '../../entra/errors.ts';
import { startAudit } from '../../http/audit.ts';
import { readBody } from '../../http/body.ts';
import { readMessages } from '../../http/messages/catalog.ts';
import type { Clock } from '../../lib/clock.ts';
import type { AuthorizationFlow, AuthorizationResponse } from '../authorization-flow.ts';
import type { AuthorizeStep } from '../authorize.ts';
import { toAuditClient } from '../client-limits.ts';
import { type FailedSignIn, PageError } from '../errors.ts';
import { consentPage } from '../pages/consent.tsx';
import { signInErrorPage } from '../pages/sign-in-error.tsx';
import { errorPage } from '../pages/error.tsx';
import type { AuthorizationServer } from '../server.ts';
import { readBrowserCookies, writeBrowserCookies } from './cookies.ts';

/** Completes one flow that ends at `/oauth/callback`. */
export type CallbackHandler<Name extends 'account' | 'admin-consent' | 'admin-check'> = (
  c: Context,
  response: AuthorizationResponse<Name>,
  audit: AuditRecord,
) => Promise<Response>;

/** The handlers of the flows that other features start. */
export interface CallbackHandlers {
  readonly account: CallbackHandler<'account'>;
  readonly adminConsent: CallbackHandler<'admin-consent'>;
  readonly adminCheck: CallbackHandler<'admin-check'>;
}

/** Dependencies of pages: error pages and the audit. */
export interface PageDependencies {
  readonly publicUrl: URL;
  /** Origin of the Entra admin center. */
  readonly adminCenter: string;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}

export interface OAuthBrowserDependencies extends PageDependencies {
  readonly authorizationServer: AuthorizationServer;
  readonly flow: AuthorizationFlow;
  readonly loginUrl: URL;
}

const maxFormBytes = 64 * 1024;

/** The browser routes of the authorization server: authorization, consent, and the callback of Entra. */
export function oauthBrowserRoutes(dependencies: OAuthBrowserDependencies, handlers: CallbackHandlers): Hono {
  const { authorizationServer, flow, publicUrl, loginUrl } = dependencies;
  const routes = new Hono();

  for (const path of ['/oauth/authorize', '/authorize']) {
    routes.get(path, (c) =>
      withAudit(c, 'sign_in.authorize', dependencies, async (audit) => {
        const query = new URL(c.req.url).searchParams;
        return await respond(
          c,
          await authorizationServer.authorize.start(query, readBrowserCookies(c)),
          audit,
        );
      }),
    );
    routes.post(path, (c) =>
      withAudit(c, 'sign_in.consent', dependencies, async (audit) => {
        const form = new URLSearchParams(await readBody(c.req.raw, maxFormBytes));
        return await respond(
          c,
          await authorizationServer.authorize.decide(form, readBrowserCookies(c)),
          audit,
        );
      }),
    );
  }
  routes.get('/oauth/callback', (c) =>
    withAudit(c, 'sign_in.callback', dependencies, async (audit) => {
      const { state, parameters } = await flow.finish(
        new URL(c.req.url).searchParams,
        readBrowserCookies(c),
        ['client', 'account', 'admin-consent', 'admin-check'],
      );
      switch (state.flow) {
        case 'client':
          return await finishClientSignIn(c, { state, parameters }, audit);
        case 'account':
          return await handlers.account(c, { state, parameters }, audit);
        case 'admin-consent':
          return await handlers.adminConsent(c, { state, parameters }, audit);
        case 'admin-check':
          return await handlers.adminCheck(c, { state, parameters }, audit);
      }
    }),
  );
  return routes;

  async function finishClientSignIn(
    c: Context,
    response: AuthorizationResponse<'client'>,
    audit: AuditRecord,
  ): Promise<Response> {
    audit.add({ ...toAuditClient(response.state.client), grantId: response.state.grantId });
    const step = await authorizationServer.finishSignIn(response, readBrowserCookies(c));
    if (step.users !== undefined) writeBrowserCookies(c, { users: step.users });
    if (step.holder) {
      const { tenantId, objectId, clientId, tokenId: uti } = step.holder;
      audit.add({ tenantId, objectId, clientId, uti });
    }
    if (step.kind === 'failed') return await respondWithFailure(c, step.failed, dependencies, audit);
    if (step.reported && step.reported.length > 0) audit.add({ reported: step.reported });
    if (step.failure) auditFailure(audit, 302, step.failure);
    else audit.finish('ok', 302);
    return c.redirect(step.location, 302);
  }

  async function respond(c: Context, step: AuthorizeStep, audit: AuditRecord): Promise<Response> {
    writeBrowserCookies(c, step.cookies);
    audit.add(toAuditClient(step.reference));
    if (step.kind === 'failed') return await respondWithFailure(c, step.failed, dependencies, audit);
    if (step.kind === 'consent') {
      audit.finish('ok', 200, 'consent_asked');
      return toResponse(c, await consentPage({ ...step, messages: readMessages(c), publicUrl, loginUrl }));
    }
    const error = new URL(step.location).searchParams.get('error');
    audit.finish(error === null ? 'ok' : 'refused', 303, error ?? undefined);
    return c.redirect(step.location, 303);
  }
}

/** Shows and audits a failed sign-in. */
export async function respondWithFailure(
  c: Context,
  failed: FailedSignIn,
  { publicUrl, adminCenter, clock }: PageDependencies,
  audit: AuditRecord,
): Promise<Response> {
  const messages = readMessages(c);
  const page = await signInErrorPage({ messages, failed, publicUrl, adminCenter, nowMs: clock.nowMs() });
  const { failure, tenantId } = failed;
  if (tenantId !== undefined) audit.add({ tenantId });
  if (failure.reason === 'entra') auditFailure(audit, page.status, failure.failure);
  else audit.finish('refused', page.status, failure.code ?? 'not_admitted');
  return toResponse(c, page);
}

function auditFailure(audit: AuditRecord, status: number, { kind, traceId }: EntraFailure): void {
  if (traceId !== undefined) audit.add({ entraTraceId: traceId });
  audit.finish('refused', status, kind);
}

/** Runs a browser route with an audit record. A PageError becomes its page, any other error the page for unexpected errors. */
export async function withAudit(
  c: Context,
  operation: string,
  dependencies: PageDependencies,
  run: (audit: AuditRecord) => Promise<Response>,
): Promise<Response> {
  const audit = startAudit(c, dependencies);
  audit.add({ operation });
  c.header('x-request-id', audit.requestId);
  try {
    return await run(audit);
  } catch (error) {
    const pageError = error instanceof PageError ? error : undefined;
    audit.add(toAuditClient(pageError?.client));
    const code = pageError?.code ?? 'unexpected';
    const status = pageError ? 400 : 503;
    if (pageError) audit.finish('refused', status, code);
    else audit.fail(error, status);
    const { publicUrl } = dependencies;
    const { requestId } = audit;
    return toResponse(
      c,
      await errorPage(code, {
        messages: readMessages(c),
        publicUrl,
        requestId,
        status,
        subject: pageError?.subject,
      }),
    );
  }
}

/** A page with the headers and cookies that were set on the context. */
export function toResponse(c: Context, page: Response): Response {
  return c.newResponse(page.body, page);
}
