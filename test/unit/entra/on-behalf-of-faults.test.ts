import { describe, expect, it } from 'vitest';
import type { ClientCredential } from '../../../src/entra/client-credential.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { createExchange, failing, formOf, goodBody } from './exchange-setup.ts';
import type { FakeAnswer } from './fake-upstream.ts';
import { nowMs } from './token-forge.ts';

/** The text with its `|` turned into a byte that UTF-8 does not have. */
function withBrokenByte(text: string): Uint8Array {
  return new TextEncoder().encode(text).map((byte) => (byte === 0x7c ? 0xff : byte));
}

describe('hostile token responses', () => {
  it.each<[string, FakeAnswer]>([
    ['HTML', { body: '<html>Sign in</html>' }],
    ['nothing', { body: '' }],
    ['JSON cut short', { body: JSON.stringify(goodBody).slice(0, -1) }],
    ['a byte that is not UTF-8', { body: withBrokenByte(JSON.stringify({ ...goodBody, scope: '|' })) }],
    ['null', { body: 'null' }],
    ['a list', { body: [goodBody] }],
    ['an error with status 200', { body: { error: 'invalid_grant', error_codes: [65001] } }],
    ['no token', { body: { ...goodBody, access_token: undefined } }],
    ['an empty token', { body: { ...goodBody, access_token: '' } }],
    ['a token with a line break', { body: { ...goodBody, access_token: 'a\r\nx-evil: 1' } }],
    ['a token with a space', { body: { ...goodBody, access_token: 'a b' } }],
    ['a token that is an object', { body: { ...goodBody, access_token: {} } }],
    ['a token without end', { body: { ...goodBody, access_token: 'a'.repeat(32_769) } }],
    ['no kind of token', { body: { ...goodBody, token_type: undefined } }],
    ['a token bound to a key', { body: { ...goodBody, token_type: 'pop' } }],
    ['a life that is a text', { body: { ...goodBody, expires_in: '4799' } }],
    ['no life', { body: { ...goodBody, expires_in: undefined } }],
    ['a life of nothing', { body: { ...goodBody, expires_in: 0 } }],
    ['a negative life', { body: { ...goodBody, expires_in: -1 } }],
    ['a life of years', { body: { ...goodBody, expires_in: 10 ** 9 } }],
    ['a life of 29 hours and a second', { body: { ...goodBody, expires_in: 29 * 3600 + 1 } }],
    ['a life that is a fraction', { body: { ...goodBody, expires_in: 4799.5 } }],
    ['no scope', { body: { ...goodBody, scope: undefined } }],
    ['a scope that is a list', { body: { ...goodBody, scope: ['Mail.Read'] } }],
    ['a scope without end', { body: { ...goodBody, scope: 'x'.repeat(16_385) } }],
    ['another success', { status: 201, body: goodBody }],
    ['a redirect', { status: 302, headers: { location: 'https://attacker.example/token' }, body: '' }],
  ])('%s result in "unavailable" after two retries', async (_name, answer) => {
    const { exchange, requests } = createExchange(() => answer);
    expect(await exchange()).toEqual({ ok: false, failure: { kind: 'unavailable' } });
    expect(requests).toHaveLength(3);
  });

  it.each(['bearer', 'BEARER'])('accepts token_type in any letter case: %s', async (token_type) => {
    const { exchange } = createExchange(() => ({ body: { ...goodBody, token_type } }));
    expect(await exchange()).toMatchObject({ ok: true });
  });

  it('ignores members that were not requested', async () => {
    const body = { ...goodBody, refresh_token: 'not-asked-for', id_token: 'neither' };
    const { exchange } = createExchange(() => ({ body }));
    expect(JSON.stringify(await exchange())).not.toMatch(/not-asked-for|neither/);
  });
});

