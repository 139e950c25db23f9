import type { DirectoryUser } from '../directory/directory.ts';
import { EntraError } from './entra-error.ts';
import type { EntraState, ForcedError } from '../entra-state.ts';

/** Throws the error that a test ordered for this place and person, and counts it down. */
export function throwForcedError(state: EntraState, at: ForcedError['at'], user?: DirectoryUser): void {
  const forced = state.forcedErrors.find(
    (candidate) => candidate.at === at && (candidate.user === undefined || candidate.user === user),
  );
  if (!forced) return;
  forced.remaining -= 1;
  if (forced.remaining <= 0) state.forcedErrors = state.forcedErrors.filter((other) => other !== forced);
  throw new EntraError(forced.code, {}, forced.claims);
}
