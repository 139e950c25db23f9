import { expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import { createActivityLog } from '../../../src/tenants/activity-log.ts';
import type { Activity } from '../../../src/tenants/activity-store.ts';

const tenant = '0c0a0000-0000-4000-8000-00000000c0a0';

/** Counters that an audit event adds to. */
function countsOf(event: Partial<AuditEvent>): Activity['counts'] {
  const recorded: Activity[] = [];
  const log = createActivityLog({
    auditLog: { write: () => {}, writeContentRead: () => {}, writeError: () => {} },
    policies: {
      recordActivity: async (_: unknown, activity: Activity) => void recorded.push(activity),
    } as never,
    isTenantAllowed: () => true,
    waitUntil: () => {},
  });
  log.write({ tenantId: tenant, outcome: 'refused', ...event } as AuditEvent);
  return recorded.flatMap(({ counts }) => counts);
}

it.each([
  ['sign_in.callback', 'network'],
  ['sign_in.authorize', 'network'],
  ['me.sign_in', 'network'],
  ['admin.sign_in', 'network'],
  ['tools/call', 'network_at_mcp'],
  ['initialize', 'network_at_mcp'],
  ['unknown', 'network_at_mcp'],
])('createActivityLog counts a network denial of %s for the rule %s', (operation, name) => {
  expect(countsOf({ operation, reason: 'network_not_allowed' })).toEqual([{ kind: 'refused', name }]);
  expect(countsOf({ operation, outcome: 'ok', reported: ['network_not_allowed'] })).toEqual([
    { kind: 'reported', name },
  ]);
});

it('createActivityLog counts other denials by their reason', () => {
  expect(countsOf({ operation: 'tools/call', reason: 'directory_role' })).toEqual([
    { kind: 'refused', name: 'directory_role' },
  ]);
  expect(countsOf({ operation: 'tools/call', reason: 'rate_limited' })).toEqual([]);
});
