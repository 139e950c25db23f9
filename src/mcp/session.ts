import type { AuditRecord } from '../audit/audit-record.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { CloudEndpoints } from '../entra/clouds.ts';
import type { GraphClient, OpenGraph } from '../graph/client.ts';
import type { Clock } from '../lib/clock.ts';
import { type LabelAccess, createLabelAccess } from '../m365/labels.ts';
import type { FurtherHosts } from '../m365/resource.ts';
import type { TenantDomains } from '../m365/tenant-domains.ts';
import type { Trace } from '../lib/trace.ts';
import {
  type GrantedPermissions,
  grantedPermissions,
  teamsPermissions,
} from '../tenants/granted-permissions.ts';
import type { Zones } from '../time/time-zone.ts';
import type { ToolSwitch } from '../tools/define-tool.ts';
import type { ExchangeOptions, Vault } from '../vault/client.ts';
import type { GraphTokenResult } from '../vault/messages.ts';
import type { InvalidCall, PreparedCall, ToolCall } from './arguments.ts';
import type { CursorSealer } from './cursors.ts';
import type { ToolSelection } from './tool-selection.ts';

/** One request of one verified user with a Graph token. */
export interface McpSession {
  readonly ok: true;
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** When the response is due. */
  readonly deadlineMs: number;
  readonly graph: (signal: AbortSignal) => GraphClient;
  /** IANA name of the user's time zone, if an earlier call stored it. */
  readonly timeZone: string | undefined;
  /** Stores the time zone beside the user's Graph token. */
  readonly rememberTimeZone: (timeZone: string) => void;
  /** Who disabled a tool; undefined for an enabled one. */
  readonly toolOffBy: (name: string) => ToolSwitch | undefined;
  /** The tenant's rules about content with sensitivity labels. */
  readonly labels: LabelAccess;
  /** The tool call of `tools/call` and `resources/read`. */
  readonly call: ToolCall | undefined;
  /** Whether the client shows views. */
  readonly showsViews: boolean;
  readonly audit: AuditRecord;
}

/** A request whose tool arguments are invalid. It is answered without a Graph token. */
export interface InvalidCallSession {
  readonly ok: false;
  readonly call: InvalidCall;
  readonly audit: AuditRecord;
}

/** Dependencies of tool calls. */
export interface CallDependencies {
  readonly cursors: CursorSealer;
  readonly clock: Clock;
  readonly zones: Zones;
  /** Teams in the cloud of the deployment. */
  readonly teams: CloudEndpoints['teams'];
  readonly teamsOrigin: CloudEndpoints['teamsOrigin'];
  readonly domains: TenantDomains;
  readonly furtherHosts: FurtherHosts;
  readonly trace: Trace;
}

/** Dependencies of a session. */
export interface SessionDependencies {
  readonly vault: Vault;
  readonly trace: Trace;
  readonly openGraph: OpenGraph;
  /** Teams in the cloud of the deployment. */
  readonly teams: CloudEndpoints['teams'];
  /** Completes work after the response was sent. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** The validated parts of one request. */
interface SessionInput {
  readonly caller: VerifiedCaller;
  readonly assertion: Assertion;
  readonly selection: Extract<ToolSelection, { ok: true }>;
  readonly call: Extract<PreparedCall, { ok: true }> | undefined;
  readonly showsViews: boolean;
  readonly token: Extract<GraphTokenResult, { ok: true }>;
  readonly deadlineMs: number;
  readonly audit: AuditRecord;
}

/** The Graph token of a verified caller, from the vault or by an On-Behalf-Of exchange. */
export function getGraphToken(
  { vault, trace }: SessionDependencies,
  caller: VerifiedCaller,
  assertion: Assertion,
  requestId: string,
  options?: ExchangeOptions,
): Promise<GraphTokenResult> {
  return trace.stage(
    'vault',
    () => vault.graphToken(caller, assertion, requestId, options),
    (result) => ({
      tenant: caller.tenantId,
      outcome: result.ok ? (result.exchanged ? 'exchanged' : 'cached') : result.reason,
    }),
  );
}

/** The session of a request. Permissions and tools that the tenant or the user disabled are left out. */
export function createSession(input: SessionInput, dependencies: SessionDependencies): McpSession {
  const { caller, assertion, selection, call, showsViews, token, deadlineMs, audit } = input;
  const { vault, openGraph, waitUntil, teams } = dependencies;
  const disabledTools = new Set(token.disabledTools);
  return {
    ok: true,
    caller,
    granted: grantedPermissions(
      token.scopes,
      token.disabledPermissions,
      teams === 'none' ? teamsPermissions : [],
    ),
    graph: (signal) =>
      openGraph({
        accessToken: token.accessToken,
        user: `${caller.tenantId}/${caller.objectId}`,
        renewAccessToken: async ({ accessToken: rejectedToken, claims }) => {
          const options = { rejectedToken, claims };
          const renewed = await getGraphToken(dependencies, caller, assertion, audit.requestId, options);
          return renewed.ok ? renewed.accessToken : undefined;
        },
        onContentRead: () => audit.writeContentRead(),
        signal,
        deadlineMs,
      }),
    timeZone: token.timeZone,
    // Without it the next call sends one more request, so the response neither waits for it nor reports a failure.
    rememberTimeZone: (timeZone) =>
      waitUntil(vault.rememberTimeZone(caller, assertion, timeZone).catch(() => undefined)),
    toolOffBy: (name) => {
      if (disabledTools.has(name)) return 'tenant';
      return selection.isSelected(name) ? undefined : 'user';
    },
    labels: createLabelAccess(caller.tenantId, token.labelRules),
    call,
    showsViews,
    deadlineMs,
    audit,
  };
}
