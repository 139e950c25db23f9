import { describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../../src/oauth/errors.ts';
import { runOf } from './client-run.ts';
import { newPerson } from './entra-stub.ts';
import { createWorld } from './relay-world.ts';

async function atEntra() {
  const world = createWorld();
  const browser = world.createBrowser();
  const url = await world.toEntra(await runOf(), browser);
  return { ...world, browser, url };
}

describe('what the first request of the client would meet', () => {
  const mfa: PreflightResult = {
    ok: false,
    failure: { kind: 'claims_step_up', code: 'AADSTS50076', claims: '{"access_token":{"polids":{}}}' },
  };

  it('is met before the client gets its code: the exchange is tried with the token that it will get', async () => {
    const { entra, browser, url, tried } = await atEntra();
    const person = newPerson();
    await browser.finish(entra.signIn(url, person));
    expect(tried).toHaveLength(1);
    expect(tried[0]).toMatchObject(person);
  });

  it('where Microsoft wants more, the person is asked at once, in the browser that is open', async () => {
    const { entra, browser, url, trials } = await atEntra();
    const person = newPerson();
    trials.push(mfa);
    const step = await browser.finish(entra.signIn(url, person));
    const again = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
    expect(again.pathname).toBe(`/${person.tenantId}/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(again.searchParams)).toMatchObject({
      claims: '{"access_token":{"polids":{}}}',
      login_hint: 'opaque-hint',
    });
    expect(again.searchParams.has('prompt')).toBe(false);
    const end = await browser.finish(entra.signIn(again.href, person));
    const location = new URL(end.kind === 'redirect' ? end.location : 'about:blank');
    expect(location.origin).toBe('https://claude.ai');
    expect(location.searchParams.get('state')).toBe('client-state');
  });

  it('is asked once: where it was not enough, the person is told', async () => {
    const { entra, browser, url, trials } = await atEntra();
    trials.push(mfa, mfa);
    const step = await browser.finish(entra.signIn(url, newPerson()));
    const again = step.kind === 'redirect' ? step.location : '';
    expect(await browser.finish(entra.signIn(again, newPerson()))).toMatchObject({
      kind: 'refused',
      refused: { cause: mfa },
    });
  });

  it.each<readonly [string, PreflightResult, string, string]>([
    [
      'not assigned',
      { ok: false, failure: { kind: 'not_assigned', code: 'AADSTS50105' } },
      'access_denied',
      'AADSTS50105',
    ],
    [
      'blocked',
      { ok: false, failure: { kind: 'blocked', code: 'AADSTS53003' } },
      'access_denied',
      'AADSTS53003',
    ],
    [
      'a credential of ours that has expired',
      { ok: false, failure: { kind: 'credential_fault', code: 'AADSTS7000222' } },
      'temporarily_unavailable',
      'AADSTS7000222',
    ],
    [
      'an organisation that switched the connector off',
      { ok: false, refusal: { text: 'Switched off.', owner: 'administrator' } },
      'access_denied',
      'Switched off.',
    ],
  ])('%s: a page, and no code', async (_, trial, error, words) => {
    const { entra, browser, url, trials } = await atEntra();
    trials.push(trial);
    const step = await browser.finish(entra.signIn(url, newPerson()));
    if (step.kind !== 'refused') throw new Error('The client got a code.');
    const { searchParams } = new URL(step.refused.returnUrl);
    expect(searchParams.get('error')).toBe(error);
    expect(searchParams.get('error_description')).toContain(words);
    expect(searchParams.has('code')).toBe(false);
  });

  it.each(['unavailable', 'throttled', 'loop_detected'] as const)(
    '%s passes, and stops nobody',
    async (kind) => {
      const { entra, browser, url, trials } = await atEntra();
      trials.push({ ok: false, failure: { kind } });
      expect((await browser.finish(entra.signIn(url, newPerson()))).kind).toBe('redirect');
    },
  );

  it.each([
    ['tenant_not_allowed', 'operator', 'access_denied'],
    ['personal_account', 'user', 'access_denied'],
    ['audience_mismatch', 'operator', 'access_denied'],
    ['keys_unavailable', 'nobody', 'temporarily_unavailable'],
  ] as const)('a token that is refused for %s: a page for the %s', async (reason, owner, error) => {
    const { entra, browser, url, refusals } = await atEntra();
    refusals.push(reason);
    const step = await browser.finish(entra.signIn(url, newPerson()));
    expect(step).toMatchObject({ kind: 'refused', refused: { cause: { owner } } });
    expect(step.kind === 'refused' && new URL(step.refused.returnUrl).searchParams.get('error')).toBe(error);
  });

  it('Entra gives no tokens for its code: a page', async () => {
    const { entra, browser, url } = await atEntra();
    entra.failures.push({ status: 400, body: { error: 'invalid_grant', error_codes: [50105] } });
    expect(await browser.finish(entra.signIn(url, newPerson()))).toMatchObject({
      kind: 'refused',
      refused: { cause: { failure: { kind: 'not_assigned' } } },
    });
  });
});
