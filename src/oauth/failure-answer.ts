import type { EntraFailure } from '../entra/errors.ts';
import { OAuthError } from './oauth-error.ts';
import type { ProblemOwner } from './errors.ts';

/** What a failure means, in words for a person, and whether it is theirs, their organisation's, or ours. */
export type DescribeFailure = (failure: EntraFailure) => {
  readonly text: string;
  readonly owner: ProblemOwner;
};

/**
 * What an OAuth client is told of a failure at Entra. Where only the operator or time can help the grant stays good:
 * a client that were told otherwise would throw it away and send the person round the sign-in for nothing.
 * @param code the error that says no: `access_denied` at the authorization endpoint, `invalid_grant` at the other
 */
export function answerFailure(
  failure: EntraFailure,
  code: 'access_denied' | 'invalid_grant',
  describe: DescribeFailure,
): OAuthError {
  const { text, owner } = describe(failure);
  const ids = [failure.code, failure.traceId && `trace id ${failure.traceId}`].filter(Boolean).join(', ');
  const description = ids === '' ? text : `${text} (${ids})`;
  const traceId = failure.traceId === undefined ? {} : { traceId: failure.traceId };
  if (owner === 'person' || owner === 'administrator') return new OAuthError(code, description, traceId);
  const retryAfterSeconds = failure.retryAfterSeconds ?? (owner === 'operator' ? 300 : 10);
  return new OAuthError('temporarily_unavailable', description, { ...traceId, retryAfterSeconds });
}
