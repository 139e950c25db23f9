import { isGuid, type ObjectId, type TenantId } from '../lib/guid.ts';

/**
 * The name of a person's vault object, `v1/<tid>/<oid>`. Both parts are canonical lower-case GUIDs, so no two people
 * share a name.
 * @throws TypeError for anything else, whatever the types promised: this comes over RPC too.
 */
export function vaultName(tenantId: TenantId, objectId: ObjectId): string {
  if (!isGuid(tenantId) || !isGuid(objectId)) {
    throw new TypeError('A vault is named by a tenant id and an object id.');
  }
  return `v1/${tenantId}/${objectId}`;
}
