import type { Context } from 'hono';
import { readMessages } from '../http/messages/catalog.ts';
import type { Policy } from '../tenants/policy.ts';
import { readCheckCookie, takeNotice } from './cookies.ts';
import type { ConsoleView } from './pages/console.tsx';
import type { AdminRouteDependencies } from './routes.ts';
import type { AdminSession } from './session.ts';
import { getAdminState } from './state.ts';

/** The policy of a tenant that is not enabled: nothing is stored for it. */
const defaultPolicy: Policy = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};

/** Reads the data of every page of the console, and deletes the notice. */
export async function readView(
  c: Context,
  session: AdminSession,
  dependencies: AdminRouteDependencies,
): Promise<ConsoleView> {
  const { policies, reports, clock } = dependencies;
  const { tenantId, objectId } = session;
  const isTenantAllowed = dependencies.isTenantAllowed(tenantId);
  const [policy, stored] = await Promise.all([
    isTenantAllowed ? policies.read(tenantId) : defaultPolicy,
    reports.open(readCheckCookie(c) ?? ''),
  ]);
  const isOwn = stored?.tenantId === tenantId && stored.objectId === objectId;
  const metadata = { session, isTenantAllowed, policy, report: isOwn ? stored : undefined };
  const { tools, publicUrl, loginUrl, adminCenter, serverAppId, clientAppId } = dependencies;
  return {
    ...metadata,
    state: getAdminState(metadata),
    messages: readMessages(c),
    notice: takeNotice(c),
    endingCredentials: dependencies.endingCredentials(clock.nowMs()),
    tools,
    publicUrl,
    loginUrl,
    adminCenter,
    serverAppId,
    clientAppId,
  };
}