describe('retries of the token exchange', () => {
  it('succeed after transient errors', async () => {
    const { exchange, requests, waits } = createExchange((_request, count) =>
      count < 3 ? failing(90033, 'temporarily_unavailable') : { body: goodBody },
    );
    expect(await exchange()).toMatchObject({ ok: true });
    expect(requests).toHaveLength(3);
    expect(waits).toEqual([200, 800]);
  });

  it.each([
    [0, [100, 400]],
    [0.999, [299.8, 1199.2]],
  ])('are delayed with random jitter (%f)', async (chance, expected) => {
    const { exchange, waits } = createExchange(() => failing(90033, 'temporarily_unavailable'), {
      random: () => chance,
    });
    await exchange();
    expect(waits.map((wait) => Math.round(wait * 10) / 10)).toEqual(expected);
  });

  it.each<[string, FakeAnswer, number]>([
    ['MFA', failing(50076, 'interaction_required'), 1],
    ['consent', failing(65001, 'invalid_grant'), 1],
    ['an expired secret', failing(7000222, 'invalid_client'), 1],
    ['a loop', failing(50196, 'invalid_grant'), 1],
    ['our assertion outside its time', failing(700024, 'invalid_client'), 2],
    ['[entra-7.15] a federated credential that has not spread', failing(70021, 'invalid_client'), 3],
    ['a server error', { status: 500 }, 3],
    ['a gateway', { status: 502, body: '<html>' }, 3],
    ['throttling without a time', { status: 429 }, 1],
    ['throttling for two seconds', { status: 429, headers: { 'retry-after': '2' } }, 3],
    ['throttling for four seconds', { status: 429, headers: { 'retry-after': '4' } }, 1],
    ['an outage of two minutes', { status: 503, headers: { 'retry-after': '120' } }, 1],
  ])('%s', async (_name, answer, attempts) => {
    const { exchange, requests } = createExchange(() => answer);
    expect(await exchange()).toMatchObject({ ok: false });
    expect(requests).toHaveLength(attempts);
  });

  it('[entra-7.9] wait for a short Retry-After', async () => {
    const { exchange, waits } = createExchange(() => ({ status: 429, headers: { 'retry-after': '2' } }));
    await exchange();
    expect(waits).toEqual([2000, 2000]);
  });

  it('authenticate again for each attempt', async () => {
    let made = 0;
    const credential: ClientCredential = {
      parameters: () => Promise.resolve({ client_assertion: `assertion ${(made += 1)}` }),
    };
    const { exchange, requests } = createExchange(() => failing(700024, 'invalid_client'), { credential });
    expect(await exchange()).toMatchObject({ failure: { kind: 'credential_fault', code: 'AADSTS700024' } });
    expect(requests.map((request) => formOf(request)['client_assertion'])).toEqual([
      'assertion 1',
      'assertion 2',
    ]);
  });

  it.each(['timed_out', 'upstream_unavailable', 'too_large'] as const)(
    'take %s for "unavailable"',
    async (code) => {
      const { exchange, requests } = createExchange(() => {
        throw new AppError(code, 'said upstream');
      });
      expect(await exchange()).toEqual({ ok: false, failure: { kind: 'unavailable' } });
      expect(requests).toHaveLength(3);
    },
  );

  it('stop within ten seconds when Entra is slow', async () => {
    const { exchange, requests, clock } = createExchange(
      () => {
        throw new AppError('timed_out', 'slow');
      },
      { latencyMs: 5000 },
    );
    await exchange();
    expect(requests.map(({ limits }) => limits.timeoutMs)).toEqual([5000, 4800]);
    expect(clock.nowMs() - nowMs).toBe(10_000);
  });

  it('start no attempt with less than a second left', async () => {
    const setup = { latencyMs: 4600, random: () => 0 };
    const { exchange, requests, waits } = createExchange(() => ({ status: 500 }), setup);
    await exchange();
    expect(requests).toHaveLength(2);
    expect(waits).toEqual([100]);
  });

  it('rethrow unexpected errors', async () => {
    const { exchange } = createExchange(() => {
      throw new TypeError('a mistake');
    });
    await expect(exchange()).rejects.toThrow(TypeError);
  });
});
