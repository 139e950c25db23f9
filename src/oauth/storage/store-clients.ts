import { randomId } from '../../crypto/encoding.ts';
import { AppError } from '../../lib/app-error.ts';
import { type ObjectPlacement, callDurableObject, objectsByName } from '../../lib/durable-object.ts';
import { vaultName } from '../../vault/messages.ts';
import type { User } from '../../lib/guid.ts';
import type { GrantStore, SessionStore, UserStore } from '../stores.ts';
import type { BrowserSession } from './browser-session.ts';
import type { OAuthGrant } from './grant.ts';
import type { OAuthUser } from './user.ts';

/** The Durable Objects of one class, and where they are. */
export interface StoreOptions<Store extends OAuthGrant | OAuthUser | BrowserSession> {
  readonly namespace: DurableObjectNamespace<Store>;
  readonly placement?: ObjectPlacement | undefined;
}

/** Creates the store of grants. Every method throws AppError if the object does not respond. */
export function createGrantStore({ namespace, placement = {} }: StoreOptions<OAuthGrant>): GrantStore {
  const grantOf = objectsByName(namespace, placement);
  const call = <T>(grantId: string, method: (grant: DurableObjectStub<OAuthGrant>) => Promise<T>) =>
    callStore(() => method(grantOf(`v1/${grantId}`)));
  return {
    start: (grantId, rotationId, expiry) => {
      // The retry has the same key: it is not mistaken for a second authorization response.
      const idempotencyKey = randomId();
      return call(grantId, async (grant) => await grant.start({ ...expiry, rotationId, idempotencyKey }));
    },
    storeTokens: (grantId, rotationId, sealedTokens, expiry) =>
      call(grantId, async (grant) => await grant.storeTokens({ ...expiry, rotationId, sealedTokens })),
    takeTokens: (grantId, rotationId, nextRotationId, options) =>
      call(grantId, async (grant) => await grant.takeTokens({ ...options, rotationId, nextRotationId })),
    isActive: (grantId, rotationId, options) =>
      call(grantId, async (grant) => await grant.isActive({ ...options, rotationId })),
    rotate: (grantId, rotationId, nextRotationId, options) =>
      call(grantId, async (grant) => await grant.rotate({ ...options, rotationId, nextRotationId })),
    replayedAtMs: (grantId, nowMs) => call(grantId, async (grant) => await grant.replayedAtMs({ nowMs })),
    revoke: (grantId, expiresAtMs) => call(grantId, async (grant) => await grant.revoke({ expiresAtMs })),
  };
}

/** Creates the store of users. Every method throws AppError if the object does not respond. */
export function createUserStore({ namespace, placement = {} }: StoreOptions<OAuthUser>): UserStore {
  const userOf = objectsByName(namespace, placement);
  const call = <T>(
    { tenantId, objectId }: User,
    method: (user: DurableObjectStub<OAuthUser>) => Promise<T>,
  ) => callStore(() => method(userOf(vaultName(tenantId, objectId))));
  return {
    addStepUp: (owner, entry) => call(owner, async (user) => await user.addStepUp(entry)),
    findStepUp: (owner, handle, nowMs) => call(owner, async (user) => await user.findStepUp(handle, nowMs)),
    completeStepUp: (owner, handle, nowMs) =>
      call(owner, async (user) => await user.completeStepUp(handle, nowMs)),
    isStepUpPending: (owner, tokenId, nowMs) =>
      call(owner, async (user) => await user.isStepUpPending(tokenId, nowMs)),
    recordConnection: (owner, use) => call(owner, async (user) => await user.recordConnection(use)),
    connections: (owner, nowMs) => call(owner, async (user) => await user.connections(nowMs)),
    removeConnection: (owner, grantId, nowMs) =>
      call(owner, async (user) => await user.removeConnection(grantId, nowMs)),
    revokedBeforeMs: (owner) => call(owner, async (user) => await user.revokedBeforeMs()),
    revoke: (owner, beforeMs) => call(owner, async (user) => await user.revoke(beforeMs)),
  };
}

/** Creates the store of sessions. Every method throws AppError if the object does not respond. */
export function createSessionStore({
  namespace,
  placement = {},
}: StoreOptions<BrowserSession>): SessionStore {
  const sessionOf = objectsByName(namespace, placement);
  const get = (name: string) => sessionOf(`v1/${name}`);
  return {
    create: (name, record) => {
      // The retry has the same key: it is not mistaken for a second use.
      const idempotencyKey = randomId();
      return callStore(async () => await get(name).create({ ...record, idempotencyKey }));
    },
    read: (name, nowMs) => callStore(async () => await get(name).read({ nowMs })),
    end: (name) => callStore(async () => await get(name).end()),
  };
}

async function callStore<T>(method: () => Promise<T>): Promise<T> {
  try {
    return await callDurableObject(method);
  } catch (cause) {
    const message = 'The connector could not read its sign-in state. Try again in a moment.';
    throw new AppError('upstream_unavailable', message, { retryAfterSeconds: 2 }, { cause });
  }
}
