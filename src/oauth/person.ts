import type { ObjectId, TenantId } from '../lib/guid.ts';

/** A person within a tenant, as a verified token named them. */
export interface Person {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** Whether two values name the same person. The same object id in another tenant is somebody else. */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.tenantId === other.tenantId && one.objectId === other.objectId;
}
