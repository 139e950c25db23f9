declare const brand: unique symbol;

/** A validated GUID in lower case. */
export type Guid = string & { readonly [brand]: 'Guid' };
/** The `tid` of a verified token. */
export type TenantId = Guid & { readonly [brand]: 'Guid'; readonly tenant: true };
/** The `oid` of a verified token: a user within one tenant. */
export type ObjectId = Guid & { readonly [brand]: 'Guid'; readonly object: true };

const canonicalGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the value is a GUID in canonical, lower-case form. Names of Durable Objects are built only from such GUIDs. */
export function isGuid(value: unknown): value is Guid {
  return typeof value === 'string' && canonicalGuid.test(value);
}

/** The value as a tenant id, or undefined if it is not a GUID. */
export function tenantId(value: unknown): TenantId | undefined {
  return isGuid(value) ? (value as TenantId) : undefined;
}

/** The value as an object id, or undefined if it is not a GUID. */
export function objectId(value: unknown): ObjectId | undefined {
  return isGuid(value) ? (value as ObjectId) : undefined;
}

/** A user of a tenant. */
export interface User {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}
