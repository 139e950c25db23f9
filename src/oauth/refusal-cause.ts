import { TokenRejection } from '../entra/token-rejection.ts';
import { EntraRefusal } from './obtain-tokens.ts';
import type { ProblemOwner, RefusalCause } from './errors.ts';

/** Why there are no tokens, or the error itself where it says nothing of the kind. @throws */
export function refusalCauseOf(error: unknown): RefusalCause {
  if (error instanceof EntraRefusal) return { failure: error.failure };
  if (error instanceof TokenRejection) return { text: error.message, owner: ownerOf(error) };
  throw error;
}

/** A token that comes straight from Entra and is refused all the same: somebody has set something up wrongly. */
function ownerOf({ reason, status }: TokenRejection): ProblemOwner {
  if (status === 503) return 'nobody';
  return reason === 'personal_account' ? 'person' : 'operator';
}
