import { type Context, Hono } from 'hono';
import type { AuditRecord } from '../audit/audit-record.ts';
import type { TenantId } from '../lib/guid.ts';
import { toResponse, withAudit } from '../oauth/routes/browser.ts';
import { displayName } from '../oauth/parameters.ts';
import { isAreaId } from '../tenants/areas.ts';
import { defaultAccessRules, isRuleName, ruleNames } from '../tenants/access-rules.ts';
import type { ActivitySummary } from '../tenants/activity-store.ts';
import type { Policy } from '../tenants/policy.ts';
import { getToolTitle, readMessages } from '../http/messages/catalog.ts';
import { type ConsoleChange, getChangePlace, readConsoleChange } from './change-places.ts';
import { readView } from './console-view.ts';
import { takeNotice } from './cookies.ts';
import { accessPage, countReported } from './pages/access.tsx';
import { type ShownChange, activityPage } from './pages/activity.tsx';
import { clientsPage } from './pages/clients.tsx';
import { confirmPage, formatAffected } from './pages/confirm.tsx';
import type { ConsoleView } from './pages/console.tsx';
import { overviewPage } from './pages/overview.tsx';
import { peoplePage } from './pages/people.tsx';
import { permissionsPage } from './pages/permissions.tsx';
import { adminSignInPage, notAdministratorPage } from './pages/sign-in.tsx';
import { toolsPage } from './pages/tools.tsx';
import { type AdminRouteDependencies, readSession } from './routes.ts';

const maxShownChanges = 50;

/** The pages of the console. */
export function consoleRoutes(dependencies: AdminRouteDependencies): Hono {
  const { publicUrl, policies, actorNames, resource } = dependencies;
  const routes = new Hono();

  routes.get('/admin', (c) =>
    withAudit(c, 'admin.view', dependencies, async (audit) => {
      const session = await readSession(c, dependencies);
      const messages = readMessages(c);
      if (!session) {
        audit.finish('ok', 200, 'session_absent');
        return toResponse(c, await adminSignInPage(messages, publicUrl, takeNotice(c)));
      }
      audit.add({ tenantId: session.tenantId, objectId: session.objectId });
      if (!session.isAdministrator) {
        audit.finish('refused', 403, 'not_administrator');
        return toResponse(c, await notAdministratorPage(messages, publicUrl, session));
      }
      return await finish(c, audit, overviewPage(await readView(c, session, dependencies), resource));
    }),
  );
  page('/admin/access', async (view, c) =>
    accessPage({
      view,
      activity: await policies.activity(view.session.tenantId),
      address: c.req.header('cf-connecting-ip'),
    }),
  );
  page('/admin/permissions', permissionsPage);
  page('/admin/tools', toolsPage);
  page('/admin/clients', async (view) => {
    const { tenantId } = view.session;
    const [activity, boundClients] = await Promise.all([
      policies.activity(tenantId),
      policies.boundClients(tenantId),
    ]);
    return await clientsPage({ view, activity, boundClients });
  });
  page('/admin/people', async (view) => peoplePage({ view, names: await readNames(view.session.tenantId) }));
  page('/admin/activity', async (view) => {
    const { tenantId } = view.session;
    const [activity, changes] = await Promise.all([policies.activity(tenantId), readChanges(tenantId)]);
    return await activityPage({ view, activity, changes });
  });
  page('/admin/confirm', async (view, c) => {
    const query = new URL(c.req.url).searchParams;
    const text = query.get('change') ?? '';
    const change = readConsoleChange(text);
    const sealedName = query.get('name') ?? undefined;
    const question = change && (await createQuestion(change, sealedName, view));
    if (!change || question === undefined) return c.redirect('/admin', 303);
    const activity = await policies.activity(view.session.tenantId);
    return await confirmPage({
      view,
      question,
      change: text,
      sealedName,
      consequences: [
        ...(sealedName === undefined && change.kind.startsWith('allow_')
          ? [view.messages.admin.confirm.unchecked]
          : []),
        ...getConsequences(change, view, activity),
      ],
      page: getChangePlace(change).page,
    });
  });
  return routes;

  /** A page for administrators of an enabled tenant. Others are redirected to the first page, which shows what is missing. */
  function page(path: string, render: (view: ConsoleView, c: Context) => Promise<Response>): void {
    routes.get(path, (c) =>
      withAudit(c, 'admin.view', dependencies, async (audit) => {
        const session = await readSession(c, dependencies);
        if (session) audit.add({ tenantId: session.tenantId, objectId: session.objectId });
        if (!session?.isAdministrator || !dependencies.isTenantAllowed(session.tenantId)) {
          audit.finish('refused', 303, session ? 'not_administrator' : 'session_absent');
          return c.redirect('/admin', 303);
        }
        return await finish(c, audit, render(await readView(c, session, dependencies), c));
      }),
    );
  }

  async function finish(c: Context, audit: AuditRecord, rendered: Promise<Response>): Promise<Response> {
    const response = await rendered;
    audit.finish('ok', response.status);
    return toResponse(c, response);
  }

  async function readNames(tenantId: TenantId): Promise<Readonly<Record<string, string>>> {
    const sealed = Object.entries(await policies.names(tenantId));
    const names = await Promise.all(
      sealed.map(async ([id, name]) => [id, (await actorNames.open(tenantId, name)) ?? ''] as const),
    );
    return Object.fromEntries(names);
  }

  async function readChanges(tenantId: TenantId): Promise<ShownChange[]> {
    const changes = await policies.changes(tenantId, maxShownChanges);
    return await Promise.all(
      changes.map(async ({ actor, sealedName, ...change }) => ({
        ...change,
        actorId: actor.objectId,
        actorName: await actorNames.open(tenantId, actor.sealedName),
        subjectName: sealedName === undefined ? undefined : await actorNames.open(tenantId, sealedName),
      })),
    );
  }

  /** The question of a change, or undefined if the change does not remove access. */
  async function createQuestion(
    { kind, subject = '' }: ConsoleChange,
    sealedName: string | undefined,
    { messages, policy, session, tools }: ConsoleView,
  ): Promise<string | undefined> {
    const { confirm, rules } = messages.admin;
    const { tenantId } = session;
    const opened = sealedName === undefined ? undefined : await actorNames.open(tenantId, sealedName);
    const named = displayName(opened, subject);
    switch (kind) {
      case 'disable':
        return confirm.disable;
      case 'area_off':
        return isAreaId(subject) ? confirm.area_off(messages.areas[subject].name) : undefined;
      case 'tool_off': {
        const tool = tools.find(({ name }) => name === subject);
        return tool && confirm.tool_off(getToolTitle(tool.name, messages));
      }
      case 'permission_off':
        return confirm.permission_off(displayName(subject, ''));
      case 'allow_group':
      case 'allow_user':
        return confirm.allow_first(named);
      case 'disallow_group':
      case 'disallow_user':
        return confirm.disallow(displayName((await readNames(tenantId))[subject], subject));
      case 'disallow_network':
        return confirm.disallow_network(displayName(subject, ''));
      case 'rule_on':
        return isRuleName(subject) ? confirm.rule_on(rules.names[subject]) : undefined;
      case 'withhold_label':
      case 'unlist_label': {
        const label = policy.labelRules?.labels.find(({ id }) => id === subject);
        return label && confirm[kind](displayName(label.name, subject));
      }
      case 'withhold_other_labels':
        return confirm.withhold_other_labels;
      case 'unbind_client': {
        const clients = await policies.boundClients(tenantId);
        const client = clients.find(({ clientId }) => clientId === subject);
        return client && confirm.unbind_client(displayName(client.name, subject));
      }
      case 'revoke_everybody':
        return confirm.revoke_everybody;
      case 'revoke_user':
        return confirm.revoke_user(named);
      default:
        return undefined;
    }
  }
}

