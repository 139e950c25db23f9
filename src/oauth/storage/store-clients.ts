import { encodeBase64Url } from '../../crypto/encoding.ts';
import { AppError } from '../../lib/app-error.ts';
import { askObject } from '../../lib/durable-object.ts';
import type { ObjectId, TenantId } from '../../lib/guid.ts';
import { vaultName } from '../../vault/messages.ts';
import type { AdvanceGrant, BeginGrant, Deposit, PresentLink, SignInGrant } from './grant.ts';
import type { AwaitStepUp, NoteConnection, SignInPerson } from './user.ts';

/** The objects behind sign-ins, and where they have to stay. */
export interface SignInObjects {
  readonly grants: DurableObjectNamespace<SignInGrant>;
  readonly people: DurableObjectNamespace<SignInPerson>;
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
}

interface Owner {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** The chains of all grants. Every method throws AppError when an object does not answer. */
export function createGrantLedger({ grants, jurisdiction }: Omit<SignInObjects, 'people'>) {
  const namespace = jurisdiction ? grants.jurisdiction(jurisdiction) : grants;
  const ask = <T>(grantId: string, call: (grant: DurableObjectStub<SignInGrant>) => Promise<T>) =>
    askLedger(() => call(namespace.getByName(`v1/${grantId}`)));
  return {
    begin: (grantId: string, link: string, when: Omit<BeginGrant, 'link' | 'opening'>) => {
      // One mark for both attempts: the second one is not mistaken for somebody else's.
      const opening = encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
      return ask(grantId, async (grant) => await grant.begin({ ...when, link, opening }));
    },
    deposit: (grantId: string, link: string, parcel: Uint8Array, when: Omit<Deposit, 'link' | 'parcel'>) =>
      ask(grantId, async (grant) => await grant.deposit({ ...when, link, parcel })),
    collect: (grantId: string, link: string, next: string, when: Omit<AdvanceGrant, 'link' | 'next'>) =>
      ask(grantId, async (grant) => await grant.collect({ ...when, link, next })),
    isLive: (grantId: string, link: string, when: Omit<PresentLink, 'link'>) =>
      ask(grantId, async (grant) => await grant.isLive({ ...when, link })),
    advance: (grantId: string, link: string, next: string, when: Omit<AdvanceGrant, 'link' | 'next'>) =>
      ask(grantId, async (grant) => await grant.advance({ ...when, link, next })),
    revoke: (grantId: string, expiresAtMs: number) =>
      ask(grantId, async (grant) => await grant.revoke({ expiresAtMs })),
  };
}

/** What is kept of people's sign-ins. Every method throws AppError when an object does not answer. */
export function createPersonLedger({ people, jurisdiction }: Omit<SignInObjects, 'grants'>) {
  const namespace = jurisdiction ? people.jurisdiction(jurisdiction) : people;
  const ask = <T>(
    { tenantId, objectId }: Owner,
    call: (person: DurableObjectStub<SignInPerson>) => Promise<T>,
  ) => askLedger(() => call(namespace.getByName(vaultName(tenantId, objectId))));
  return {
    awaitStepUp: (owner: Owner, entry: AwaitStepUp) =>
      ask(owner, async (person) => await person.awaitStepUp(entry)),
    findStepUp: (owner: Owner, handle: string, nowMs: number) =>
      ask(owner, async (person) => await person.findStepUp(handle, nowMs)),
    completeStepUp: (owner: Owner, handle: string, nowMs: number) =>
      ask(owner, async (person) => await person.completeStepUp(handle, nowMs)),
    isStepUpPending: (owner: Owner, tokenId: string, nowMs: number) =>
      ask(owner, async (person) => await person.isStepUpPending(tokenId, nowMs)),
    noteConnection: (owner: Owner, use: NoteConnection) =>
      ask(owner, async (person) => await person.noteConnection(use)),
    connections: (owner: Owner, nowMs: number) =>
      ask(owner, async (person) => await person.connections(nowMs)),
    forgetConnection: (owner: Owner, grantId: string, nowMs: number) =>
      ask(owner, async (person) => await person.forgetConnection(grantId, nowMs)),
    revokedBeforeMs: (owner: Owner) => ask(owner, async (person) => await person.revokedBeforeMs()),
    revoke: (owner: Owner, beforeMs: number) => ask(owner, async (person) => await person.revoke(beforeMs)),
  };
}

async function askLedger<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await askObject(call);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(cause: unknown): AppError {
  const message = 'The connector could not look a sign-in up. Try again in a moment.';
  return new AppError('upstream_unavailable', message, { retryAfterSeconds: 2 }, { cause });
}
