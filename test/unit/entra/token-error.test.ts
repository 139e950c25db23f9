import { describe, expect, it } from 'vitest';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';

describe('TokenError', () => {
  it.each<[TokenErrorReason, number, string]>([
    ['token_in_query', 400, 'Send the access token in the Authorization header only.'],
    ['expired', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['signature_invalid', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['not_an_id_token', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['nonce_mismatch', 401, 'The access token is not valid for this connector. Sign in again.'],
    ['keys_unavailable', 503, 'Access tokens cannot be verified at the moment. Try again shortly.'],
  ])('for %s has the message of its status %i', (reason, status, message) => {
    expect(new TokenError(reason)).toMatchObject({ name: 'TokenError', reason, status, message });
  });

  it.each<[TokenErrorReason, string]>([
    ['personal_account', 'Personal Microsoft accounts'],
    ['agent_identity', 'does not accept agent identities'],
    ['tenant_not_allowed', 'Your organization is not enabled'],
    ['client_not_allowed', 'The application that you signed in with'],
    ['client_unproven', 'was not issued through the connector'],
    ['scope_missing', 'does not have the scope'],
  ])('for %s tells the verified user the reason', (reason, words) => {
    const rejection = new TokenError(reason);
    expect(rejection.status).toBe(403);
    expect(rejection.message).toContain(words);
  });

  it('keeps its cause and its details', () => {
    const cause = new Error('why');
    const rejection = new TokenError('keys_unavailable', { retryAfterSeconds: 7 }, { cause });
    expect(rejection.cause).toBe(cause);
    expect(rejection.details).toEqual({ retryAfterSeconds: 7 });
    expect(new TokenError('expired').details).toEqual({});
  });
});
