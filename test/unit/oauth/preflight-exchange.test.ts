import { describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../../src/oauth/errors.ts';
import { createClientRequest } from './client.ts';
import { newUser } from './entra-stub.ts';
import { createHarness } from './oauth-harness.ts';

async function startedSignIn() {
  const harness = createHarness();
  const browser = harness.createBrowser();
  const url = await harness.startSignIn(await createClientRequest(), browser);
  return { ...harness, browser, url };
}

describe('the On-Behalf-Of preflight at sign-in', () => {
  const mfa: PreflightResult = {
    ok: false,
    reason: 'entra',
    failure: { kind: 'claims_step_up', code: 'AADSTS50076', claims: '{"access_token":{"polids":{}}}' },
  };

  it('exchanges the token before the client gets its code', async () => {
    const { entra, browser, url, exchangedCallers } = await startedSignIn();
    const user = newUser();
    await browser.finish(entra.signIn(url, user));
    expect(exchangedCallers).toHaveLength(1);
    expect(exchangedCallers[0]).toMatchObject(user);
  });

  it('redirects the open browser to Entra with the claims when the exchange requires interaction', async () => {
    const { entra, browser, url, exchangeResults } = await startedSignIn();
    const user = newUser();
    exchangeResults.push(mfa);
    const step = await browser.finish(entra.signIn(url, user));
    const again = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
    expect(again.pathname).toBe(`/${user.tenantId}/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(again.searchParams)).toMatchObject({
      claims: '{"access_token":{"polids":{}}}',
      login_hint: 'opaque-hint',
    });
    expect(again.searchParams.has('prompt')).toBe(false);
    const end = await browser.finish(entra.signIn(again.href, user));
    const location = new URL(end.kind === 'redirect' ? end.location : 'about:blank');
    expect(location.origin).toBe('https://claude.ai');
    expect(location.searchParams.get('state')).toBe('client-state');
  });

  it('redirects once, then shows a page when the claims were not sufficient', async () => {
    const { entra, browser, url, exchangeResults } = await startedSignIn();
    exchangeResults.push(mfa, mfa);
    const step = await browser.finish(entra.signIn(url, newUser()));
    const again = step.kind === 'redirect' ? step.location : '';
    expect(await browser.finish(entra.signIn(again, newUser()))).toMatchObject({
      kind: 'failed',
      failed: { failure: mfa },
    });
  });

  it('redirects again for another account that the user chooses on the page', async () => {
    const { entra, browser, url, exchangeResults } = await startedSignIn();
    exchangeResults.push(mfa, mfa, mfa);
    const step = await browser.finish(entra.signIn(url, newUser()));
    const failed = await browser.finish(
      entra.signIn(step.kind === 'redirect' ? step.location : '', newUser()),
    );
    const other = newUser();
    const otherAccountUrl = failed.kind === 'failed' ? (failed.failed.otherAccountUrl ?? '') : '';
    const again = await browser.finish(entra.signIn(otherAccountUrl, other));
    const { pathname } = new URL(again.kind === 'redirect' ? again.location : 'about:blank');
    expect(pathname).toBe(`/${other.tenantId}/oauth2/v2.0/authorize`);
  });

  it.each<readonly [string, PreflightResult, string, string]>([
    [
      'not assigned',
      { ok: false, reason: 'entra', failure: { kind: 'not_assigned', code: 'AADSTS50105' } },
      'access_denied',
      'AADSTS50105',
    ],
    [
      'blocked',
      { ok: false, reason: 'entra', failure: { kind: 'blocked', code: 'AADSTS53003' } },
      'access_denied',
      'AADSTS53003',
    ],
    [
      'a credential of ours that has expired',
      { ok: false, reason: 'entra', failure: { kind: 'credential_fault', code: 'AADSTS7000222' } },
      'temporarily_unavailable',
      'AADSTS7000222',
    ],
    [
      'an organisation that switched the connector off',
      { ok: false, reason: 'connector', text: 'Switched off.', owner: 'administrator' },
      'access_denied',
      'Switched off.',
    ],
  ])('%s: a page, and no code', async (_, trial, error, words) => {
    const { entra, browser, url, exchangeResults } = await startedSignIn();
    exchangeResults.push(trial);
    const step = await browser.finish(entra.signIn(url, newUser()));
    if (step.kind !== 'failed') throw new Error('The client got a code.');
    const { searchParams } = new URL(step.failed.returnUrl);
    expect(searchParams.get('error')).toBe(error);
    expect(searchParams.get('error_description')).toContain(words);
    expect(searchParams.has('code')).toBe(false);
  });

  it.each(['unavailable', 'throttled', 'loop_detected'] as const)(
    '%s passes, and stops nobody',
    async (kind) => {
      const { entra, browser, url, exchangeResults } = await startedSignIn();
      exchangeResults.push({ ok: false, reason: 'entra', failure: { kind } });
      expect((await browser.finish(entra.signIn(url, newUser()))).kind).toBe('redirect');
    },
  );

  it.each([
    ['tenant_not_allowed', 'operator', 'access_denied'],
    ['personal_account', 'user', 'access_denied'],
    ['audience_mismatch', 'operator', 'access_denied'],
    ['keys_unavailable', 'nobody', 'temporarily_unavailable'],
  ] as const)('a token that is refused for %s: a page for the %s', async (reason, owner, error) => {
    const { entra, browser, url, tokenErrors } = await startedSignIn();
    tokenErrors.push(reason);
    const step = await browser.finish(entra.signIn(url, newUser()));
    expect(step).toMatchObject({ kind: 'failed', failed: { failure: { owner } } });
    expect(step.kind === 'failed' && new URL(step.failed.returnUrl).searchParams.get('error')).toBe(error);
  });

  it('shows a page when Entra rejects its code', async () => {
    const { entra, browser, url } = await startedSignIn();
    entra.failures.push({ status: 400, body: { error: 'invalid_grant', error_codes: [50105] } });
    expect(await browser.finish(entra.signIn(url, newUser()))).toMatchObject({
      kind: 'failed',
      failed: { failure: { failure: { kind: 'not_assigned' } } },
    });
  });
});
