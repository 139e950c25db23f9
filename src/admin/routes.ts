import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import type { ExpiringCredential } from '../entra/client-credential.ts';
import { type TenantId, objectId as readObjectId } from '../lib/guid.ts';
import type { ToolSummary } from '../http/layout.tsx';
import { readMessages } from '../http/messages/catalog.ts';
import { type AuthorizationFlow, adminConsentTtlMs } from '../oauth/authorization-flow.ts';
import { type PageDependencies, respondWithFailure, toResponse, withAudit } from '../oauth/routes/browser.ts';
import type { SealedToken } from '../oauth/sealed-tokens.ts';
import type { User } from '../lib/guid.ts';
import { isGraphPermission, usedPermissions } from '../tenants/permissions.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { type FailedSignIn, ruleSignInFailure } from '../oauth/errors.ts';
import { readBrowserCookies, writeBrowserCookies } from '../oauth/routes/cookies.ts';
import type { RevokeUser } from '../oauth/revocation.ts';
import { isSameUser } from '../oauth/stores.ts';
import { readAdminCookie, writeAdminCookie, writeNotice } from './cookies.ts';
import { type DirectoryResult, lookUp } from './directory.ts';
import type { ActorNames } from './actor-names.ts';
import type { Admin } from './admin.ts';
import type { NoticeCode } from './notice.ts';
import { consentReviewPage } from './pages/sign-in.tsx';
import type { LookUpRequest } from './sign-in.ts';
import type { CheckReport, SelfCheckDependencies } from './self-check.ts';
import { type AdminSession, mayChange } from './session.ts';

/** The sign-in to the console, and the start of admin consent and self-check. */
export function adminRoutes(dependencies: AdminRouteDependencies): Hono {
  const { admin, publicUrl, isTenantAllowed } = dependencies;
  const routes = new Hono();

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
      const previous = await readSession(c, dependencies);
      const result = await admin.signIn.finish(query, readBrowserCookies(c), previous);
      if (!result.ok && result.reason === 'interaction_required') {
        if (previous && result.lookUp) {
          const { lookUp: request } = result;
          return await finishLookUp(c, { lookUp: request, graphToken: undefined, session: previous }, audit);
        }
        audit.finish('refused', 302, 'interaction_needed');
        return c.redirect('/admin/sign-in', 302);
      }
      if (!result.ok) {
        const failed = { ...getFailureLinks(c), failure: result };
        return await respondWithFailure(c, failed, dependencies, audit);
      }
      const { tenantId, username: account } = result.session;
      const { address } = readBrowserCookies(c);
      if (isTenantAllowed(tenantId)) {
        const { denial, reported } = await dependencies.checkAdminNetwork(tenantId, address);
        if (denial !== undefined) {
          const failed = { ...getFailureLinks(c), failure: ruleSignInFailure(denial), account, tenantId };
          return await respondWithFailure(c, failed, dependencies, audit);
        }
        if (reported.length > 0) audit.add({ reported });
      }
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
      if (!session.isAdministrator || !isTenantAllowed(session.tenantId)) {
        const reason = session.isAdministrator ? undefined : 'not_administrator';
        audit.finish(reason === undefined ? 'ok' : 'refused', 302, reason);
        return c.redirect('/admin', 302);
      }
      if (result.lookUp) {
        const { lookUp: request, graphToken } = result;
        return await finishLookUp(c, { lookUp: request, graphToken, session }, audit);
      }
      audit.finish('ok', 302);
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
        writeNotice(c, { code: 'nothing_chosen', at: 'permissions', detail: undefined });
        return c.redirect('/admin/permissions#notice', 303);
      }
      const { location, browser } = await admin.consent.start(session, readBrowserCookies(c), chosen);
      writeBrowserCookies(c, { browser }, adminConsentTtlMs);
      audit.finish('ok', 200);
      return toResponse(c, await consentReviewPage(readMessages(c), publicUrl, chosen, location));
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

  /** Options of the failure page that are the same for each failed sign-in. */
  function getFailureLinks(c: Context): Pick<FailedSignIn, 'clientName' | 'returnUrl' | 'otherAccountUrl'> {
    const page = `${publicUrl.origin}/admin`;
    const { adminClient: clientName } = readMessages(c).failure;
    return { clientName, returnUrl: page, otherAccountUrl: `${page}/sign-in` };
  }

  /** Looks up what the administrator typed, and goes on to the confirmation or back to the field. */
  async function finishLookUp(
    c: Context,
    { lookUp, graphToken, session }: SignedInForLookUp,
    audit: AuditRecord,
  ): Promise<Response> {
    const denied = denyChange(c, session, audit, dependencies);
    if (denied) return denied;
    const { tenantId } = session;
    const isGroup = lookUp.kind === 'group';
    const found = graphToken === undefined ? unavailable : await search(lookUp, graphToken, session);
    const typedId = readObjectId(lookUp.text.toLowerCase());
    // An id that the connector may not look up is used as it is.
    const mayUseId = !found.ok && found.reason !== 'not_found' && typedId !== undefined;
    if (!found.ok && !mayUseId) {
      const code = lookUpNotices[isGroup ? 'group' : 'user'][found.reason];
      audit.finish('refused', 303, code);
      const field = lookUp.kind.replace('_', '-');
      writeNotice(c, { code, at: field, detail: lookUp.text });
      return c.redirect(`/admin/people#${field}`, 303);
    }
    const id = found.ok ? found.id : (typedId ?? '');
    const kind = lookUp.kind === 'revoke_user' ? 'revoke_user' : (`allow_${lookUp.kind}` as const);
    const sealedName = found.ok ? await dependencies.actorNames.seal(tenantId, found.name) : undefined;
    const { allowedGroups, allowedUsers } = await dependencies.policies.read(tenantId);
    if (kind !== 'revoke_user' && allowedGroups.length + allowedUsers.length > 0) {
      // One more entry denies nobody: no confirmation.
      const code = await dependencies.policies.change({
        tenantId,
        change: { kind, subject: id },
        actor: {
          objectId: session.objectId,
          sealedName: await dependencies.actorNames.seal(tenantId, session.name || session.username),
        },
        ...(sealedName === undefined ? {} : { sealedName }),
      });
      audit.add({ change: kind, subject: id });
      audit.finish(code === 'full' ? 'refused' : 'ok', 303, code);
      const notice = code === 'changed' && !found.ok ? 'changed_unchecked' : code;
      writeNotice(c, { code: notice, at: 'people', detail: undefined });
      return c.redirect('/admin/people#notice', 303);
    }
    const query = new URLSearchParams({ change: `${kind}:${id}` });
    if (sealedName !== undefined) query.set('name', sealedName);
    audit.finish('ok', 303);
    return c.redirect(`/admin/confirm?${query.toString()}`, 303);
  }

  async function search(
    { kind, text }: LookUpRequest,
    accessToken: string,
    { tenantId, objectId }: AdminSession,
  ): Promise<DirectoryResult> {
    const graph = dependencies.graph({
      accessToken,
      user: `${tenantId}/${objectId}`,
      signal: AbortSignal.timeout(lookUpTimeoutMs),
      deadlineMs: dependencies.clock.nowMs() + lookUpTimeoutMs,
    });
    return await lookUp(graph, kind === 'group' ? 'group' : 'user', text);
  }
}

