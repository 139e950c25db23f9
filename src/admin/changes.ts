import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import { readForm } from '../http/body.ts';
import { isGuid, objectId as readObjectId } from '../lib/guid.ts';
import { canonicalNetwork } from '../lib/ip-network.ts';
import { PageError } from '../oauth/errors.ts';
import { displayName } from '../oauth/parameters.ts';
import { toResponse, withAudit } from '../oauth/routes/browser.ts';
import { readBrowserCookies, writeBrowserCookies } from '../oauth/routes/cookies.ts';
import { createBoundClientCredentials, hashSecret } from '../tenants/bound-client.ts';
import { checkAccessRules, defaultAccessRules } from '../tenants/access-rules.ts';
import { areaPermissions, isAreaId } from '../tenants/areas.ts';
import { maxLabelNameLength } from '../tenants/label-rules.ts';
import { isGraphPermission } from '../tenants/permissions.ts';
import type { ChangeDetails } from '../tenants/policy-store.ts';
import { type PolicyChange, getChangeDefinition } from '../tenants/policy.ts';
import { type ConsoleChange, getChangePlace, isPolicyChange, readConsoleChange } from './change-places.ts';
import { readView } from './console-view.ts';
import { readAdminCookie, writeAdminCookie, writeNotice } from './cookies.ts';
import { type NoticeCode, doneNotices } from './notice.ts';
import { boundClientPage } from './pages/clients.tsx';
import { type ConsolePageName, consolePages } from './pages/console.tsx';
import { type AdminRouteDependencies, denyChange, readSession } from './routes.ts';
import type { AdminSession } from './session.ts';
import type { LookUpRequest } from './sign-in.ts';

const lookUpKinds: Readonly<Record<LookUpRequest['kind'], string>> = {
  group: 'group',
  user: 'user',
  revoke_user: 'revoke-user',
};
/** The part of a page that shows what belongs to no other part. */
const pageParts: Readonly<Record<ConsolePageName, string>> = {
  overview: 'overview',
  access: 'connector',
  permissions: 'permissions',
  tools: 'tools',
  clients: 'clients',
  people: 'people',
  activity: 'activity',
};
const maxTextLength = 200;
const maxClientNameLength = 60;

