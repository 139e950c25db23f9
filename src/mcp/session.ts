import type { AuditRecord } from '../audit/audit-record.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Trace } from '../lib/trace.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { Zones } from '../time/time-zone.ts';
import type { ToolSwitch } from '../tools/define-tool.ts';
import type { PreparedCall } from './arguments.ts';
import type { CursorSealer } from './cursors.ts';

/** Everything that was settled before the protocol is spoken: one request of one verified person. */
export interface McpSession {
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** When the answer is due, whatever it comes to. */
  readonly deadlineMs: number;
  readonly graph: (signal: AbortSignal) => GraphClient;
  /** IANA name of the person's time zone, where it is known from an earlier call. */
  readonly timeZone: string | undefined;
  /** Keeps the time zone beside the person's Graph token. */
  readonly rememberTimeZone: (timeZone: string) => void;
  /** Who has switched a tool off, where somebody has. */
  readonly toolOffBy: (name: string) => ToolSwitch | undefined;
  /** The tool call that the request holds, if it holds one. */
  readonly call: PreparedCall | undefined;
  readonly audit: AuditRecord;
}

/** What calls work with, made once by the composition. */
export interface CallServices {
  readonly cursors: CursorSealer;
  readonly clock: Clock;
  readonly zones: Zones;
  readonly trace: Trace;
}
