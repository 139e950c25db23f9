import type { EntraFailureKind } from '../entra/errors.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import { type GraphPermission, requestedPermissions } from '../tenants/permissions.ts';
import type { Policy } from '../tenants/policy.ts';
import type { CheckReport } from './self-check.ts';
import type { AdminSession } from './session.ts';

/** What stands between the people of an organisation and their first answer. */
export type ConnectorState =
  /** The operator has not enabled the organisation. */
  | 'closed_by_operator'
  /** Entra does not say what is granted. */
  | 'unknown'
  /** Nothing was consented to. */
  | 'not_set_up'
  /** One of the two applications is ready. */
  | 'half_set_up'
  /** An administrator has switched it off. */
  | 'switched_off'
  /** Open, with some permissions missing or switched off. */
  | 'open_in_part'
  | 'open';

/** What is known of an application in the organisation, as far as errors tell. */
export type ApplicationState =
  | 'ready'
  /** Not in the organisation, or not consented to. Entra gives one error for both. */
  | 'missing'
  /** In the organisation, but this administrator is not assigned to it. */
  | 'not_assigned'
  /** No self-check has come that far. */
  | 'unknown';

/** Everything that the administration page derives from. */
export interface AdminMetadata {
  readonly session: AdminSession;
  readonly isTenantAllowed: boolean;
  readonly policy: Policy;
  readonly report: CheckReport | undefined;
}

/** What the page shows of it. */
export interface AdminState {
  readonly connector: ConnectorState;
  readonly client: ApplicationState;
  /** Undefined where Entra did not say what is granted. */
  readonly granted: GrantedPermissions | undefined;
  /** Asked for and not granted. */
  readonly missing: readonly GraphPermission[];
}

/** Entra may grant it along with the sign-in to this very page. */
const signInPermission: GraphPermission = 'User.Read';

/** Puts together what is known. */
export function getAdminState({ session, isTenantAllowed, policy, report }: AdminMetadata): AdminState {
  // The exchange tells what counts; the sign-in to the page tells the same where it does not come that far.
  const names = report?.granted ?? session.granted;
  const granted = names && grantedPermissions(names, policy.disabledPermissions);
  const consented = names && grantedPermissions(names);
  const missing = consented ? requestedPermissions.filter((name) => !consented.has(name)) : [];
  const client = clientStateOf(report);
  return { granted, missing, client, connector: connector() };

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

function clientStateOf(report: CheckReport | undefined): ApplicationState {
  const step = report?.steps[0];
  if (!step) return 'unknown';
  if (step.outcome === 'ok') return 'ready';
  if (step.reason === 'not_assigned') return 'not_assigned';
  return missingReasons.has(step.reason ?? '') ? 'missing' : 'unknown';
}