/** The forms of administrators. A change is durable before the response, logged and audited. */
export function adminChangeRoutes(dependencies: AdminRouteDependencies): Hono {
  const { tools, policies, actorNames, admin } = dependencies;
  const toolNames = new Set(tools.map(({ name }) => name));
  const routes = new Hono();

  routes.post('/admin/change', (c) =>
    asAdministrator(c, 'admin.change', async (session, form, audit) => {
      const change = readConsoleChange(form.get('change') ?? '', form.get('subject'));
      if (!change) throw new PageError('page_stale');
      audit.add({ change: change.kind });
      const { address } = readBrowserCookies(c);
      const code = await applyAll(change, form.get('name'), address, session);
      if (doneNotices.has(code) && change.subject !== undefined) audit.add({ subject: change.subject });
      return respond(c, audit, code, change);
    }),
  );
  // Looks the user or group up with the administrator's own permissions, by a silent sign-in.
  routes.post('/admin/people', (c) =>
    asAdministrator(c, 'admin.look_up', async (session, form, audit) => {
      const kind = form.get('kind') ?? '';
      if (!Object.hasOwn(lookUpKinds, kind)) throw new PageError('page_stale');
      const lookUp = {
        kind: kind as LookUpRequest['kind'],
        text: displayName(form.get('subject') ?? '', '')
          .trim()
          .slice(0, maxTextLength),
      };
      if (lookUp.text === '') return reject(c, audit, 'empty', 'people', lookUpKinds[lookUp.kind], '');
      const started = await admin.signIn.start(readBrowserCookies(c), session, 'none', lookUp);
      writeBrowserCookies(c, { browser: started.browser });
      audit.finish('ok', 303);
      return c.redirect(started.location, 303);
    }),
  );
  routes.post('/admin/networks', (c) =>
    asAdministrator(c, 'admin.change', async (session, form, audit) => {
      const text = (form.get('subject') ?? '').trim().slice(0, maxTextLength);
      audit.add({ change: 'allow_network' });
      const network = canonicalNetwork(text);
      if (network === undefined) {
        const code = text === '' ? 'empty' : 'network_malformed';
        return reject(c, audit, code, 'access', 'network', text);
      }
      const change = { kind: 'allow_network', subject: network } as const;
      const code = await apply(change, {}, session);
      audit.add({ subject: network });
      return respond(c, audit, code, change);
    }),
  );
  routes.post('/admin/labels', (c) =>
    asAdministrator(c, 'admin.change', async (session, form, audit) => {
      const text = (form.get('subject') ?? '').trim().slice(0, maxTextLength);
      const kind = form.get('treatment') === 'show_label' ? 'show_label' : 'withhold_label';
      audit.add({ change: kind });
      const subject = text.replaceAll(/[{}]/g, '').toLowerCase();
      if (!isGuid(subject)) {
        const code = text === '' ? 'empty' : 'label_malformed';
        return reject(c, audit, code, 'access', 'label', text);
      }
      const labelName = displayName(form.get('name') ?? '', '').trim();
      if (labelName.length > maxLabelNameLength) {
        return reject(c, audit, 'name_malformed', 'access', 'label', text);
      }
      const change = { kind, subject } as const;
      const details =
        labelName === '' ? {} : { labelName, sealedName: await actorNames.seal(session.tenantId, labelName) };
      const code = await apply(change, details, session);
      audit.add({ subject });
      return respond(c, audit, code, change);
    }),
  );
  routes.post('/admin/clients', (c) =>
    asAdministrator(c, 'admin.change', async (session, form, audit) => {
      const text = (form.get('subject') ?? '').trim().slice(0, maxTextLength);
      audit.add({ change: 'bind_client' });
      const name = displayName(text, '');
      if (name === '' || name.length > maxClientNameLength) {
        return reject(c, audit, name === '' ? 'empty' : 'name_malformed', 'clients', 'client-name', text);
      }
      const { clientId, secret } = createBoundClientCredentials(session.tenantId);
      const boundClient = { name, secretHash: await hashSecret(secret) };
      const change = { kind: 'bind_client', subject: clientId } as const;
      const sealedName = await actorNames.seal(session.tenantId, name);
      const code = await apply(change, { boundClient, sealedName }, session);
      if (code !== 'changed') return respond(c, audit, code, change);
      audit.add({ subject: clientId });
      audit.finish('ok', 200);
      const view = await readView(c, session, dependencies);
      return toResponse(c, await boundClientPage(view, { name, clientId, secret }));
    }),
  );
  routes.post('/admin/sign-out', (c) =>
    withAudit(c, 'admin.sign_out', dependencies, async (audit) => {
      const { tenantId, objectId } = (await readSessionForm(c)).session;
      audit.add({ tenantId, objectId });
      await admin.sessions.end(readAdminCookie(c));
      audit.finish('ok', 303);
      writeAdminCookie(c, undefined);
      return c.redirect('/admin', 303);
    }),
  );
  return routes;

  /** Requires a form of the session of an administrator of an enabled tenant. */
  function asAdministrator(
    c: Context,
    operation: string,
    run: (session: AdminSession, form: URLSearchParams, audit: AuditRecord) => Promise<Response>,
  ): Promise<Response> {
    return withAudit(c, operation, dependencies, async (audit) => {
      const { session, form } = await readSessionForm(c);
      const { tenantId, objectId } = session;
      audit.add({ tenantId, objectId });
      return denyChange(c, session, audit, dependencies) ?? (await run(session, form, audit));
    });
  }

  /** @throws PageError `page_stale` if the form was not posted from the page of this session */
  async function readSessionForm(
    c: Context,
  ): Promise<{ readonly session: AdminSession; readonly form: URLSearchParams }> {
    const session = await readSession(c, dependencies);
    const form = await readForm(c, dependencies.publicUrl, session?.formToken);
    if (!session || !form) throw new PageError('page_stale');
    return { session, form };
  }

  /** Applies a change, or those of every permission of an area. */
  async function applyAll(
    change: ConsoleChange,
    sealedName: string | null,
    address: string | undefined,
    session: AdminSession,
  ): Promise<NoticeCode> {
    if (isPolicyChange(change)) {
      if (!(await isKnownSubject(change, session))) return isNamed(change) ? 'unknown_subject' : 'malformed';
      if (await locksOut(change, address, session)) return 'own_address_excluded';
      // Only a name that was sealed for this tenant is stored.
      const name = await actorNames.open(session.tenantId, sealedName ?? '');
      return await apply(change, name === undefined || sealedName === null ? {} : { sealedName }, session);
    }
    const { subject: area = '' } = change;
    if (!isAreaId(area)) return 'unknown_subject';
    const kind = change.kind === 'area_off' ? 'permission_off' : 'permission_on';
    const codes: NoticeCode[] = [];
    for (const subject of areaPermissions(area)) codes.push(await apply({ kind, subject }, {}, session));
    return codes.includes('changed') ? 'changed' : 'unchanged';
  }

  /**
   * Checks that the tool or permission exists, and that the label is listed: a button of an old page does not list it again.
   * The policy object validates the syntax of a subject.
   */
  async function isKnownSubject(change: PolicyChange, { tenantId }: AdminSession): Promise<boolean> {
    const { kind, subject = '' } = change;
    if (kind === 'bind_client') return false;
    if (kind === 'withhold_label' || kind === 'show_label') {
      const { labelRules } = await policies.read(tenantId);
      return labelRules?.labels.some(({ id }) => id === subject) === true;
    }
    if (kind === 'tool_off' || kind === 'tool_on') return toolNames.has(subject);
    if (kind === 'permission_off' || kind === 'permission_on') return isGraphPermission(subject);
    return getChangeDefinition(change) !== undefined;
  }

  /** Whether the network rule would deny the administrator's own address after the change. */
  async function locksOut(
    { kind, subject }: PolicyChange,
    address: string | undefined,
    { tenantId }: AdminSession,
  ): Promise<boolean> {
    const isEnforced = kind === 'rule_on' && subject === 'network';
    if (!isEnforced && kind !== 'disallow_network') return false;
    const { rules = defaultAccessRules } = await policies.read(tenantId);
    const networks = rules.networks.filter((network) => isEnforced || network !== subject);
    const after = { ...rules, networks, ...(isEnforced && { network: 'on' as const }) };
    return checkAccessRules(after, { at: 'sign_in', address }).denial !== undefined;
  }

  async function apply(
    change: PolicyChange,
    details: ChangeDetails,
    session: AdminSession,
  ): Promise<NoticeCode> {
    const { tenantId, objectId, name, username } = session;
    if (change.kind === 'revoke_user') {
      const user = readObjectId(change.subject);
      if (user === undefined) return 'malformed';
      await dependencies.revokeUser({ tenantId, objectId: user });
    }
    const sealedName = await actorNames.seal(tenantId, name || username);
    const outcome = await policies.change({ tenantId, change, actor: { objectId, sealedName }, ...details });
    if (change.kind === 'revoke_everybody') return 'revoked_everybody';
    if (change.kind === 'reread_permissions') return 'reread';
    return change.kind === 'revoke_user' ? 'revoked_user' : outcome;
  }

  /** Redirects to the part of the page that the change belongs to. */
  function respond(c: Context, audit: AuditRecord, code: NoticeCode, change: ConsoleChange): Response {
    const { page, at: part } = getChangePlace(change);
    const isDone = doneNotices.has(code);
    // The part of an unknown subject does not exist.
    const at = isDone || code === 'own_address_excluded' ? part : pageParts[page];
    audit.finish(isDone ? 'ok' : 'refused', 303, code);
    // Without a session the sign-in page shows the notice.
    writeNotice(c, { code, at, detail: undefined });
    // The check reads the granted permissions that the page shows.
    if (code === 'reread') return c.redirect('/admin/check', 303);
    return c.redirect(`${consolePages[page]}#notice`, 303);
  }

  /** Redirects to a field with bad input. Nothing was changed. */
  function reject(
    c: Context,
    audit: AuditRecord,
    code: NoticeCode,
    page: ConsolePageName,
    field: string,
    text: string,
  ): Response {
    audit.finish('refused', 303, code);
    writeNotice(c, { code, at: field, detail: text });
    return c.redirect(`${consolePages[page]}#${field}`, 303);
  }
}

/** Whether the subject of a change is the name of a tool, permission or rule, or a listed label. */
function isNamed({ kind }: PolicyChange): boolean {
  return kind === 'bind_client' || /^(?:tool|permission|rule)_|^(?:withhold|show)_label$/.test(kind);
}
