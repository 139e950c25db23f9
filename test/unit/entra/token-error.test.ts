import { describe, expect, it } from 'vitest';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';

describe('TokenError', () => {
  it.each<[TokenErrorReason, number, string]>([
    ['token_in_query', 400, 'Send the access token in the Authorization header only.'],
    ['expired', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['signature_invalid', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['not_an_id_token', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['nonce_mismatch', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['keys_unavailable', 503, 'The access token was rejected: keys_unavailable.'],
    ['personal_account', 403, 'The access token was rejected: personal_account.'],
  ])('for %s has the status %i and its message', (reason, status, message) => {
    expect(new TokenError(reason)).toMatchObject({ name: 'TokenError', reason, status, message });
  });

  it('keeps its cause and its details', () => {
    const cause = new Error('why');
    const rejection = new TokenError('keys_unavailable', { retryAfterSeconds: 7 }, { cause });
    expect(rejection.cause).toBe(cause);
    expect(rejection.details).toEqual({ retryAfterSeconds: 7 });
    expect(new TokenError('expired').details).toEqual({});
  });
});
