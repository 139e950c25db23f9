import { describe, expect, it } from 'vitest';
import type { ExchangeTrial } from '../../../src/sign-in/exchange-trial.ts';
import { newPerson } from './entra-stub.ts';
import { createWorld, issuer, runOf } from './relay-world.ts';

const traceId = '0f9b4ae4-7d3c-4bfa-9a1d-0c1b2c3d4e5f';
const described = (code: number, words = 'Upstream words.') =>
  `AADSTS${code}: ${words}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${traceId}\r\nTimestamp: 2026-11-24 09:00:00Z`;

async function atEntra() {
  const world = createWorld();
  const browser = world.createBrowser();
  const url = await world.toEntra(await runOf(), browser);
  return { ...world, browser, url };
}

describe('the way back from Entra', () => {
  it('[entra-4.6-mix-up] leads to the client with a code, its state and our issuer, and with nothing of Entra', async () => {
    const { entra, browser, url } = await atEntra();
    const query = entra.signIn(url, newPerson());
    query.set('iss', 'https://login.microsoftonline.com/common/v2.0');
    const step = await browser.finish(query);
    const location = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
    expect(`${location.origin}${location.pathname}`).toBe('https://claude.ai/api/mcp/auth_callback');
    expect([...location.searchParams.keys()].toSorted()).toEqual(['code', 'iss', 'state']);
    expect(location.searchParams.get('iss')).toBe(issuer);
    expect(location.searchParams.get('state')).toBe('client-state');
    expect(location.searchParams.get('code')).not.toContain(query.get('code'));
  });

  it('[entra-4.6-replay] is gone once', async () => {
    const { entra, browser, url } = await atEntra();
    const query = entra.signIn(url, newPerson());
    await browser.finish(query);
    await expect(browser.finish(query)).rejects.toMatchObject({ code: 'already_finished' });
    await expect(browser.finish(entra.signIn(url, newPerson()))).rejects.toMatchObject({
      code: 'already_finished',
    });
  });

  it('[entra-4.6-swapped-cookie] is refused in a browser that did not begin the sign-in', async () => {
    const { entra, url, createBrowser } = await atEntra();
    const query = entra.signIn(url, newPerson());
    const stranger = createBrowser();
    await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    await stranger.authorize((await runOf()).query);
    await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    for (const browser of ['', 'x', 'A'.repeat(43)]) {
      stranger.cookies.browser = browser;
      await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    }
  });

  it('two sign-ins of one browser do not disturb each other', async () => {
    const { entra, browser, url, toEntra } = await atEntra();
    const other = await toEntra(await runOf({ state: 'second' }), browser);
    const first = await browser.finish(entra.signIn(url, newPerson()));
    const second = await browser.finish(entra.signIn(other, newPerson()));
    expect([first, second].map((step) => step.kind)).toEqual(['redirect', 'redirect']);
  });

  it.each([
    ['no state', (query: URLSearchParams) => query.delete('state')],
    ['a made-up state', (query: URLSearchParams) => query.set('state', 'AQAAAAAAAA')],
    ['a changed state', (query: URLSearchParams) => query.set('state', `${query.get('state')}A`)],
    ['two states', (query: URLSearchParams) => query.append('state', query.get('state') ?? '')],
    ['two codes', (query: URLSearchParams) => query.append('code', 'second')],
    ['neither code nor error', (query: URLSearchParams) => query.delete('code')],
    ['a code of 9,000 characters', (query: URLSearchParams) => query.set('code', 'c'.repeat(9000))],
  ])('[entra-4.6-swapped-state] with %s belongs to no sign-in', async (_, change) => {
    const { entra, browser, url } = await atEntra();
    const query = entra.signIn(url, newPerson());
    change(query);
    await expect(browser.finish(query)).rejects.toMatchObject({ code: 'sign_in_unknown' });
  });

  it('is too late after ten minutes', async () => {
    const { entra, browser, url, time } = await atEntra();
    time.nowMs += 10 * 60_000;
    await expect(browser.finish(entra.signIn(url, newPerson()))).rejects.toMatchObject({
      code: 'sign_in_unknown',
    });
  });

  it.each([
    ['Cancel at the account', { error: 'access_denied', error_subcode: 'cancel' }],
    ['Cancel at the consent', { error: 'access_denied', error_description: described(65004) }],
  ])('%s leads straight back to the client', async (_, error) => {
    const { entra, browser, url } = await atEntra();
    const step = await browser.finish(entra.fail(url, error));
    const { searchParams } = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'client-state',
      iss: issuer,
    });
  });

  it.each([
    [50105, 'invalid_grant', 'not_assigned', 'access_denied'],
    [90094, 'access_denied', 'admin_consent_required', 'access_denied'],
    [700016, 'unauthorized_client', 'application_missing', 'access_denied'],
    [53003, 'access_denied', 'blocked', 'access_denied'],
    [50020, 'invalid_request', 'wrong_account', 'access_denied'],
    [7000218, 'invalid_client', 'credential_fault', 'temporarily_unavailable'],
    [90033, 'temporarily_unavailable', 'unavailable', 'temporarily_unavailable'],
  ])('AADSTS%i is shown to the person first, then told to the client', async (code, error, kind, toldAs) => {
    const { entra, browser, url } = await atEntra();
    const step = await browser.finish(
      entra.fail(url, { error, error_description: described(code, '<b>Contoso</b> secret') }),
    );
    if (step.kind !== 'refused') throw new Error('Nobody is told why.');
    expect(step.refused).toMatchObject({
      clientName: 'Claude',
      cause: { failure: { kind, code: `AADSTS${code}`, traceId, atMs: Date.UTC(2026, 10, 24, 9) } },
    });
    const { searchParams } = new URL(step.refused.returnUrl);
    expect(searchParams.get('error')).toBe(toldAs);
    expect(searchParams.get('error_description')).toContain(`AADSTS${code}, trace id ${traceId}`);
    expect(JSON.stringify(step)).not.toContain('secret');
  });
});

describe('what the first request of the client would meet', () => {
  const mfa: ExchangeTrial = {
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

  it.each<readonly [string, ExchangeTrial, string, string]>([
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
    ['personal_account', 'person', 'access_denied'],
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
