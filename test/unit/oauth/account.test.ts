import { describe, expect, it } from 'vitest';
import { newPerson, scopeAtEntra } from './entra-stub.ts';
import { runOf } from './client-run.ts';
import { createWorld } from './relay-world.ts';

/** A person signs in to the page about their own connections. */
async function atAccount(person = newPerson()) {
  const world = createWorld();
  const browser = world.createBrowser();
  const { location, browser: cookie } = await world.relay.account.begin(browser.cookies);
  browser.cookies.browser = cookie;
  return { world, browser, location, person };
}

async function signedIn(person = newPerson()) {
  const { world, browser, location } = await atAccount(person);
  const step = await browser.finish(world.entra.signIn(location, person));
  if (step.kind !== 'account') throw new Error('No session.');
  return { world, person, cookie: step.session };
}

describe('the account page', () => {
  it('signs a person in through Entra with a proof key of its own', async () => {
    const { world, browser, location, person } = await atAccount();
    const { searchParams } = new URL(location);
    expect(searchParams.get('scope')).toBe(scopeAtEntra);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    const step = await browser.finish(world.entra.signIn(location, person));
    const session = await world.relay.account.read(step.kind === 'account' ? step.session : '');
    expect(session).toMatchObject(person);
    expect(world.entra.requests[0]?.form['code_verifier']).toMatch(/^[\w-]{43}$/);
  });

  it('is not entered in another browser, nor with the state of a client', async () => {
    const { world, location, person } = await atAccount();
    const query = world.entra.signIn(location, person);
    await expect(world.createBrowser().finish(query)).rejects.toMatchObject({ code: 'other_browser' });
    const other = world.createBrowser();
    const clientUrl = await world.toEntra(await runOf(), other);
    expect(await other.finish(world.entra.signIn(clientUrl, person))).toMatchObject({ kind: 'redirect' });
  });

  it('is not entered with an account that the connector does not let in', async () => {
    const { world, browser, location, person } = await atAccount();
    world.refusals.push('personal_account');
    expect(await browser.finish(world.entra.signIn(location, person))).toMatchObject({
      kind: 'refused',
      refused: { cause: { owner: 'user' } },
    });
  });

  it('tells why where Microsoft ends the sign-in', async () => {
    const { world, browser, location } = await atAccount();
    const query = world.entra.fail(location, { error: 'access_denied', error_description: 'AADSTS53003: x' });
    expect(await browser.finish(query)).toMatchObject({
      kind: 'refused',
      refused: { cause: { failure: { code: 'AADSTS53003' } }, returnUrl: 'https://mcp.example.com/me' },
    });
  });

  it('knows the person for ten minutes, and nobody by a cookie that was made up', async () => {
    const { world, cookie } = await signedIn();
    for (const other of [undefined, '', 'AQAAAA', `${cookie}A`]) {
      expect(await world.relay.account.read(other)).toBeUndefined();
    }
    world.time.nowMs += 10 * 60_000;
    expect(await world.relay.account.read(cookie)).toBeUndefined();
  });

  it('ends every sign-in, every access token, and itself', async () => {
    const { world, person, cookie } = await signedIn();
    const tokens = await world.signIn(person);
    const session = await world.relay.account.read(cookie);
    world.time.nowMs += 60_000;
    if (session) await world.relay.account.revokeAll(session);
    await expect(world.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(world.revocations).toEqual([{ person, issuedUpToMs: world.time.nowMs }]);
    expect(await world.relay.account.read(cookie)).toBeUndefined();
    world.time.nowMs += 1000;
    const again = await world.signIn(person);
    expect(await world.refresh(again.refresh_token)).toHaveProperty('access_token');
  });

  it('is closed at once by a revocation from elsewhere, of the person or of their organisation', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await one.world.people.revoke(one.person, one.world.time.nowMs);
    expect(await one.world.relay.account.read(one.cookie)).toBeUndefined();
    expect(await other.world.relay.account.read(other.cookie)).toMatchObject(other.person);
    other.world.organisation = { refusal: undefined, revokedBeforeMs: other.world.time.nowMs };
    expect(await other.world.relay.account.read(other.cookie)).toBeUndefined();
  });

  it('is not entered by a sign-in that was begun before a revocation', async () => {
    const { world, browser, location, person } = await atAccount();
    world.time.nowMs += 1000;
    await world.people.revoke(person, world.time.nowMs);
    world.time.nowMs += 1000;
    const step = await browser.finish(world.entra.signIn(location, person));
    const cookie = step.kind === 'account' ? step.session : '';
    expect(cookie).not.toBe('');
    expect(await world.relay.account.read(cookie)).toBeUndefined();
  });
});
