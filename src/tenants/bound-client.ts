import { decodeBase64Url, encodeBase64Url, randomId, sha256 } from '../crypto/encoding.ts';
import { type TenantId, tenantId } from '../lib/guid.ts';

/** A client that a tenant has bound: id and secret are typed into the organization's workspace of an assistant. */
export interface BoundClient {
  readonly clientId: string;
  /** Chosen by the administrator, for display only. */
  readonly name: string;
  readonly createdAtMs: number;
}

/** A bound client to be stored. The secret itself is stored nowhere. */
export interface NewBoundClient {
  readonly name: string;
  /** {@link hashSecret} */
  readonly secretHash: string;
}

const prefix = 'bound_';
const pattern = /^bound_([A-Za-z0-9_-]{22})[A-Za-z0-9_-]{16}$/;
const secretPrefix = 'm365s_';

/** Whether a client id has the syntax of a bound client. The client may not exist. */
export function isBoundClientId(clientId: string): boolean {
  return tenantOfBoundClient(clientId) !== undefined;
}

/** The tenant that bound a client, which the client id contains. Undefined for other client ids. */
export function tenantOfBoundClient(clientId: string): TenantId | undefined {
  const encoded = pattern.exec(clientId)?.[1];
  const bytes = encoded && decodeBase64Url(encoded);
  if (!bytes) return undefined;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return tenantId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}

/** A new client id for a tenant, and its secret. */
export function createBoundClientCredentials(tenant: TenantId): {
  readonly clientId: string;
  readonly secret: string;
} {
  const hex = tenant.replaceAll('-', '');
  const bytes = Uint8Array.from({ length: 16 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
  return {
    clientId: prefix + encodeBase64Url(bytes) + randomId().slice(0, 16),
    secret: secretPrefix + randomId(),
  };
}

/** SHA-256 of a secret. It has 256 random bits, so that a fast hash is enough. */
export async function hashSecret(secret: string): Promise<string> {
  return encodeBase64Url(await sha256(secret));
}
