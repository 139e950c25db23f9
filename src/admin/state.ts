import type { EntraFailureKind } from '../entra/aadsts-codes.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import { type GraphPermission, optionalPermissions, requestedPermissions } from '../tenants/permissions.ts';
import type { Policy } from '../tenants/policy.ts';
import type { CheckReport } from './self-check.ts';
import type { AdminSession } from './session.ts';

/** Whether the users of the tenant can use the connector, and what is missing. */
export type ConnectorState =
  /** The operator has not enabled the tenant. */
  | 'closed_by_operator'
  /** Entra did not return the granted permissions. */
  | 'unknown'
  /** No consent was granted. */
  | 'not_set_up'
  /** One of the two applications is set up. */
  | 'half_set_up'
  /** An administrator has disabled the connector. */
  | 'switched_off'
  /** Enabled, with some permissions missing or disabled. */
  | 'open_in_part'
  | 'open';

/** The state of the client application in the tenant, derived from errors of the self-check. */
export type ApplicationState =
  | 'ready'
  /** Not in the tenant, or without consent. Entra returns one error for both. */
  | 'missing'
  /** In the tenant, but the administrator is not assigned to it. */
  | 'not_assigned'
  /** No self-check has determined it. */
  | 'unknown';

/** The data that the administration page is derived from. */
export interface AdminMetadata {
  readonly session: AdminSession;
  readonly isTenantAllowed: boolean;
  readonly policy: Policy;
  readonly report: CheckReport | undefined;
}

/** The derived state. */
export interface AdminState {
  readonly connector: ConnectorState;
  readonly client: ApplicationState;
  /** Undefined if Entra did not return the granted permissions. */
  readonly granted: GrantedPermissions | undefined;
  /** Requested and not granted. */
  readonly missing: readonly GraphPermission[];
  /** Of optional abilities and not granted. */
  readonly notAdded: readonly GraphPermission[];
}

/** Entra may grant it with the sign-in to the administration page. */
const signInPermission: GraphPermission = 'User.Read';

/** Derives the state. */
export function getAdminState({ session, isTenantAllowed, policy, report }: AdminMetadata): AdminState {
  // The permissions of the exchange are effective. Without one, those of the sign-in are used.
  const names = report?.granted ?? session.granted;
  const granted = names && grantedPermissions(names, policy.disabledPermissions);
  const consented = names && grantedPermissions(names);
  const missing = consented ? requestedPermissions.filter((name) => !consented.has(name)) : [];
  const notAdded = consented ? optionalPermissions.filter((name) => !consented.has(name)) : [];
  const client = getClientState(report);
  return { granted, missing, notAdded, client, connector: connector() };

  function connector(): ConnectorState {
    if (!isTenantAllowed) return 'closed_by_operator';
    if (!consented) return 'unknown';
    const hasNothing = consented.list().every((name) => name === signInPermission);
    if (hasNothing && client !== 'ready') return 'not_set_up';
    if (hasNothing || client === 'missing') return 'half_set_up';
    if (!policy.enabled) return 'switched_off';
    const isNarrowed = missing.length + policy.disabledPermissions.length + policy.disabledTools.length > 0;
    return isNarrowed ? 'open_in_part' : 'open';
  }
}

const missingReasons: ReadonlySet<string> = new Set<EntraFailureKind>([
  'consent_step_up',
  'admin_consent_required',
  'application_missing',
]);

function getClientState(report: CheckReport | undefined): ApplicationState {
  const step = report?.steps[0];
  if (!step) return 'unknown';
  if (step.outcome === 'ok') return 'ready';
  if (step.reason === 'not_assigned') return 'not_assigned';
  return missingReasons.has(step.reason ?? '') ? 'missing' : 'unknown';
}
