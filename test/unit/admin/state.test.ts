import { describe, expect, it } from 'vitest';
import { getAdminState, type AdminMetadata } from '../../../src/admin/state.ts';
import { checkStepNames, type CheckReport } from '../../../src/admin/self-check.ts';
import type { AdminSession } from '../../../src/admin/session.ts';
import { requestedPermissions } from '../../../src/tenants/permissions.ts';

const everything = [...requestedPermissions];
const policy = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};

function session(granted: readonly string[] | undefined): AdminSession {
  return { granted } as unknown as AdminSession;
}

/** A self-check that comes so far, and then stops for a reason. */
function report(passed: number, reason?: string, granted?: readonly string[]): CheckReport {
  const steps = checkStepNames.map((name, index) => ({
    name,
    outcome: index < passed ? ('ok' as const) : index === passed ? ('failed' as const) : ('skipped' as const),
    ...(index === passed && reason !== undefined ? { reason } : {}),
  }));
  return { tenantId: '', objectId: '', atMs: 0, steps, granted };
}

const open: AdminMetadata = {
  session: session(everything),
  isTenantAllowed: true,
  policy,
  report: report(5, undefined, everything),
};

describe('connectorState', () => {
  it.each<[string, Partial<AdminMetadata>]>([
    ['open', {}],
    ['open', { report: undefined }],
    ['closed_by_operator', { isTenantAllowed: false }],
    ['unknown', { session: session(undefined), report: undefined }],
    ['not_set_up', { session: session([]), report: report(0, 'consent_step_up') }],
    ['not_set_up', { session: session(['User.Read', 'openid', 'profile']), report: undefined }],
    ['half_set_up', { report: report(0, 'application_missing') }],
    ['half_set_up', { session: session([]), report: report(2, 'consent_step_up') }],
    ['switched_off', { policy: { ...policy, enabled: false }, report: report(2, 'tenant_disabled') }],
    ['open_in_part', { session: session(['User.Read', 'Mail.Read']), report: undefined }],
    ['open_in_part', { policy: { ...policy, disabledTools: ['sharepoint_search'] } }],
    ['open_in_part', { policy: { ...policy, disabledPermissions: ['Mail.Read'] } }],
    // An error of the administrator alone does not close the connector to others.
    ['open', { report: report(0, 'blocked') }],
    ['open', { report: report(2, 'throttled') }],
  ])('is %s', (connector, facts) => {
    expect(getAdminState({ ...open, ...facts }).connector).toBe(connector);
  });

  it.each<[string, CheckReport | undefined]>([
    ['ready', report(1, 'tenant_not_allowed')],
    ['missing', report(0, 'consent_step_up')],
    ['missing', report(0, 'application_missing')],
    ['not_assigned', report(0, 'not_assigned')],
    ['unknown', report(0, 'unavailable')],
    ['unknown', undefined],
  ])('of the client application is %s', (client, report) => {
    expect(getAdminState({ ...open, report }).client).toBe(client);
  });

  it('uses the scopes of the exchange rather than those of the sign-in', () => {
    const state = getAdminState({ ...open, session: session(['User.Read']) });
    expect(state.missing).toEqual([]);
    const older = getAdminState({ ...open, report: report(0, 'blocked') });
    expect(older.missing).toEqual([]);
  });

  it('reports implied permissions as granted, and disabled ones as granted but not usable', () => {
    const { missing, granted } = getAdminState({
      ...open,
      report: undefined,
      session: session(everything.filter((name) => name !== 'Mail.ReadBasic')),
      policy: { ...policy, disabledPermissions: ['Mail.Read'] },
    });
    expect(missing).toEqual([]);
    expect(granted?.has('Mail.Read')).toBe(false);
    expect(granted?.has('Mail.ReadBasic')).toBe(false);
  });
});
