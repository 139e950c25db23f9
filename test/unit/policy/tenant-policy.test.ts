import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivityKind } from '../../../src/tenants/activity-store.ts';
import { createBoundClientCredentials } from '../../../src/tenants/bound-client.ts';
import { checkPolicy } from '../../../src/tenants/policy.ts';
import type { PolicyChange } from '../../../src/tenants/policy.ts';
import { resetUpstream, upstream } from '../vault/upstream.ts';
import { actor, decide, newTenant, policies, policyNamespace, sqlInPolicy } from './policies.ts';

const open = {
  enabled: true,
  disabledTools: [],
  disabledPermissions: [],
  allowedGroups: [],
  allowedUsers: [],
  revokedBeforeMs: 0,
};
const group = '90000000-0000-4000-8000-000000000001';

beforeEach(resetUpstream);

describe('TenantPolicy', () => {
  it('stores nothing when an invented client id names its tenant', async () => {
    const tenant = newTenant();
    const { clientId } = createBoundClientCredentials(tenant);
    expect(await policies.findBoundClient(tenant, clientId)).toBeUndefined();
    const tables = "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
    expect(await sqlInPolicy(tenant, tables)).toEqual([]);
    await policies.read(tenant);
    expect(await sqlInPolicy(tenant, tables)).not.toEqual([]);
  });

  it('restricts nothing without changes', async () => {
    expect(await policies.read(newTenant())).toEqual(open);
  });

  it.each<[PolicyChange['kind'], PolicyChange['kind'], string | undefined, object]>([
    ['disable', 'enable', undefined, { enabled: false }],
    ['tool_off', 'tool_on', 'sharepoint_search', { disabledTools: ['sharepoint_search'] }],
    ['permission_off', 'permission_on', 'Mail.Read', { disabledPermissions: ['Mail.Read'] }],
    ['allow_group', 'disallow_group', group, { allowedGroups: [group] }],
    ['allow_user', 'disallow_user', group, { allowedUsers: [group] }],
  ])('changes by %s and back by %s, once each', async (there, back, subject, narrowed) => {
    const tenant = newTenant();
    expect(await decide(tenant, there, subject)).toBe('changed');
    expect(await decide(tenant, there, subject)).toBe('unchanged');
    expect(await policies.read(tenant)).toEqual({ ...open, ...narrowed });
    expect(await decide(tenant, back, subject)).toBe('changed');
    expect(await decide(tenant, back, subject)).toBe('unchanged');
    expect(await policies.read(tenant)).toEqual(open);
    expect((await policies.changes(tenant, 10)).map(({ kind }) => kind)).toEqual([back, there]);
  });

  it('rejects everybody up to a revocation, and never moves it to an earlier time', async () => {
    const tenant = newTenant();
    const startMs = upstream.nowMs;
    await decide(tenant, 'revoke_everybody');
    upstream.nowMs -= 60_000;
    await decide(tenant, 'revoke_everybody');
    expect(await policies.read(tenant)).toEqual({ ...open, revokedBeforeMs: startMs });
  });

  it('returns the change history with actor and time, latest first', async () => {
    const tenant = newTenant();
    const startMs = upstream.nowMs;
    await decide(tenant, 'tool_off', 'sharepoint_search');
    upstream.nowMs += 1000;
    await decide(tenant, 'revoke_user', group);
    expect(await policies.changes(tenant, 10)).toEqual([
      { kind: 'revoke_user', subject: group, atMs: startMs + 1000, actor },
      { kind: 'tool_off', subject: 'sharepoint_search', atMs: startMs, actor },
    ]);
    expect(await policies.changes(tenant, 1)).toHaveLength(1);
  });

  it('keeps the newest 500 changes', async () => {
    const tenant = newTenant();
    for (let turn = 0; turn < 251; turn += 1) {
      await decide(tenant, 'disable');
      await decide(tenant, 'enable');
    }
    const [{ kept, oldest } = {}] = await sqlInPolicy(
      tenant,
      'SELECT count(*) AS kept, min(number) AS oldest FROM change',
    );
    expect({ kept, oldest }).toEqual({ kept: 500, oldest: 3 });
  });

  it('accepts 100 groups and rejects the next', async () => {
    const tenant = newTenant();
    for (let number = 0; number < 100; number += 1) {
      expect(await decide(tenant, 'allow_group', crypto.randomUUID())).toBe('changed');
    }
    expect(await decide(tenant, 'allow_group', group)).toBe('full');
    expect(await policies.changes(tenant, 1)).not.toMatchObject([{ subject: group }]);
  });

  it.each<[string, string, string | undefined]>([
    ['an unknown kind', 'open_everything', undefined],
    ['a member of every object', 'constructor', undefined],
    ['a tool without a name', 'tool_off', undefined],
    ['a tool that is not a name', 'tool_off', "x'; DROP TABLE restriction"],
    ['a permission that is not a name', 'permission_off', 'Mail.Read\n'],
    ['a group that is not a GUID', 'allow_group', 'everybody'],
    ['a GUID in capitals', 'allow_user', 'ABCDEF00-0000-4000-8000-000000000000'],
    ['a subject where there is none', 'disable', 'sharepoint_search'],
  ])('refuses %s', async (_case, kind, subject) => {
    const tenant = newTenant();
    await expect(decide(tenant, kind as PolicyChange['kind'], subject)).rejects.toThrow('could not be read');
    expect(await policies.read(tenant)).toEqual(open);
    expect(await policies.changes(tenant, 10)).toEqual([]);
  });

  it.each(['an eviction', 'a crash'])('survives %s once it is acknowledged', async (end) => {
    const tenant = newTenant();
    await decide(tenant, 'disable');
    const stub = policyNamespace.getByName(`v1/${tenant}`);
    if (end === 'an eviction') await evictDurableObject(stub);
    else await runInDurableObject(stub, (_policy, state) => state.abort('crash')).catch(() => undefined);
    expect(await policies.read(tenant)).toMatchObject({ enabled: false });
  });

  it('does not acknowledge a change that could not be stored', async () => {
    const tenant = newTenant();
    await policies.read(tenant);
    await sqlInPolicy(
      tenant,
      `CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
    await expect(decide(tenant, 'disable')).rejects.toThrow('could not be read');
    expect(await policies.read(tenant)).toEqual(open);
  });

  it('rejects reads and changes by another tenant', async () => {
    const stub = policyNamespace.getByName(`v1/${newTenant()}`);
    const other = newTenant();
    await expect((async () => await stub.read(other))()).rejects.toThrow('another tenant');
    await expect((async () => await stub.changes(other, 1))()).rejects.toThrow('another tenant');
    await expect(
      (async () => await stub.change({ tenantId: other, change: { kind: 'disable' }, actor }))(),
    ).rejects.toThrow('another tenant');
  });
});

describe('policyDenial', () => {
  const person = { objectId: 'a0000000-0000-4000-8000-000000000001' };

  it.each<[string, object, object, string | undefined]>([
    ['everybody, as it stands', {}, {}, undefined],
    [
      'nobody when it is switched off',
      { enabled: false, allowedUsers: [person.objectId] },
      {},
      'tenant_disabled',
    ],
    ['a person who is named', { allowedUsers: [person.objectId] }, {}, undefined],
    ['nobody else', { allowedUsers: [group] }, {}, 'not_allowed'],
    ['a member of a group that is named', { allowedGroups: [group] }, { groupIds: [group] }, undefined],
    ['nobody of another group', { allowedGroups: [group] }, { groupIds: [person.objectId] }, 'not_allowed'],
    ['nobody without a group', { allowedGroups: [group] }, { groupIds: [] }, 'not_allowed'],
    ['nobody whose token names no groups', { allowedGroups: [group] }, {}, 'groups_unknown'],
    [
      'a person who is named, whatever the groups',
      { allowedGroups: [group], allowedUsers: [person.objectId] },
      {},
      undefined,
    ],
    ['nobody by a group among people', { allowedUsers: [group] }, { groupIds: [group] }, 'not_allowed'],
  ])('lets in %s', (_case, narrowed, facts, refusal) => {
    expect(checkPolicy({ ...open, ...narrowed }, { ...person, ...facts })).toBe(refusal);
  });
});

describe('the sensitivity labels of TenantPolicy', () => {
  const id = '2096f6a2-d2f7-48be-b329-b73aaa526e5d';
  const change = (tenantId: ReturnType<typeof newTenant>, kind: PolicyChange['kind'], labelName?: string) =>
    policies.change({
      tenantId,
      change: { kind, subject: id },
      actor,
      ...(labelName !== undefined && { labelName }),
    });

  it('lists a label with a name, withholds and shows it, and removes it, once each', async () => {
    const tenant = newTenant();
    const listed = (name: string, isWithheld: boolean) => ({
      ...open,
      labelRules: { labels: [{ id, name, isWithheld }], withholdsOthers: false },
    });
    expect(await change(tenant, 'withhold_label', 'Secret')).toBe('changed');
    expect(await change(tenant, 'withhold_label')).toBe('unchanged');
    expect(await policies.read(tenant)).toEqual(listed('Secret', true));
    expect(await change(tenant, 'show_label')).toBe('changed');
    expect(await policies.read(tenant)).toEqual(listed('Secret', false));
    expect(await change(tenant, 'show_label', 'Public')).toBe('changed');
    expect(await policies.read(tenant)).toEqual(listed('Public', false));
    expect(await change(tenant, 'unlist_label')).toBe('changed');
    expect(await change(tenant, 'unlist_label')).toBe('unchanged');
    expect(await policies.read(tenant)).toEqual(open);
  });

  it('withholds everything else, and shows it again', async () => {
    const tenant = newTenant();
    expect(await decide(tenant, 'withhold_other_labels')).toBe('changed');
    expect((await policies.read(tenant)).labelRules).toEqual({ labels: [], withholdsOthers: true });
    expect(await decide(tenant, 'show_other_labels')).toBe('changed');
    expect(await policies.read(tenant)).toEqual(open);
  });

  it('lists at most 40 labels with names of at most 60 characters', async () => {
    const tenant = newTenant();
    for (let index = 0; index < 40; index += 1) {
      await decide(tenant, 'withhold_label', id.replace(/^.{8}/, String(10_000_000 + index)));
    }
    expect(await change(tenant, 'withhold_label')).toBe('full');
    await expect(change(newTenant(), 'show_label', 'x'.repeat(61))).rejects.toThrow();
    await expect(decide(tenant, 'withhold_label', 'Secret')).rejects.toThrow();
  });
});

describe('the access rules of TenantPolicy', () => {
  it('sets a rule to report, on and off, once each', async () => {
    const tenant = newTenant();
    expect(await decide(tenant, 'rule_report', 'bound_client')).toBe('changed');
    expect(await decide(tenant, 'rule_report', 'bound_client')).toBe('unchanged');
    expect((await policies.read(tenant)).rules).toMatchObject({ boundClient: 'report', network: 'off' });
    await decide(tenant, 'rule_on', 'bound_client');
    await decide(tenant, 'allow_network', '192.0.2.0/24');
    expect((await policies.read(tenant)).rules).toMatchObject({
      boundClient: 'on',
      networks: ['192.0.2.0/24'],
    });
    await decide(tenant, 'disallow_network', '192.0.2.0/24');
    await decide(tenant, 'rule_off', 'bound_client');
    expect(await policies.read(tenant)).toEqual(open);
  });

  it('stores a bound client with its name and the hash of its secret', async () => {
    const tenant = newTenant();
    const { clientId } = createBoundClientCredentials(tenant);
    const boundClient = { name: 'Claude', secretHash: 'hash' };
    const change = { kind: 'bind_client', subject: clientId } as const;
    expect(await policies.change({ tenantId: tenant, change, actor, boundClient })).toBe('changed');
    expect(await policies.boundClients(tenant)).toMatchObject([{ clientId, name: 'Claude' }]);
    expect(await policies.findBoundClient(tenant, clientId)).toEqual(boundClient);
    expect(await decide(tenant, 'unbind_client', clientId)).toBe('changed');
    expect(await policies.findBoundClient(tenant, clientId)).toBeUndefined();
  });

  it('binds twenty clients, each once, and unbinds each once', async () => {
    const tenant = newTenant();
    const boundClient = { name: 'Claude', secretHash: 'hash' };
    const bind = async (subject: string) =>
      await policies.change({
        tenantId: tenant,
        change: { kind: 'bind_client', subject },
        actor,
        boundClient,
      });
    const ids = Array.from({ length: 21 }, () => createBoundClientCredentials(tenant).clientId);
    const [first = '', last = ''] = [ids[0], ids[20]];
    for (const clientId of ids.slice(0, 19)) expect(await bind(clientId)).toBe('changed');
    expect(await bind(first)).toBe('unchanged');
    expect(await bind(ids[19] ?? '')).toBe('changed');
    expect(await bind(last)).toBe('full');
    expect(await policies.boundClients(tenant)).toHaveLength(20);
    expect(await decide(tenant, 'unbind_client', last)).toBe('unchanged');
    expect(await decide(tenant, 'unbind_client', first)).toBe('changed');
    expect(await decide(tenant, 'unbind_client', first)).toBe('unchanged');
    expect(await bind(last)).toBe('changed');
    const change = { kind: 'bind_client', subject: first } as const;
    await expect(policies.change({ tenantId: tenant, change, actor })).rejects.toMatchObject({
      cause: { message: 'The bound client is missing.' },
    });
  });

  it('raises the generation of Graph tokens with each re-reading of permissions', async () => {
    const tenant = newTenant();
    expect(await policies.read(tenant)).not.toHaveProperty('tokenGeneration');
    for (const tokenGeneration of [1, 2]) {
      expect(await decide(tenant, 'reread_permissions')).toBe('changed');
      expect(await policies.read(tenant)).toMatchObject({ tokenGeneration });
    }
  });

  it('stores names that look like SQL unchanged', async () => {
    const tenant = newTenant();
    const name = `'); DROP TABLE bound_client; -- " ? :1 $1 @1`;
    const { clientId } = createBoundClientCredentials(tenant);
    const boundClient = { name, secretHash: "' OR 1=1" };
    const change = { kind: 'bind_client', subject: clientId } as const;
    const sealedName = name;
    expect(await policies.change({ tenantId: tenant, change, actor, boundClient, sealedName })).toBe(
      'changed',
    );
    expect(await policies.findBoundClient(tenant, clientId)).toEqual(boundClient);
    expect(await policies.findBoundClient(tenant, "' OR 1=1 --")).toBeUndefined();
    expect(await policies.changes(tenant, 1)).toMatchObject([{ subject: clientId, sealedName }]);
  });

  it('keeps the name of a removed user in the log of changes', async () => {
    const tenant = newTenant();
    const change = { kind: 'allow_user', subject: group } as const;
    await policies.change({ tenantId: tenant, change, actor, sealedName: 'sealed' });
    await decide(tenant, 'disallow_user', group);
    expect(await policies.changes(tenant, 1)).toMatchObject([
      { kind: 'disallow_user', sealedName: 'sealed' },
    ]);
    expect(await policies.names(tenant)).toEqual({});
  });

  it('counts sign-ins, refusals and users of the last 30 days', async () => {
    const tenant = newTenant();
    const count = async (kind: ActivityKind, name: string, objectId?: string) =>
      policies.recordActivity(tenant, { counts: [{ kind, name }], ...(objectId && { objectId }) });
    await count('refused', 'blocked');
    upstream.nowMs += 31 * 24 * 60 * 60_000;
    await count('sign_in', '', group);
    await count('sign_in', '', group);
    await count('refused', 'client_not_bound');
    const { users, totals, days } = await policies.activity(tenant);
    expect(users).toBe(1);
    expect(totals).toMatchObject([
      { kind: 'sign_in', name: '', count: 2 },
      { kind: 'refused', name: 'client_not_bound', count: 1 },
    ]);
    expect(days).toMatchObject([{ signIns: 2, refused: 1 }]);
  });
});
