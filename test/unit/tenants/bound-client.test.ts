import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../src/lib/guid.ts';
import {
  createBoundClientCredentials,
  hashSecret,
  isBoundClientId,
  tenantOfBoundClient,
} from '../../../src/tenants/bound-client.ts';

const tenant = '0c0a0000-0000-4000-8000-00000000c0a0' as TenantId;

describe('createBoundClientCredentials', () => {
  it('puts the tenant into the client id, and never creates the same credentials twice', () => {
    const [one, other] = [createBoundClientCredentials(tenant), createBoundClientCredentials(tenant)];
    expect(tenantOfBoundClient(one.clientId)).toBe(tenant);
    expect(one.clientId).toMatch(/^bound_[\w-]{38}$/);
    expect(one.secret).toMatch(/^m365s_[\w-]{43}$/);
    expect(other.clientId).not.toBe(one.clientId);
    expect(other.secret).not.toBe(one.secret);
  });

  it('hashes a secret to 256 bits', async () => {
    expect(await hashSecret('a')).toBe('ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs');
  });
});

describe('isBoundClientId', () => {
  it.each(['', 'bound_', 'bound_short', 'dcr_x', `bound_${'!'.repeat(38)}`, 'https://claude.ai/client.json'])(
    'is false for %j',
    (clientId) => {
      expect(isBoundClientId(clientId)).toBe(false);
    },
  );
});
