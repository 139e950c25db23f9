import { env, runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createAdminSessions, mayChange } from '../../../src/admin/session.ts';
import { sealText, sealPurpose } from '../../../src/crypto/sealed-box.ts';
import { randomId } from '../../../src/crypto/encoding.ts';
import type { BrowserSession } from '../../../src/oauth/storage/browser-session.ts';
import { createMemorySessionStore } from './memory-session-store.ts';
import { createHarness, keyRing } from './oauth-harness.ts';
import { newUser } from './entra-stub.ts';

const namespace = (env as unknown as { BROWSER_SESSION: DurableObjectNamespace<BrowserSession> })
  .BROWSER_SESSION;

function createFixture() {
  const harness = createHarness();
  const clock = { nowMs: () => harness.time.nowMs };
  const sessions = createAdminSessions({ sessionStore: harness.sessionStore, keyRing, clock });
  const session = {
    ...newUser(),
    name: 'Patti',
    username: 'patti@contoso.example',
    isAdministrator: true,
    authenticatedAtMs: harness.time.nowMs,
    interactiveAtMs: harness.time.nowMs,
    formToken: randomId(),
    granted: ['Mail.Read'],
  };
  return { harness, sessions, session };
}

describe('a session', () => {
  it('has a random id as its cookie, and ends for every copy of it', async () => {
    const { sessions, session } = createFixture();
    const cookie = await sessions.start(session);
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expect(await sessions.start(session)).not.toBe(cookie);
    expect(await sessions.read(cookie)).toEqual(session);
    await sessions.end(cookie);
    await sessions.end(cookie);
    expect(await sessions.read(cookie)).toBeUndefined();
  });

  it('cannot be forged with the key ring: a sealed value is no session', async () => {
    const { sessions, session } = createFixture();
    const purpose = sealPurpose('m365-admin/v1');
    const forged = await sealText(keyRing, purpose, JSON.stringify({ value: session, expiresAtMs: 1e15 }));
    for (const cookie of [forged, randomId(), '', undefined, '__proto__', 'A'.repeat(43)]) {
      expect(await sessions.read(cookie)).toBeUndefined();
    }
  });

  it('does not open with the cookie of another session, even with its record', async () => {
    const { harness, session } = createFixture();
    const { sessionStore, records } = createMemorySessionStore();
    const clock = { nowMs: () => harness.time.nowMs };
    const sessions = createAdminSessions({ sessionStore, keyRing, clock });
    await sessions.start(session);
    const [stolen] = records.values();
    const cookie = await sessions.start({ ...session, name: 'Diego' });
    const [, name] = records.keys();
    if (!stolen || name === undefined) throw new Error('No sessions are stored.');
    records.set(name, stolen);
    expect(await sessions.read(cookie)).toBeUndefined();
  });

  it('is not looked up in storage for a malformed cookie', async () => {
    const { harness } = createFixture();
    const names: string[] = [];
    const sessionStore = {
      create: async () => true,
      read: async (name: string) => void names.push(name),
      end: async (name: string) => void names.push(name),
    };
    const clock = { nowMs: () => harness.time.nowMs };
    const sessions = createAdminSessions({ sessionStore, keyRing, clock });
    for (const cookie of [undefined, '', 'A'.repeat(42), 'A'.repeat(44), '/'.repeat(43)]) {
      expect(await sessions.read(cookie)).toBeUndefined();
      await sessions.end(cookie);
    }
    expect(names).toEqual([]);
  });

  it('expires, and its record is deleted', async () => {
    const { harness, sessions, session } = createFixture();
    const cookie = await sessions.start(session);
    harness.time.nowMs += 30 * 60_000;
    expect(await sessions.read(cookie)).toBeUndefined();
    const stub = namespace.getByName(`v1/${randomId()}`);
    await stub.create({ idempotencyKey: 'a', nowMs: 0, expiresAtMs: Date.now() + 100_000 });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await stub.create({ idempotencyKey: 'b', nowMs: 0, expiresAtMs: Date.now() + 100_000 })).toBe(
      true,
    );
  });

  it('allows a change within ten minutes of an interactive sign-in', () => {
    const { session } = createFixture();
    expect(mayChange(session, session.interactiveAtMs + 599_999)).toBe(true);
    expect(mayChange(session, session.interactiveAtMs + 600_000)).toBe(false);
    expect(mayChange({ ...session, interactiveAtMs: 0 }, session.authenticatedAtMs)).toBe(false);
  });
});

describe('the store of used states', () => {
  it('accepts a name once, and a retry of the same call', async () => {
    const stub = namespace.getByName(`v1/${randomId()}`);
    const record = { nowMs: 0, expiresAtMs: 1000 };
    expect(await stub.create({ ...record, idempotencyKey: 'a' })).toBe(true);
    expect(await stub.create({ ...record, idempotencyKey: 'a' })).toBe(true);
    expect(await stub.create({ ...record, idempotencyKey: 'b' })).toBe(false);
  });
});

describe('the session of /me', () => {
  async function signedIn() {
    const harness = createHarness();
    const browser = harness.createBrowser();
    const { location, browser: cookie } = await harness.account.start(browser.cookies);
    browser.cookies.browser = cookie;
    const query = harness.entra.signIn(location, newUser());
    const step = await browser.finishAccount(query);
    return { harness, browser, query, cookie: step.ok ? step.cookie : '' };
  }

  it('ends with sign-out', async () => {
    const { harness, cookie } = await signedIn();
    expect(await harness.account.read(cookie)).toBeDefined();
    await harness.account.signOut(cookie);
    expect(await harness.account.read(cookie)).toBeUndefined();
  });

  it('ends with a change of the tenant policy for the user', async () => {
    const { harness, cookie } = await signedIn();
    harness.policy = { deniedText: 'Not any more.', revokedBeforeMs: 0 };
    expect(await harness.account.read(cookie)).toBeUndefined();
    harness.policy = { deniedText: undefined, revokedBeforeMs: 0 };
    expect(await harness.account.read(cookie)).toBeUndefined();
  });

  it('is not opened twice by one authorization response, and Entra is not called again', async () => {
    const { harness, browser, query } = await signedIn();
    const requests = harness.entra.requests.length;
    await expect(browser.finishAccount(query)).rejects.toMatchObject({ code: 'already_finished' });
    query.set('code', 'made-up');
    await expect(browser.finishAccount(query)).rejects.toMatchObject({ code: 'already_finished' });
    expect(harness.entra.requests).toHaveLength(requests);
  });
});
