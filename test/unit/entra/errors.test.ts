import { describe, expect, it } from 'vitest';
import type { EntraFailureKind } from '../../../src/entra/aadsts-codes.ts';
import { classifyTokenError, negativeCacheSeconds, maxRetries } from '../../../src/entra/errors.ts';
import { cases, correlationId, entraBody, stepUpClaims, traceId } from './entra-error-cases.ts';
import { type FakeAnswer, answerOf } from './fake-upstream.ts';

function classify(answer: FakeAnswer) {
  const { status, headers, body } = answerOf({ status: 400, ...answer });
  return classifyTokenError(status, headers, body);
}

describe('classifyTokenError', () => {
  it.each(cases)('AADSTS$code with $error is $kind', ({ kind, error, code, more }) => {
    expect(classify({ body: entraBody(code, error, more) })).toMatchObject({
      kind,
      error,
      code: `AADSTS${code}`,
    });
  });

  it('keeps the members for handling and support, and nothing of the description', () => {
    const body = entraBody(50076, 'interaction_required', {
      claims: stepUpClaims,
      suberror: 'basic_action',
    });
    expect(classify({ body })).toEqual({
      kind: 'claims_step_up',
      code: 'AADSTS50076',
      error: 'interaction_required',
      suberror: 'basic_action',
      claims: stepUpClaims,
      traceId,
      correlationId,
      atMs: Date.UTC(2026, 10, 24, 12),
    });
  });

  it('ignores the description', () => {
    const body = { error: 'invalid_grant', error_description: 'AADSTS50076: MFA. suberror=basic_action' };
    expect(classify({ body })).toEqual({ kind: 'sign_in_again', error: 'invalid_grant' });
  });

  it('uses the first known code of several', () => {
    const body = entraBody(1, 'invalid_grant', { error_codes: [99999, 50105, 50076] });
    expect(classify({ body })).toMatchObject({ kind: 'not_assigned', code: 'AADSTS50105' });
  });

  it.each([429, 500, 502, 503, 504])(
    'lets the status %i speak before a body that says otherwise',
    (status) => {
      const { kind } = classify({ status, body: entraBody(7000215, 'invalid_client') });
      expect(kind).toBe(status === 429 ? 'throttled' : 'unavailable');
    },
  );

  it('lets a service code refine a 503', () => {
    const { kind } = classify({ status: 503, body: entraBody(90055, 'temporarily_unavailable') });
    expect(kind).toBe('throttled');
  });

  it('survives structured cloning', () => {
    const failure = classify({ body: entraBody(50076, 'interaction_required', { claims: stepUpClaims }) });
    expect(structuredClone(failure)).toEqual(failure);
    expect(JSON.parse(JSON.stringify(failure))).toEqual(failure);
  });
});

describe('hostile response bodies', () => {
  it.each<[string, FakeAnswer]>([
    ['HTML', { body: '<html><title>502</title>' }],
    ['nothing', { body: '' }],
    ['JSON cut short', { body: '{"error":"invalid_gr' }],
    ['null', { body: 'null' }],
    ['a list', { body: '[{"error":"invalid_client"}]' }],
    ['a text', { body: '"invalid_client"' }],
    ['bytes', { body: Uint8Array.from([0xff, 0xfe, 0x00]) }],
    ['a redirect', { status: 302, headers: { location: 'https://attacker.example' } }],
    [
      'members of other types',
      { body: { error: 7, suberror: {}, error_codes: 'x', claims: [], trace_id: 1 } },
    ],
    ['a word that is none', { body: { error: 'invalid_grant" onload="x' } }],
    ['a word without end', { body: { error: 'a'.repeat(65) } }],
  ])('%s are classified as "unavailable"', (_name, answer) => {
    expect(classify(answer)).toEqual({ kind: 'unavailable' });
  });

  it.each([
    ['claims that are no JSON', { claims: '{"access_token":' }],
    ['claims that are no object', { claims: '["access_token"]' }],
    ['claims that are null', { claims: 'null' }],
    ['claims above 4 KB', { claims: JSON.stringify({ a: 'x'.repeat(4096) }) }],
    ['claims that are an object', { claims: { access_token: {} } }],
    ['a trace id that is none', { trace_id: '"><script>' }],
    ['a correlation id with more behind', { correlation_id: `${correlationId}\r\nx: y` }],
    ['a time that is none', { timestamp: '2026-13-45 99:00:00Z' }],
    ['a time of another form', { timestamp: 'yesterday' }],
    ['codes that are texts', { error_codes: ['50076'] }],
    ['codes that are negative', { error_codes: [-1] }],
    ['codes that are fractions', { error_codes: [50076.5] }],
    ['codes without end', { error_codes: Array.from({ length: 21 }, () => 50076) }],
    ['a code that is too large', { error_codes: [100_000_000] }],
  ])('%s are omitted', (_name, more) => {
    expect(classify({ body: { error: 'invalid_grant', ...more } })).toEqual({
      kind: 'sign_in_again',
      error: 'invalid_grant',
    });
  });
});