interface SignedInForLookUp {
  readonly lookUp: LookUpRequest;
  readonly graphToken: string | undefined;
  readonly session: AdminSession;
}

const lookUpTimeoutMs = 10_000;
const unavailable: DirectoryResult = { ok: false, reason: 'unavailable' };

const lookUpNotices: Readonly<
  Record<'user' | 'group', Readonly<Record<Extract<DirectoryResult, { ok: false }>['reason'], NoticeCode>>>
> = {
  user: {
    not_found: 'user_not_found',
    ambiguous: 'ambiguous',
    not_permitted: 'users_not_readable',
    unavailable: 'lookup_failed',
  },
  group: {
    not_found: 'group_not_found',
    ambiguous: 'ambiguous',
    not_permitted: 'groups_not_readable',
    unavailable: 'lookup_failed',
  },
};

export interface AdminRouteDependencies extends PageDependencies, SelfCheckDependencies {
  readonly flow: AuthorizationFlow;
  readonly loginUrl: URL;
  /** URL of the MCP endpoint. */
  readonly resource: string;
  readonly tools: readonly ToolSummary[];
  readonly admin: Admin;
  readonly reports: SealedToken<CheckReport>;
  readonly policies: TenantPolicies;
  readonly actorNames: ActorNames;
  /** The network rule of the tenant. */
  readonly checkAdminNetwork: TenantAccess['checkPage'];
  /** Returns true if the operator has enabled the tenant. */
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  readonly revokeUser: RevokeUser;
  /** The time of the last revocation by the user or the tenant. */
  readonly lastRevocationMs: (user: User) => Promise<number>;
  /** Credentials of the connector that expire soon. */
  readonly endingCredentials: (nowMs: number) => readonly ExpiringCredential[];
  readonly serverAppId: string;
  readonly clientAppId: string;
}

/**
 * The response to a user who may not change anything: to one who is no administrator of an enabled tenant, and to one
 * who has to sign in again first. Undefined if they may.
 */
export function denyChange(
  c: Context,
  session: AdminSession,
  audit: AuditRecord,
  { isTenantAllowed, clock }: AdminRouteDependencies,
): Response | undefined {
  if (!session.isAdministrator || !isTenantAllowed(session.tenantId)) {
    audit.finish('refused', 303, 'not_administrator');
    return c.redirect('/admin', 303);
  }
  if (mayChange(session, clock.nowMs())) return undefined;
  audit.finish('refused', 303, 'reauthentication_required');
  writeNotice(c, { code: 'reauthentication', at: 'overview', detail: undefined });
  return c.redirect('/admin/sign-in?again', 303);
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
