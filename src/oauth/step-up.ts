import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailureKind } from '../entra/aadsts-codes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { createSealedToken } from './sealed-tokens.ts';
import type { User } from '../lib/guid.ts';
import { type StepUp, type StepUpCause, type UserStore, isSameUser } from './stores.ts';

/** A step-up that the next sign-in of a user has to complete. */
interface PendingStepUp extends StepUp {
  readonly handle: string;
  readonly user: User;
}

/** Step-ups: further sign-ins that Entra requires before it issues a Graph token. */
export interface StepUps {
  /**
   * The handle for the `stepup:` scope of a challenge, or undefined if no sign-in resolves the failure. The handle of a
   * user, cause and client is stable until it is used or expires: clients compare challenges to detect loops.
   * @param clientId the client that is challenged, if the authorization server issued its access token
   */
  handleFor(
    caller: VerifiedCaller,
    failure: EntraFailure,
    clientId: string | undefined,
  ): Promise<string | undefined>;
  /** The step-up of the first handle that is pending. Unknown handles, and those of other clients, are ignored. */
  find(handles: readonly string[], clientId: string): Promise<PendingStepUp | undefined>;
  /**
   * Completes a step-up after a sign-in. `unknown`: it was completed before, or has expired. `other_user`: another user
   * signed in, and the step-up stays pending.
   */
  finish(handle: string, caller: VerifiedCaller): Promise<'finished' | 'unknown' | 'other_user'>;
}

const ttlMs = 10 * 60_000;

const causes: ReadonlySet<EntraFailureKind> = new Set<StepUpCause>([
  'claims_step_up',
  'device_step_up',
  'consent_step_up',
]);

const userSchema: z.ZodType<User> = z.object({
  tenantId: z.custom<TenantId>(isGuid),
  objectId: z.custom<ObjectId>(isGuid),
});

/**
 * MCP clients ignore the claims challenge of Entra, but sign in again when a 403 requires a scope that they do not have.
 * The claims challenge is stored, and its handle is sent as such a scope. The handle is sealed: clients cannot read the
 * user in it.
 */
export function createStepUps(users: UserStore, keyRing: KeyRing, clock: Clock): StepUps {
  const handles = createSealedToken(keyRing, clock, {
    purpose: 'm365-step-up/v1',
    schema: userSchema,
    ttlMs,
  });
  const findPending = async (handle: string): Promise<PendingStepUp | undefined> => {
    const user = await handles.open(handle);
    const stepUp = user && (await users.findStepUp(user, handle, clock.nowMs()));
    return stepUp && { ...stepUp, handle, user };
  };
  return {
    find: async (candidates, clientId) => {
      for (const handle of candidates) {
        const pending = await findPending(handle);
        if (pending && (pending.clientId ?? clientId) === clientId) return pending;
      }
      return undefined;
    },
    handleFor: async (caller, failure, clientId) => {
      const stepUp = stepUpFor(failure, caller);
      if (!stepUp) return undefined;
      const { tenantId, objectId, tokenId } = caller;
      const user = { tenantId, objectId };
      const nowMs = clock.nowMs();
      const handle = await handles.seal(user);
      return await users.addStepUp(user, {
        ...stepUp,
        ...(clientId === undefined ? {} : { clientId }),
        handle,
        tokenId,
        nowMs,
        expiresAtMs: nowMs + ttlMs,
      });
    },
    finish: async (handle, caller) => {
      const pending = await findPending(handle);
      if (!pending) return 'unknown';
      if (!isSameUser(pending.user, caller)) return 'other_user';
      await users.completeStepUp(pending.user, handle, clock.nowMs());
      return 'finished';
    },
  };
}

/** The step-up that resolves a failure, or undefined. */
export function stepUpFor({ kind, claims }: EntraFailure, { loginHint }: VerifiedCaller): StepUp | undefined {
  if (!isStepUpCause(kind)) return undefined;
  return {
    cause: kind,
    ...(claims === undefined ? {} : { claims }),
    ...(loginHint === undefined ? {} : { loginHint }),
  };
}

function isStepUpCause(kind: EntraFailureKind): kind is StepUpCause {
  return causes.has(kind);
}

const prefix = 'stepup:';
const maxHandles = 4;
const handlePattern = /^[A-Za-z0-9_-]{16,512}$/;

/** The scope that contains a step-up handle. */
export function stepUpScope(handle: string): string {
  return prefix + handle;
}

/**
 * Reads the step-up handles in a `scope` parameter, newest first: clients append the scopes of a challenge to those of
 * earlier requests, used handles included.
 */
export function readStepUpHandles(scope: string | undefined): string[] {
  return (scope ?? '')
    .split(' ')
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length))
    .filter((handle) => handlePattern.test(handle))
    .slice(-maxHandles)
    .toReversed();
}
