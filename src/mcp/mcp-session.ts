import type { AuditTrail } from '../audit/audit-trail.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';

/** Seals the state of a search into an opaque cursor, bound to the person, the tool and the query. */
export interface CursorSealer {
  seal(binding: CursorBinding, state: unknown): Promise<string>;
  /** The state, or undefined for a cursor of someone or something else, a forged one, or one whose key has retired. */
  open(binding: CursorBinding, cursor: string): Promise<unknown>;
}

/** What a cursor belongs to. */
export interface CursorBinding {
  readonly caller: VerifiedCaller;
  readonly tool: string;
  /** Canonical JSON of the arguments without the cursor. */
  readonly query: string;
}

/** Everything that was settled before the protocol was spoken: one request of one verified person. */
export interface McpSession {
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  readonly graph: (signal: AbortSignal) => GraphClient;
  /** IANA name of the person's time zone, where it is known from an earlier call. */
  readonly timeZone: string | undefined;
  /** Keeps the time zone beside the person's Graph token. */
  readonly rememberTimeZone: (timeZone: string) => void;
  /** Whether the person and the organisation have the tool switched on. */
  readonly isToolOn: (name: string) => boolean;
  readonly cursors: CursorSealer;
  readonly audit: AuditTrail;
}
