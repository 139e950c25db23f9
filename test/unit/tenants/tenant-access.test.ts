import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../src/lib/guid.ts';
import { createBoundClientCredentials, hashSecret } from '../../../src/tenants/bound-client.ts';
import { defaultAccessRules } from '../../../src/tenants/access-rules.ts';
import type { NewBoundClient } from '../../../src/tenants/bound-client.ts';
import type { Policy } from '../../../src/tenants/policy.ts';
import { createTenantAccess } from '../../../src/tenants/tenant-access.ts';
import type { TenantPolicies } from '../../../src/tenants/tenant-policies.ts';

const tenant = '11111111-2222-4333-8444-555555555555' as TenantId;
const otherTenant = '99999999-2222-4333-8444-555555555555' as TenantId;

/** The checks on policies in memory, with the tenants whose policy object was read. */
function createFixture(policy: Partial<Policy> = {}, clients: Readonly<Record<string, NewBoundClient>> = {}) {
  const requested: TenantId[] = [];
  const policies: Pick<TenantPolicies, 'read' | 'findBoundClient'> = {
    read: async (tenantId) => {
      requested.push(tenantId);
      return policy as Policy;
    },
    findBoundClient: async (tenantId, clientId) => {
      requested.push(tenantId);
      return clients[clientId];
    },
  };
  return { requested, access: createTenantAccess(policies as TenantPolicies, (id) => id === tenant) };
}

describe('createTenantAccess', () => {
  it('authenticates a bound client by its own secret only', async () => {
    const { clientId, secret } = createBoundClientCredentials(tenant);
    const other = createBoundClientCredentials(tenant);
    const { access } = createFixture(
      {},
      { [clientId]: { name: 'Chat', secretHash: await hashSecret(secret) } },
    );
    expect(await access.findBoundClient(clientId)).toBe('Chat');
    expect(await access.authenticate(clientId, secret)).toBe(true);
    for (const wrong of [undefined, '', other.secret, `${secret} `]) {
      expect(await access.authenticate(clientId, wrong)).toBe(false);
    }
    expect(await access.authenticate(other.clientId, secret)).toBe(false);
    expect(await access.findBoundClient(other.clientId)).toBeUndefined();
  });

  it('accepts a client that is not bound, with any secret', async () => {
    const { access, requested } = createFixture();
    expect(await access.authenticate('https://claude.ai/oauth/mcp-oauth-client-metadata', 'x')).toBe(true);
    expect(await access.findBoundClient('dcr_x')).toBeUndefined();
    expect(requested).toEqual([]);
  });

  it('creates no policy object of a tenant that a client id invents', async () => {
    const { access, requested } = createFixture();
    const { clientId, secret } = createBoundClientCredentials(otherTenant);
    expect(await access.findBoundClient(clientId)).toBeUndefined();
    expect(await access.authenticate(clientId, secret)).toBe(false);
    expect(requested).toEqual([]);
  });

  it('denies a client that another tenant has bound before it reads a policy', async () => {
    const { access, requested } = createFixture();
    const { clientId } = createBoundClientCredentials(otherTenant);
    expect(await access.check(tenant, { at: 'token', clientId })).toEqual({
      denial: 'client_not_bound',
      reported: [],
    });
    expect(requested).toEqual([]);
  });

  it('applies the rules of the tenant to a client and to a page', async () => {
    const networks = ['203.0.113.0/24'];
    const rules = { ...defaultAccessRules, boundClient: 'on', network: 'report', networks } as const;
    const { access } = createFixture({ rules });
    const address = '198.51.100.1';
    const attempt = { at: 'sign_in', clientId: 'dcr_x', address } as const;
    expect(await access.check(tenant, attempt)).toEqual({
      denial: 'client_not_bound',
      reported: ['network_not_allowed'],
    });
    const { clientId } = createBoundClientCredentials(tenant);
    expect(await access.check(tenant, { ...attempt, clientId })).toMatchObject({ denial: undefined });
    expect(await access.checkPage(tenant, address)).toMatchObject({ reported: ['network_not_allowed'] });
    expect(await access.checkPage(tenant, '203.0.113.9')).toMatchObject({ reported: [] });
  });

  it('admits everybody without rules', async () => {
    const { access } = createFixture();
    const { clientId } = createBoundClientCredentials(tenant);
    const admitted = { denial: undefined, reported: [] };
    expect(await access.check(tenant, { at: 'sign_in', clientId })).toEqual(admitted);
    expect(await access.check(tenant, { at: 'sign_in', clientId: 'dcr_x' })).toEqual(admitted);
    expect(await access.checkPage(tenant, undefined)).toEqual(admitted);
  });
});