/** Effect of a change, and the number of users it affects. */
function getConsequences(
  { kind, subject = '' }: ConsoleChange,
  { messages, policy }: ConsoleView,
  activity: ActivitySummary,
): readonly string[] {
  const { confirm, connector, rules, permissions } = messages.admin;
  const affected = formatAffected(activity.users, messages);
  switch (kind) {
    case 'area_off': {
      const gone = isAreaId(subject) ? [`${permissions.without} ${messages.areas[subject].gone}.`] : [];
      return [...gone, affected, confirm.immediate];
    }
    case 'revoke_user':
      return [messages.admin.people.revokeText, confirm.affectedOne];
    case 'allow_group':
    case 'allow_user':
      return [confirm.othersDenied, affected, confirm.immediate];
    case 'disallow_user':
      return [...(isLastOne(policy) ? [confirm.lastOne] : [confirm.affectedOne]), confirm.immediate];
    case 'disallow_group':
      return [isLastOne(policy) ? confirm.lastOne : confirm.affectedUnknown, confirm.immediate];
    case 'revoke_everybody':
      return [connector.revokeText, affected];
    case 'disable':
      return [connector.offText, affected];
    case 'rule_on': {
      if (!isRuleName(subject)) return [];
      const isReporting = (policy.rules ?? defaultAccessRules)[ruleNames[subject]] === 'report';
      const known = isReporting ? rules.reported(countReported(subject, activity)) : confirm.affectedUnknown;
      return [rules.texts[subject], known, ...(isReporting ? [] : [rules.reportHint])];
    }
    case 'withhold_other_labels':
      return [messages.admin.labels.othersText, affected, confirm.immediate];
    case 'unlist_label':
    case 'unbind_client':
    case 'disallow_network':
      return [confirm.affectedUnknown, confirm.immediate];
    default:
      return [affected, confirm.immediate];
  }
}

function isLastOne({ allowedGroups, allowedUsers }: Policy): boolean {
  return allowedGroups.length + allowedUsers.length === 1;
}
