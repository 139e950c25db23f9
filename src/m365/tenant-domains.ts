import { z } from 'zod';
import type { GraphClient } from '../graph/client.ts';
import { listPage } from '../graph/paging.ts';
import { graphPath } from '../graph/path.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import { nullishString } from '../graph/nullish.ts';

const organization = z.object({
  verifiedDomains: z.array(z.object({ name: nullishString })).nullish(),
});

/** Domains of the tenants whose users called this isolate. */
export interface TenantDomains {
  /** In lower case. Undefined when they cannot be read; Graph is requested again after a while. */
  read(
    tenantId: string,
    graph: GraphClient,
    granted: GrantedPermissions,
  ): Promise<ReadonlySet<string> | undefined>;
}

interface Entry {
  readonly domains: ReadonlySet<string> | undefined;
  readonly untilMs: number;
}

const lifetimeMs = 24 * 3_600_000;
const retryMs = 10 * 60_000;
const maxWaitMs = 2000;
const maxTenants = 500;

/** In the memory of the isolate, by tenant id, for a day; after an error for ten minutes. */
export function createTenantDomains(clock: Clock): TenantDomains {
  const entries = new Map<string, Entry>();
  return {
    async read(tenantId, graph, granted) {
      const known = entries.get(tenantId);
      if (known && known.untilMs > clock.nowMs()) return known.domains;
      if (!granted.has('User.Read')) return undefined;
      const domains = await Promise.race([readVerifiedDomains(graph).catch(() => undefined), timeout()]);
      if (entries.size >= maxTenants) entries.clear();
      entries.set(tenantId, { domains, untilMs: clock.nowMs() + (domains ? lifetimeMs : retryMs) });
      return domains;
    },
  };
}

/** The domains improve a hint: a result does not wait longer for them. */
async function timeout(): Promise<undefined> {
  await new Promise((resolve) => {
    setTimeout(resolve, maxWaitMs);
  });
  return undefined;
}

/** @see https://learn.microsoft.com/graph/api/organization-list */
async function readVerifiedDomains(graph: GraphClient): Promise<ReadonlySet<string>> {
  const { value } = await graph.json({
    path: graphPath`/organization`,
    query: { $select: 'verifiedDomains' },
    schema: listPage(organization),
  });
  const names = value.flatMap(({ verifiedDomains }) => verifiedDomains ?? []);
  return new Set(names.flatMap(({ name }) => name?.toLowerCase() ?? []));
}
