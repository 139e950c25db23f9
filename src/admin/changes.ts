import { type Context, Hono } from 'hono';
import { readForm } from '../http/body.ts';
import { objectId as readObjectId } from '../lib/guid.ts';
import { PageError } from '../oauth/errors.ts';
import { withAudit } from '../oauth/routes/browser.ts';
import { isGraphPermission } from '../tenants/permissions.ts';
import { type PolicyChange, type PolicyChangeKind, getChangeDefinition } from '../tenants/policy.ts';
import { readAdminCookie, writeAdminCookie, writeNoticeCookie } from './cookies.ts';
import type { NoticeCode } from './pages/controls.tsx';
import { type AdminRouteDependencies, readSession } from './routes.ts';
import { type AdminSession, mayChange } from './session.ts';

/** The page section of each kind of change. */
const anchors: Readonly<Record<PolicyChangeKind, string>> = {
  disable: '',
  enable: '',
  tool_off: '#tools',
  tool_on: '#tools',
  permission_off: '#permissions',
  permission_on: '#permissions',
  allow_group: '#people',
  disallow_group: '#people',
  allow_user: '#people',
  disallow_user: '#people',
  revoke_everybody: '#revoke',
  reread_permissions: '#permissions',
  revoke_user: '#revoke',
  allow_network: '',
  disallow_network: '',
  rule_off: '',
  rule_report: '',
  rule_on: '',
  bind_client: '',
  unbind_client: '',
};

const doneNotices: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  'changed',
  'unchanged',
  'revoked_user',
  'revoked_everybody',
  'reread',
]);

/** The forms of administrators. A change is durable before the response, logged and audited. */
export function adminChangeRoutes(services: AdminRouteDependencies): Hono {
  const { policies, actorNames, isTenantAllowed, revokeUser, tools } = services;
  const toolNames = new Set(tools.map(({ name }) => name));
  const routes = new Hono();

  routes.post('/admin/change', (c) =>
    withAudit(c, 'admin.change', services, async (audit) => {
      const { session, form } = await readSessionForm(c);
      const { tenantId, objectId } = session;
      audit.add({ tenantId, objectId });
      if (!session.isAdministrator || !isTenantAllowed(tenantId)) {
        audit.finish('refused', 303, 'not_administrator');
        return c.redirect('/admin', 303);
      }
      const change = readChange(form);
      if (!change) throw new PageError('page_stale');
      audit.add({ change: change.kind });
      if (!mayChange(session, services.clock.nowMs())) {
        audit.finish('refused', 303, 'reauthentication_required');
        writeNoticeCookie(c, ['reauthentication']);
        return c.redirect('/admin/sign-in?again', 303);
      }
      const notice = isKnownSubject(change) ? await apply(change, session) : 'malformed';
      const isDone = doneNotices.has(notice);
      if (isDone && change.subject !== undefined) audit.add({ subject: change.subject });
      audit.finish(isDone ? 'ok' : 'refused', 303, notice);
      writeNoticeCookie(c, [notice]);
      // The check reads the granted permissions that the page shows, without a question to the administrator.
      if (notice === 'reread') return c.redirect('/admin/check', 303);
      return c.redirect(`/admin${anchors[change.kind]}`, 303);
    }),
  );
  routes.post('/admin/sign-out', (c) =>
    withAudit(c, 'admin.sign_out', services, async (audit) => {
      const { tenantId, objectId } = (await readSessionForm(c)).session;
      audit.add({ tenantId, objectId });
      await services.admin.sessions.end(readAdminCookie(c));
      audit.finish('ok', 303);
      writeAdminCookie(c, undefined);
      return c.redirect('/admin', 303);
    }),
  );
  return routes;

  /** @throws PageError `page_stale` if the form was not posted from the page of this session */
  async function readSessionForm(
    c: Context,
  ): Promise<{ readonly session: AdminSession; readonly form: URLSearchParams }> {
    const session = await readSession(c, services);
    const form = await readForm(c, services.publicUrl, session?.formToken);
    if (!session || !form) throw new PageError('page_stale');
    return { session, form };
  }

  /** Checks that the tool or permission exists. The policy object validates the syntax of a subject. */
  function isKnownSubject(change: PolicyChange): boolean {
    const { kind, subject = '' } = change;
    if (kind === 'tool_off' || kind === 'tool_on') return toolNames.has(subject);
    if (kind === 'permission_off' || kind === 'permission_on') return isGraphPermission(subject);
    return getChangeDefinition(change) !== undefined;
  }

  async function apply(change: PolicyChange, session: AdminSession): Promise<NoticeCode> {
    const { tenantId, objectId, name, username } = session;
    if (change.kind === 'revoke_user') {
      const user = readObjectId(change.subject);
      if (user === undefined) return 'malformed';
      await revokeUser({ tenantId, objectId: user });
    }
    const sealedName = await actorNames.seal(tenantId, name || username);
    const outcome = await policies.change({ tenantId, change, actor: { objectId, sealedName } });
    if (change.kind === 'revoke_everybody') return 'revoked_everybody';
    if (change.kind === 'reread_permissions') return 'reread';
    return change.kind === 'revoke_user' ? 'revoked_user' : outcome;
  }
}

/** Parses `kind:subject` of a button, or `kind` with a typed subject. Undefined for an unknown kind. */
function readChange(form: URLSearchParams): PolicyChange | undefined {
  const [kind = '', buttonSubject] = (form.get('change') ?? '').split(':', 2);
  if (!Object.hasOwn(anchors, kind)) return undefined;
  const subject = buttonSubject ?? form.get('subject')?.trim().toLowerCase();
  return { kind: kind as PolicyChangeKind, ...(subject === undefined ? {} : { subject }) };
}
