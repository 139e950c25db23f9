import { beforeEach, describe, expect, it } from 'vitest';
import type { PolicyChange } from '../../../src/tenants/policy.ts';
import type { RequestOrigin } from '../../../src/vault/messages.ts';
import { newUser, tokenRequest, vaultOf } from '../vault/users.ts';
import { resetUpstream, upstream } from '../vault/upstream.ts';
import { decide } from './policies.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

beforeEach(resetUpstream);

/** A request of a user whose tenant made the changes. */
async function requestAfter(changes: readonly (readonly [PolicyChange['kind'], string])[]) {
  const request = tokenRequest(newUser());
  for (const [kind, subject] of changes) await decide(request.tenantId, kind, subject);
  return request;
}

describe('TokenVault.graphToken with access rules of the tenant', () => {
  it.each<[string, readonly (readonly [PolicyChange['kind'], string])[], RequestOrigin, string]>([
    [
      'from another network',
      [
        ['allow_network', '192.0.2.0/24'],
        ['rule_on', 'network_at_mcp'],
      ],
      { address: '198.51.100.7' },
      'network_not_allowed',
    ],
    ['of unknown origin', [['rule_on', 'network_at_mcp']], {}, 'network_not_allowed'],
    [
      'of an administrator',
      [['rule_on', 'directory_role']],
      { directoryRoles: [globalAdministrator] },
      'directory_role',
    ],
  ])('denies a request %s, and makes no exchange', async (_case, changes, access, reason) => {
    const request = await requestAfter(changes);
    expect(await vaultOf(request).graphToken({ ...request, access })).toEqual({ ok: false, reason });
    expect(upstream.exchanges).toEqual([]);
  });

  it.each<[string, readonly (readonly [PolicyChange['kind'], string])[], RequestOrigin]>([
    [
      'from an allowed network',
      [
        ['allow_network', '192.0.2.0/24'],
        ['rule_on', 'network_at_mcp'],
      ],
      { address: '192.0.2.7' },
    ],
    ['of a tenant whose rule is for sign-ins', [['rule_on', 'network']], { address: '198.51.100.7' }],
    ['of a tenant without rules', [], { address: '198.51.100.7', directoryRoles: [globalAdministrator] }],
  ])('returns a token without reports for a request %s', async (_case, changes, access) => {
    const request = await requestAfter(changes);
    const result = await vaultOf(request).graphToken({ ...request, access });
    expect(result).toMatchObject({ ok: true });
    expect(result).not.toHaveProperty('reported');
  });

  it('reports a rule that is not enforced, for an exchanged and for a stored token', async () => {
    const request = await requestAfter([
      ['rule_report', 'network_at_mcp'],
      ['rule_report', 'directory_role'],
    ]);
    const access = { address: '198.51.100.7', directoryRoles: [globalAdministrator] };
    const reported = ['network_not_allowed', 'directory_role'];
    expect(await vaultOf(request).graphToken({ ...request, access })).toMatchObject({
      exchanged: true,
      reported,
    });
    expect(await vaultOf(request).graphToken({ ...request, access, isPolicyPending: true })).toMatchObject({
      exchanged: false,
      reported,
    });
  });

  it('checks no rule and reports none for a request that is not at /mcp', async () => {
    const request = await requestAfter([
      ['rule_on', 'network_at_mcp'],
      ['rule_report', 'directory_role'],
    ]);
    const result = await vaultOf(request).graphToken(request);
    expect(result).toMatchObject({ ok: true });
    expect(result).not.toHaveProperty('reported');
  });

  it('denies a stored token after the rule is enforced', async () => {
    const request = { ...tokenRequest(newUser()), access: { address: '198.51.100.7' } };
    expect(await vaultOf(request).graphToken(request)).toMatchObject({ ok: true });
    await decide(request.tenantId, 'rule_on', 'network_at_mcp');
    upstream.nowMs += 10_000;
    expect(await vaultOf(request).graphToken(request)).toEqual({
      ok: false,
      reason: 'network_not_allowed',
    });
  });
});
