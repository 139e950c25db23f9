declare const brand: unique symbol;

/** A lower-case GUID, validated. */
export type Guid = string & { readonly [brand]: 'Guid' };
/** The `tid` of a verified token. */
export type TenantId = Guid & { readonly [brand]: 'Guid'; readonly tenant: true };
/** The `oid` of a verified token: a person within one tenant. */
export type ObjectId = Guid & { readonly [brand]: 'Guid'; readonly object: true };

const canonicalGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the value is a GUID in its one canonical, lower-case spelling. Object names are built from nothing else. */
export function isGuid(value: unknown): value is Guid {
  return typeof value === 'string' && canonicalGuid.test(value);
}

/** The value as a tenant id, or undefined. */
export function tenantId(value: unknown): TenantId | undefined {
  return isGuid(value) ? (value as TenantId) : undefined;
}

/** The value as an object id, or undefined. */
export function objectId(value: unknown): ObjectId | undefined {
  return isGuid(value) ? (value as ObjectId) : undefined;
}
