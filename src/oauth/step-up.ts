import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailure, EntraFailureKind } from '../entra/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import { createSealedToken } from './sealed-tokens.ts';
import { type User, type UserStore, type StepUp, type StepUpCause, isSameUser } from './stores.ts';

/** A step-up that a sign-in is to fulfil. */
interface PendingStepUp extends StepUp {
  readonly handle: string;
  readonly person: User;
}

/** Sign-ins that Entra wants more of, before it gives a Graph token. */
export interface StepUps {
  /**
   * The handle for the `stepup:` scope of a challenge, or undefined where no sign-in mends the failure. One person and
   * cause have one handle until it is used or has expired: clients compare challenges to see whether they go in circles.
   */
  handleFor(caller: VerifiedCaller, failure: EntraFailure): Promise<string | undefined>;
  /** The step-up of the first handle that is still pending. An unknown one is no error: the sign-in is a plain one. */
  find(handles: readonly string[]): Promise<PendingStepUp | undefined>;
  /**
   * Ends the step-up of a finished sign-in. `gone` where it has ended already: the sign-in is good, but a plain one.
   * `other_person` where somebody else signed in than was asked to: it goes on waiting for the right one.
   */
  finish(handle: string, caller: VerifiedCaller): Promise<'finished' | 'gone' | 'other_person'>;
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
 * MCP clients do not read the claims challenge of Entra, but they do sign in again when a 403 asks for a scope that
 * they lack. So the challenge is kept here, and its handle goes out as such a scope. The handle is sealed: it says whose
 * it is to nobody but the relay.
 */
export function createStepUps(ledger: UserStore, keyRing: KeyRing, clock: Clock): StepUps {
  const format = createSealedToken(keyRing, clock, {
    purpose: 'm365-step-up/v1',
    schema: userSchema,
    ttlMs,
  });
  const find: StepUps['find'] = async (handles) => {
    for (const handle of handles) {
      const user = await format.open(handle);
      const stepUp = user && (await ledger.findStepUp(user, handle, clock.nowMs()));
      if (stepUp) return { ...stepUp, handle, person: user };
    }
    return undefined;
  };
  return {
    find,
    handleFor: async (caller, failure) => {
      const stepUp = stepUpFor(failure, caller);
      if (!stepUp) return undefined;
      const { tenantId, objectId, tokenId } = caller;
      const user = { tenantId, objectId };
      const nowMs = clock.nowMs();
      const handle = await format.seal(user);
      return await ledger.awaitStepUp(user, {
        ...stepUp,
        handle,
        tokenId,
        nowMs,
        expiresAtMs: nowMs + ttlMs,
      });
    },
    finish: async (handle, caller) => {
      const pending = await find([handle]);
      if (!pending) return 'gone';
      if (!isSameUser(pending.person, caller)) return 'other_person';
      await ledger.completeStepUp(pending.person, handle, clock.nowMs());
      return 'finished';
    },
  };
}

/** The step-up that mends a failure, if one does. */
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

/** The scope that carries a step-up handle. */
export function stepUpScope(handle: string): string {
  return prefix + handle;
}

/**
 * The step-up handles in a `scope` parameter, the latest first: clients add the scopes of a challenge to those they
 * asked for before, and so send handles that are long used.
 */
export function stepUpHandlesIn(scope: string | undefined): string[] {
  return (scope ?? '')
    .split(' ')
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length))
    .filter((handle) => handlePattern.test(handle))
    .slice(-maxHandles)
    .toReversed();
}
