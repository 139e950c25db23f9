import type { AuditRecord } from '../audit/audit-record.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import { grantedPermissions } from '../tenants/granted-permissions.ts';
import type { GraphTokenResult } from '../vault/messages.ts';
import type { McpRouteServices, ToolSelection } from './route.ts';
import type { McpSession } from './session.ts';

/** What every session of a request has, whether it reaches Graph or not. */
export interface SessionInput {
  readonly caller: VerifiedCaller;
  readonly assertion: Assertion;
  readonly selection: Extract<ToolSelection, { ok: true }>;
  readonly call: McpSession['call'];
  readonly deadlineMs: number;
  readonly audit: AuditRecord;
}

/** A session with the person's Graph token: what the organisation and the person have switched off is off. */
export function graphSession(
  { caller, assertion, selection, call, deadlineMs, audit }: SessionInput,
  token: Extract<GraphTokenResult, { ok: true }>,
  { graph, vault, waitUntil }: Pick<McpRouteServices, 'graph' | 'vault' | 'waitUntil'>,
): McpSession {
  const toolsOff = new Set(token.toolsOff);
  return {
    caller,
    granted: grantedPermissions(token.scopes, token.permissionsOff),
    graph: (signal) =>
      graph({
        accessToken: token.accessToken,
        renewAccessToken: async (claims) => {
          const renewed = await vault.graphToken(caller, assertion, audit.requestId, { claims });
          return renewed.ok ? renewed.accessToken : undefined;
        },
        signal,
        deadlineMs,
      }),
    timeZone: token.timeZone,
    // Losing it costs one more request next time, so nobody waits for it and nobody is told.
    rememberTimeZone: (timeZone) =>
      waitUntil(vault.rememberTimeZone(caller, assertion, timeZone).catch(() => undefined)),
    toolOffBy: (name) => {
      if (toolsOff.has(name)) return 'organisation';
      return selection.wants(name) ? undefined : 'person';
    },
    call,
    deadlineMs,
    audit,
  };
}

/** A session that reaches nothing: for messages that are answered, or refused, without Microsoft. */
export function offlineSession({ caller, call, deadlineMs, audit }: SessionInput): McpSession {
  return {
    caller,
    granted: grantedPermissions([]),
    graph: () => ({
      json: unreachable,
      next: unreachable,
      batch: unreachable,
      download: unreachable,
      requestIds: [],
    }),
    timeZone: undefined,
    rememberTimeZone: () => undefined,
    toolOffBy: () => undefined,
    call,
    deadlineMs,
    audit,
  };
}

function unreachable(): Promise<never> {
  return Promise.reject(new Error('A request that needs no Graph token asked Graph.'));
}
