import { beforeEach, describe, expect, it } from 'vitest';
import { createBoundClientCredentials } from '../../../src/tenants/bound-client.ts';
import { type PolicyChange, getChangeDefinition } from '../../../src/tenants/policy.ts';
import { policyName } from '../../../src/tenants/tenant-policy.ts';
import { resetUpstream, upstream } from '../vault/upstream.ts';
import { actor, decide, newTenant, policies, policyNamespace } from './policies.ts';

const guid = '90000000-0000-4000-8000-000000000001';

beforeEach(resetUpstream);

describe('getChangeDefinition', () => {
  it.each<[PolicyChange['kind'], readonly string[], readonly string[]]>([
    ['tool_off', ['a', 'read_resource', 'a1', 'a'.repeat(64)], ['', 'A', '1a', '_a', 'a b', 'a'.repeat(65)]],
    [
      'permission_off',
      ['Mail.Read', 'Files.Read.All', `${'A'.repeat(40)}.B`, 'A.B.C.D.E'],
      ['Mail', 'Mail.', '.Read', 'Mail.Read2', `${'A'.repeat(41)}.B`, 'A.B.C.D.E.F', ' Mail.Read'],
    ],
    ['allow_group', [guid], ['', 'x', guid.toUpperCase().replace('9', 'A'), `${guid} `]],
    [
      'allow_network',
      ['192.0.2.0/24', '2001:db8::/32'],
      ['', '192.0.2.1/24', '192.0.2.0', '2001:DB8::/32', '0.0.0.0/33'],
    ],
    [
      'rule_on',
      ['bound_client', 'network', 'network_at_mcp', 'directory_role'],
      ['', 'boundClient', 'toString'],
    ],
    ['withhold_label', [guid], ['', 'Secret']],
    ['unbind_client', [createBoundClientCredentials(newTenant()).clientId], ['', 'bound_x', 'dcr_x']],
    ['revoke_user', [guid], ['', 'x']],
  ])('%s has a subject', (kind, valid, invalid) => {
    for (const subject of valid) expect(getChangeDefinition({ kind, subject }), subject).toBeDefined();
    for (const subject of [undefined, ...invalid])
      expect(getChangeDefinition({ kind, subject }), subject).toBeUndefined();
  });

  it.each<PolicyChange['kind']>([
    'disable',
    'enable',
    'withhold_other_labels',
    'show_other_labels',
    'revoke_everybody',
    'reread_permissions',
  ])('%s has no subject', (kind) => {
    expect(getChangeDefinition({ kind })).toBeDefined();
    for (const subject of ['', 'x']) expect(getChangeDefinition({ kind, subject })).toBeUndefined();
  });
});

describe('TenantPolicy', () => {
  it('accepts no call with the id of another tenant', async () => {
    const stub = policyNamespace.getByName(`v1/${newTenant()}`);
    const other = newTenant();
    const calls = [
      async () => await stub.names(other),
      async () => await stub.boundClients(other),
      async () => await stub.findBoundClient(other, 'bound_x'),
      async () => await stub.recordActivity(other, { counts: [] }),
      async () => await stub.activity(other),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow('another tenant');
  });

  it('returns at most a hundred changes', async () => {
    const tenant = newTenant();
    for (let number = 0; number < 51; number += 1) {
      await decide(tenant, 'disable');
      await decide(tenant, 'enable');
    }
    expect(await policies.changes(tenant, 1000)).toHaveLength(100);
    expect(await policies.changes(tenant, 2)).toHaveLength(2);
  });

  it('changes a listed label when the list is full, and keeps a name of 60 characters', async () => {
    const tenant = newTenant();
    const idOf = (number: number) => guid.replace(/.{2}$/, String(number + 10));
    for (let number = 0; number < 40; number += 1) await decide(tenant, 'withhold_label', idOf(number));
    expect(await decide(tenant, 'show_label', idOf(40))).toBe('full');
    const labelName = 'x'.repeat(60);
    const change = { kind: 'show_label', subject: idOf(39) } as const;
    expect(await policies.change({ tenantId: tenant, change, actor, labelName })).toBe('changed');
    expect(await policies.change({ tenantId: tenant, change, actor, labelName })).toBe('unchanged');
    expect((await policies.read(tenant)).labelRules?.labels.at(-1)).toEqual({
      id: idOf(39),
      name: labelName,
      isWithheld: false,
    });
  });

  it('has rules with a network alone, and with a rule alone', async () => {
    const off = { boundClient: 'off', network: 'off', networkAtMcp: 'off', directoryRole: 'off' };
    const [one, other] = [newTenant(), newTenant()];
    await decide(one, 'allow_network', '192.0.2.0/24');
    expect((await policies.read(one)).rules).toEqual({ ...off, networks: ['192.0.2.0/24'] });
    await decide(other, 'rule_on', 'network_at_mcp');
    expect((await policies.read(other)).rules).toEqual({ ...off, networkAtMcp: 'on', networks: [] });
    expect(await decide(other, 'rule_off', 'network')).toBe('unchanged');
  });

  it('lists bound clients in the order of their creation', async () => {
    const tenant = newTenant();
    const startMs = upstream.nowMs;
    const ids: string[] = [];
    for (const name of ['First', 'Second', 'Third']) {
      const { clientId } = createBoundClientCredentials(tenant);
      ids.push(clientId);
      const change = { kind: 'bind_client', subject: clientId } as const;
      const boundClient = { name, secretHash: 'hash' };
      await policies.change({ tenantId: tenant, change, actor, boundClient });
      upstream.nowMs += 1000;
    }
    expect(await policies.boundClients(tenant)).toEqual([
      { clientId: ids[0], name: 'First', createdAtMs: startMs },
      { clientId: ids[1], name: 'Second', createdAtMs: startMs + 1000 },
      { clientId: ids[2], name: 'Third', createdAtMs: startMs + 2000 },
    ]);
  });

  it('returns the sealed names of listed groups and users', async () => {
    const tenant = newTenant();
    const change = { kind: 'allow_group', subject: guid } as const;
    await policies.change({ tenantId: tenant, change, actor, sealedName: 'sealed group' });
    await decide(tenant, 'allow_user', guid.replace('9', '8'));
    expect(await policies.names(tenant)).toEqual({ [guid]: 'sealed group' });
  });
});

describe('policyName', () => {
  it.each(['', 'x', `${guid}\n`, guid.replace('9', 'A'), undefined])('rejects %j', (tenantId) => {
    expect(() => policyName(tenantId as never)).toThrow(TypeError);
  });
});
