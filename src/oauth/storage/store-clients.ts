import { encodeBase64Url } from '../../crypto/encoding.ts';
import { AppError } from '../../lib/app-error.ts';
import { callDurableObject } from '../../lib/durable-object.ts';
import type { ObjectId, TenantId } from '../../lib/guid.ts';
import { vaultName } from '../../vault/messages.ts';
import type {
  RotateGrantRequest,
  StartGrantRequest,
  StoreTokensRequest,
  RotationAttempt,
  OAuthGrant,
} from './grant.ts';
import type { AwaitStepUp, NoteConnection, OAuthUser } from './user.ts';

/** The objects behind sign-ins, and where they have to stay. */
export interface OAuthObjects {
  readonly grants: DurableObjectNamespace<OAuthGrant>;
  readonly people: DurableObjectNamespace<OAuthUser>;
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
}

interface Owner {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** The chains of all grants. Every method throws AppError when an object does not answer. */
export function createGrantStore({ grants, jurisdiction }: Omit<OAuthObjects, 'people'>) {
  const namespace = jurisdiction ? grants.jurisdiction(jurisdiction) : grants;
  const ask = <T>(grantId: string, call: (grant: DurableObjectStub<OAuthGrant>) => Promise<T>) =>
    askLedger(() => call(namespace.getByName(`v1/${grantId}`)));
  return {
    begin: (grantId: string, link: string, when: Omit<StartGrantRequest, 'link' | 'opening'>) => {
      // One mark for both attempts: the second one is not mistaken for somebody else's.
      const opening = encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
      return ask(grantId, async (grant) => await grant.begin({ ...when, link, opening }));
    },
    deposit: (
      grantId: string,
      link: string,
      parcel: Uint8Array,
      when: Omit<StoreTokensRequest, 'link' | 'parcel'>,
    ) => ask(grantId, async (grant) => await grant.deposit({ ...when, link, parcel })),
    collect: (grantId: string, link: string, next: string, when: Omit<RotateGrantRequest, 'link' | 'next'>) =>
      ask(grantId, async (grant) => await grant.collect({ ...when, link, next })),
    isLive: (grantId: string, link: string, when: Omit<RotationAttempt, 'link'>) =>
      ask(grantId, async (grant) => await grant.isLive({ ...when, link })),
    advance: (grantId: string, link: string, next: string, when: Omit<RotateGrantRequest, 'link' | 'next'>) =>
      ask(grantId, async (grant) => await grant.advance({ ...when, link, next })),
    revoke: (grantId: string, expiresAtMs: number) =>
      ask(grantId, async (grant) => await grant.revoke({ expiresAtMs })),
  };
}

/** What is kept of people's sign-ins. Every method throws AppError when an object does not answer. */
export function createUserStore({ people: users, jurisdiction }: Omit<OAuthObjects, 'grants'>) {
  const namespace = jurisdiction ? users.jurisdiction(jurisdiction) : users;
  const ask = <T>({ tenantId, objectId }: Owner, call: (user: DurableObjectStub<OAuthUser>) => Promise<T>) =>
    askLedger(() => call(namespace.getByName(vaultName(tenantId, objectId))));
  return {
    awaitStepUp: (owner: Owner, entry: AwaitStepUp) =>
      ask(owner, async (user) => await user.awaitStepUp(entry)),
    findStepUp: (owner: Owner, handle: string, nowMs: number) =>
      ask(owner, async (user) => await user.findStepUp(handle, nowMs)),
    completeStepUp: (owner: Owner, handle: string, nowMs: number) =>
      ask(owner, async (user) => await user.completeStepUp(handle, nowMs)),
    isStepUpPending: (owner: Owner, tokenId: string, nowMs: number) =>
      ask(owner, async (user) => await user.isStepUpPending(tokenId, nowMs)),
    noteConnection: (owner: Owner, use: NoteConnection) =>
      ask(owner, async (user) => await user.noteConnection(use)),
    connections: (owner: Owner, nowMs: number) => ask(owner, async (user) => await user.connections(nowMs)),
    forgetConnection: (owner: Owner, grantId: string, nowMs: number) =>
      ask(owner, async (user) => await user.forgetConnection(grantId, nowMs)),
    revokedBeforeMs: (owner: Owner) => ask(owner, async (user) => await user.revokedBeforeMs()),
    revoke: (owner: Owner, beforeMs: number) => ask(owner, async (user) => await user.revoke(beforeMs)),
  };
}

async function askLedger<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await callDurableObject(call);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(cause: unknown): AppError {
  const message = 'The connector could not look a sign-in up. Try again in a moment.';
  return new AppError('upstream_unavailable', message, { retryAfterSeconds: 2 }, { cause });
}
