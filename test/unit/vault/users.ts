import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { encodeBase64Url } from '../../../src/crypto/encoding.ts';
import type { Assertion } from '../../../src/entra/caller.ts';
import type { ObjectId, TenantId } from '../../../src/lib/guid.ts';
import type { User } from '../../../src/lib/guid.ts';
import {
  type GraphTokenRequest,
  type RecordIssueRequest,
  type RevokeRequest,
  type TimeZoneRequest,
  vaultName,
} from '../../../src/vault/messages.ts';
import type { TokenVault } from '../../../src/vault/vault.ts';
import { upstream } from './upstream.ts';

/** A Worker that asks for a token, to be hung up on. */
export const asker = (exports as unknown as { readonly Asker: Fetcher }).Asker;

export const namespace = (env as unknown as { readonly TOKEN_VAULT: DurableObjectNamespace<TokenVault> })
  .TOKEN_VAULT;

/** A person of their own for each test. */
export function newUser(tenantId: string = crypto.randomUUID()): User {
  return { tenantId: tenantId as TenantId, objectId: crypto.randomUUID() as ObjectId };
}

/** Looks like an access token: three parts, the last as long and as random as an RSA signature. */
export function newAssertion(): Assertion {
  const signature = encodeBase64Url(crypto.getRandomValues(new Uint8Array(256)));
  return `${btoa('{"typ":"JWT"}')}.${btoa('{"scp":"access_as_user"}')}.${signature}` as Assertion;
}

/** A wish with an access token of an hour, issued just now unless told otherwise. */
export function tokenRequest(person: User, assertion: Assertion = newAssertion()): GraphTokenRequest {
  return {
    ...person,
    assertion,
    assertionExpiresAtMs: upstream.nowMs + 60 * 60_000,
    issuedAtMs: upstream.nowMs - 1000,
    correlationId: crypto.randomUUID(),
  };
}

/** A fresh stub of a person's vault. */
export function stubOf({ tenantId, objectId }: User): DurableObjectStub<TokenVault> {
  return namespace.getByName(vaultName(tenantId, objectId));
}

/** A person's vault. Its answers are plain promises: what RPC gives is more, and an assertion on it floats. */
export function vaultOf(person: User) {
  const stub = stubOf(person);
  return {
    graphToken: async (request: GraphTokenRequest) => await stub.graphToken(request),
    rememberTimeZone: async (note: TimeZoneRequest) => await stub.rememberTimeZone(note),
    recordIssue: async (issue: RecordIssueRequest) => await stub.recordIssue(issue),
    revoke: async (revocation: RevokeRequest) => await stub.revoke(revocation),
  };
}

/** Runs SQL in a person's vault and gives back the rows. */
export async function sqlIn(
  person: User,
  query: string,
  ...bindings: readonly SqlStorageValue[]
): Promise<readonly Record<string, SqlStorageValue>[]> {
  return await runInDurableObject(stubOf(person), (_vault, state) =>
    state.storage.sql.exec(query, ...bindings).toArray(),
  );
}

/** When the alarm of a person's vault rings. */
export async function alarmOf(person: User): Promise<number | null> {
  return await runInDurableObject(stubOf(person), (_vault, state) => state.storage.getAlarm());
}

/** Kills a person's vault as a crash or a deployment does: nothing of its memory is left, and no goodbye. */
export async function crash(person: User): Promise<void> {
  await runInDurableObject(stubOf(person), (_vault, state) => state.abort('crash')).catch(() => undefined);
}
