import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { createTenantDomains } from '../../../src/m365/tenant-domains.ts';
import { grantedPermissions } from '../../../src/tenants/granted-permissions.ts';
import { fakeGraph } from '../tools/fake-graph.ts';

const granted = grantedPermissions(['User.Read']);
const domains = { value: [{ verifiedDomains: [{ name: 'Contoso.example' }, { name: null }] }] };

describe('createTenantDomains', () => {
  it('reads the verified domains of a tenant once a day', async () => {
    let nowMs = 0;
    const tenants = createTenantDomains({ nowMs: () => nowMs });
    const graph = fakeGraph(() => domains);
    expect(await tenants.read('a', graph, granted)).toEqual(new Set(['contoso.example']));
    await tenants.read('a', graph, granted);
    expect(graph.requests).toHaveLength(1);
    await tenants.read('b', graph, granted);
    nowMs += 25 * 3_600_000;
    await tenants.read('a', graph, granted);
    expect(graph.requests.map(({ path, query }) => [path, query])).toEqual(
      Array.from({ length: 3 }, () => ['/organization', { $select: 'verifiedDomains' }]),
    );
  });

  it('returns undefined after an error, and requests again after ten minutes', async () => {
    let nowMs = 0;
    const tenants = createTenantDomains({ nowMs: () => nowMs });
    const graph = fakeGraph(() => new AppError('access_denied', 'x'));
    expect(await tenants.read('a', graph, granted)).toBeUndefined();
    expect(await tenants.read('a', graph, granted)).toBeUndefined();
    expect(graph.requests).toHaveLength(1);
    nowMs += 11 * 60_000;
    expect(
      await tenants.read(
        'a',
        fakeGraph(() => domains),
        granted,
      ),
    ).toEqual(new Set(['contoso.example']));
  });

  it('sends no request without User.Read', async () => {
    const graph = fakeGraph(() => domains);
    const tenants = createTenantDomains({ nowMs: () => 0 });
    expect(await tenants.read('a', graph, grantedPermissions(['Mail.Read']))).toBeUndefined();
    expect(graph.requests).toEqual([]);
  });
});
