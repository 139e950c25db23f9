import { describe, expect, it } from 'vitest';
import { newUser } from './entra-stub.ts';
import { issuer, createClientRequest } from './client.ts';
import { createHarness } from './oauth-harness.ts';

const traceId = '0f9b4ae4-7d3c-4bfa-9a1d-0c1b2c3d4e5f';
const described = (code: number, words = 'Upstream words.') =>
  `AADSTS${code}: ${words}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${traceId}\r\nTimestamp: 2026-11-24 09:00:00Z`;

async function startedSignIn() {
  const harness = createHarness();
  const browser = harness.createBrowser();
  const url = await harness.startSignIn(await createClientRequest(), browser);
  return { ...harness, browser, url };
}

describe('GET /oauth/callback', () => {
  it('[entra-4.6-mix-up] redirects to the client with code, state and iss, and with no parameter of Entra', async () => {
    const { entra, browser, url } = await startedSignIn();
    const query = entra.signIn(url, newUser());
    query.set('iss', 'https://login.microsoftonline.com/common/v2.0');
    const step = await browser.finish(query);
    const location = new URL(step.kind === 'redirect' ? step.location : 'about:blank');
    expect(`${location.origin}${location.pathname}`).toBe('https://claude.ai/api/mcp/auth_callback');
    expect([...location.searchParams.keys()].toSorted()).toEqual(['code', 'iss', 'state']);
    expect(location.searchParams.get('iss')).toBe(issuer);
    expect(location.searchParams.get('state')).toBe('client-state');
    expect(location.searchParams.get('code')).not.toContain(query.get('code'));
  });

  it('[entra-4.6-replay] rejects a code of Entra that was used before', async () => {
    const { entra, browser, url } = await startedSignIn();
    const query = entra.signIn(url, newUser());
    await browser.finish(query);
    await expect(browser.finish(query)).rejects.toMatchObject({ code: 'already_finished' });
    await expect(browser.finish(entra.signIn(url, newUser()))).rejects.toMatchObject({
      code: 'already_finished',
    });
  });

  it('[entra-4.6-swapped-cookie] rejects a browser that did not start the sign-in', async () => {
    const { entra, url, createBrowser } = await startedSignIn();
    const query = entra.signIn(url, newUser());
    const stranger = createBrowser();
    await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    await stranger.authorize((await createClientRequest()).query);
    await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    for (const browser of ['', 'x', 'A'.repeat(43)]) {
      stranger.cookies.browser = browser;
      await expect(stranger.finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    }
  });

  it('completes two concurrent sign-ins of one browser', async () => {
    const { entra, browser, url, startSignIn } = await startedSignIn();
    const other = await startSignIn(await createClientRequest({ state: 'second' }), browser);
    const first = await browser.finish(entra.signIn(url, newUser()));
    const second = await browser.finish(entra.signIn(other, newUser()));
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
    const { entra, browser, url } = await startedSignIn();
    const query = entra.signIn(url, newUser());
    change(query);
    await expect(browser.finish(query)).rejects.toMatchObject({ code: 'sign_in_unknown' });
  });

  it('rejects a state that is older than ten minutes', async () => {
    const { entra, browser, url, time } = await startedSignIn();
    time.nowMs += 10 * 60_000;
    await expect(browser.finish(entra.signIn(url, newUser()))).rejects.toMatchObject({
      code: 'sign_in_unknown',
    });
  });

  it.each([
    ['Cancel at the account', { error: 'access_denied', error_subcode: 'cancel' }],
    ['Cancel at the consent', { error: 'access_denied', error_description: described(65004) }],
  ])('%s leads straight back to the client', async (_, error) => {
    const { entra, browser, url } = await startedSignIn();
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
    const { entra, browser, url } = await startedSignIn();
    const step = await browser.finish(
      entra.fail(url, { error, error_description: described(code, '<b>Contoso</b> secret') }),
    );
    if (step.kind !== 'failed') throw new Error('Nobody is told why.');
    expect(step.failed).toMatchObject({
      clientName: 'Claude',
      failure: { failure: { kind, code: `AADSTS${code}`, traceId, atMs: Date.UTC(2026, 10, 24, 9) } },
    });
    const { searchParams } = new URL(step.failed.returnUrl);
    expect(searchParams.get('error')).toBe(toldAs);
    expect(searchParams.get('error_description')).toContain(`AADSTS${code}, trace id ${traceId}`);
    expect(JSON.stringify(step)).not.toContain('secret');
  });
});
