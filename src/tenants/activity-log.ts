import type { AuditEvent } from '../audit/audit-event.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { type TenantId, tenantId } from '../lib/guid.ts';
import type { RuleName } from './access-rules.ts';
import type { Activity, ActivityCount } from './activity-store.ts';
import type { TenantPolicies } from './tenant-policies.ts';

export interface ActivityLogDependencies {
  readonly auditLog: AuditLog;
  readonly policies: TenantPolicies;
  readonly isTenantAllowed: (tenantId: TenantId) => boolean;
  /** Completes work after the response was sent. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Reasons for which a request at /mcp is counted as a refusal: decisions of the tenant, not of a token. */
const mcpReasons: ReadonlySet<string> = new Set([
  'tenant_disabled',
  'not_allowed',
  'groups_unknown',
  'network_not_allowed',
  'directory_role',
]);

/** Operations of pages and of OAuth endpoints; those of MCP requests are JSON-RPC methods. */
const signInOperations = /^(?:sign_in|me|admin)\./;

/** The two rules about networks have one reason in the audit, and a counter each. */
function counterName(reason: string, operation: string): string {
  if (reason !== 'network_not_allowed') return reason;
  return (signInOperations.test(operation) ? 'network' : 'network_at_mcp') satisfies RuleName;
}

/**
 * An audit log that also counts sign-ins, refusals and reports in the policy object of the tenant, for its
 * administrators. A tool call that is admitted costs no request.
 */
export function createActivityLog({
  auditLog,
  policies,
  isTenantAllowed,
  waitUntil,
}: ActivityLogDependencies): AuditLog {
  return {
    write: (event) => {
      auditLog.write(event);
      const tenant = tenantId(event.tenantId);
      const activity = toActivity(event);
      if (tenant === undefined || !activity || !isTenantAllowed(tenant)) return;
      // A lost count is no error.
      waitUntil(policies.recordActivity(tenant, activity).catch(() => undefined));
    },
    writeContentRead: (event) => auditLog.writeContentRead(event),
    writeError: (requestId, error) => auditLog.writeError(requestId, error),
  };
}

/** Returns undefined if the event is not counted. */
function toActivity({
  operation,
  outcome,
  reason = '',
  reported = [],
  ...event
}: AuditEvent): Activity | undefined {
  const isSignIn = operation.startsWith('sign_in.');
  const counts: ActivityCount[] = reported.map((rule) => ({
    kind: 'reported',
    name: counterName(rule, operation),
  }));
  if (outcome === 'refused' && (isSignIn || mcpReasons.has(reason))) {
    counts.push({ kind: 'refused', name: counterName(reason, operation) });
  }
  // The same route completes sign-ins to /me and the self-check of /admin, which have no client.
  const isClientSignIn = operation === 'sign_in.callback' && event.mcpClientKind !== undefined;
  if (isClientSignIn && outcome === 'ok') counts.push({ kind: 'sign_in', name: '' });
  const isUse = operation === 'sign_in.token' && outcome === 'ok';
  const client = isUse ? clientName(event) : undefined;
  if (client !== undefined) counts.push({ kind: 'client', name: client });
  if (counts.length === 0 && !isUse) return undefined;
  return { counts, ...(isUse && event.objectId !== undefined ? { objectId: event.objectId } : {}) };
}

/** Kind and host of the client that redeemed a code or a refresh token. */
function clientName({
  mcpClientKind,
  mcpClient = '',
  redirectHost,
}: Partial<AuditEvent>): string | undefined {
  if (mcpClientKind === undefined) return undefined;
  const host = mcpClient.startsWith('https://') ? URL.parse(mcpClient)?.host : redirectHost;
  return `${mcpClientKind} ${host ?? 'other'}`;
}
