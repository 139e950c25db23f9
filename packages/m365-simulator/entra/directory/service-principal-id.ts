import { seededGuid } from '../../graph/core/seeded-random.ts';

/** Object id of an application's service principal in a tenant. */
export function servicePrincipalId(tenantId: string, appId: string): string {
  return seededGuid(`servicePrincipal:${tenantId}:${appId}`);
}