describe('Retry-After', () => {
  const date = 'Tue, 24 Nov 2026 12:00:00 GMT';
  it.each<[string, number, Readonly<Record<string, string>>, number | undefined]>([
    ['seconds', 429, { 'retry-after': '7' }, 7],
    ['a date', 429, { 'retry-after': 'Tue, 24 Nov 2026 12:01:30 GMT', date }, 90],
    ['a date without a Date', 429, { 'retry-after': 'Tue, 24 Nov 2026 12:01:30 GMT' }, 60],
    ['a date gone by', 429, { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT', date }, 60],
    ['an eternity', 429, { 'retry-after': '999999999' }, 3600],
    ['nonsense', 429, { 'retry-after': 'soon' }, 60],
    ['zero', 429, { 'retry-after': '0' }, 60],
    ['a negative number', 429, { 'retry-after': '-5' }, 60],
    ['nothing', 429, {}, 60],
    ['seconds with a 503', 503, { 'retry-after': '120' }, 120],
    ['nothing with a 503', 503, {}, undefined],
    ['seconds with a refusal', 400, { 'retry-after': '120' }, undefined],
  ])('%s', (_name, status, headers, expected) => {
    const body = status === 400 ? entraBody(50105, 'invalid_grant') : '';
    expect(classify({ status, headers, body }).retryAfterSeconds).toBe(expected);
  });
});

describe('caching and retries of a failure', () => {
  const holdSeconds: Readonly<Record<EntraFailureKind, number>> = {
    claims_step_up: 120,
    consent_step_up: 60,
    admin_consent_required: 60,
    application_missing: 60,
    not_assigned: 60,
    wrong_account: 120,
    device_step_up: 120,
    blocked: 120,
    sign_in_again: 120,
    assertion_rejected: 120,
    account_disabled: 120,
    password_expired: 120,
    credential_fault: 10,
    request_fault: 60,
    wrong_cloud: 120,
    throttled: 60,
    unavailable: 5,
    loop_detected: 120,
  };

  it.each(Object.entries(holdSeconds))('%s is cached for %i seconds', (kind, seconds) => {
    expect(negativeCacheSeconds({ kind: kind as EntraFailureKind })).toBe(seconds);
  });

  it('is cached for the Retry-After of Entra', () => {
    expect(negativeCacheSeconds({ kind: 'throttled', retryAfterSeconds: 17 })).toBe(17);
    expect(negativeCacheSeconds({ kind: 'unavailable', retryAfterSeconds: 300 })).toBe(300);
  });

  it.each<[EntraFailureKind, `AADSTS${number}` | undefined, number]>([
    ['unavailable', undefined, 2],
    ['throttled', undefined, 2],
    ['credential_fault', 'AADSTS70021', 2],
    ['credential_fault', 'AADSTS700213', 2],
    ['credential_fault', 'AADSTS700024', 1],
    ['credential_fault', 'AADSTS7000222', 0],
    ['claims_step_up', 'AADSTS50076', 0],
    ['assertion_rejected', undefined, 0],
    ['loop_detected', 'AADSTS50196', 0],
  ])('%s (%s) allows %i retries', (kind, code, retries) => {
    expect(maxRetries({ kind, ...(code === undefined ? {} : { code }) })).toBe(retries);
  });
});
