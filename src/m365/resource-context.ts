import type { GraphClient } from '../graph/client.ts';
import type { Clock } from '../lib/clock-part.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { Zone } from '../time/time-zone.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';

/** What opening a resource takes. */
export interface ResourceContext {
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** The person's own time zone. */
  readonly timeZone: () => Promise<Zone>;
  /** Names of the tools that the person can use now. */
  readonly tools: readonly string[];
  /** The others, and why they cannot. */
  readonly toolsOff: Readonly<Record<string, string | undefined>>;
}
