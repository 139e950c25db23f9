import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createUserStore } from '../../../src/oauth/storage/store-clients.ts';
import type { OAuthUser } from '../../../src/oauth/storage/user.ts';
import { vaultName } from '../../../src/vault/messages.ts';
import { newUser } from './entra-stub.ts';
import { createHarness } from './oauth-harness.ts';

const namespace = (env as unknown as { readonly OAUTH_USER: DurableObjectNamespace<OAuthUser> }).OAUTH_USER;
const users = createUserStore({ namespace: namespace });
const nowMs = Date.now();
const day = 24 * 3_600_000;
const use = (grantId: string, changes: object = {}) => ({
  grantId,
  nowMs,
  expiresAtMs: nowMs + day,
  ...changes,
});

describe('the connections of a user', () => {
  it('contain client name, connection time and last use', async () => {
    const user = newUser();
    await users.recordConnection(user, use('phone', { clientName: 'Phone' }));
    await users.recordConnection(user, use('laptop', { clientName: 'Laptop' }));
    await users.recordConnection(user, use('phone', { nowMs: nowMs + 1000, expiresAtMs: nowMs + 2 * day }));
    await abortAllDurableObjects();
    expect(await users.connections(user, nowMs)).toMatchObject([
      { grantId: 'phone', clientName: 'Phone', connectedAtMs: nowMs, usedAtMs: nowMs + 1000 },
      { grantId: 'laptop', clientName: 'Laptop', connectedAtMs: nowMs, usedAtMs: nowMs },
    ]);
  });

  it('are deleted one by one, and not recreated by a late refresh', async () => {
    const user = newUser();
    await users.recordConnection(user, use('phone', { clientName: 'Phone' }));
    await users.recordConnection(user, use('laptop', { clientName: 'Laptop' }));
    await users.removeConnection(user, 'phone', nowMs);
    await users.recordConnection(user, use('phone'));
    expect((await users.connections(user, nowMs)).map(({ grantId }) => grantId)).toEqual(['laptop']);
  });

  it('keep the connection time, name and order of clients that are used again', async () => {
    const user = newUser();
    await users.recordConnection(user, use('phone', { clientName: 'Phone' }));
    await users.recordConnection(user, use('laptop', { clientName: 'Laptop' }));
    await users.recordConnection(user, use('phone', { clientName: 'Renamed', nowMs: nowMs + 1000 }));
    expect(await users.connections(user, nowMs)).toEqual([
      {
        grantId: 'phone',
        clientName: 'Phone',
        connectedAtMs: nowMs,
        usedAtMs: nowMs + 1000,
        expiresAtMs: nowMs + day,
      },
      {
        grantId: 'laptop',
        clientName: 'Laptop',
        connectedAtMs: nowMs,
        usedAtMs: nowMs,
        expiresAtMs: nowMs + day,
      },
    ]);
    expect(await users.connections(user, nowMs + day)).toEqual([]);
  });

  it('are deleted when the user revokes everything, and when they expire', async () => {
    const [user, other] = [newUser(), newUser()];
    await users.recordConnection(user, use('phone', { clientName: 'Phone' }));
    await users.revoke(user, nowMs);
    expect(await users.connections(user, nowMs)).toEqual([]);

    await users.recordConnection(
      other,
      use('old', { clientName: 'Old', nowMs: nowMs - day, expiresAtMs: nowMs - 1 }),
    );
    expect(await users.connections(other, nowMs)).toEqual([]);
    const stub = namespace.getByName(vaultName(other.tenantId, other.objectId));
    await runDurableObjectAlarm(stub);
    const left = await runInDurableObject(stub, async (_user, { storage }) => (await storage.list()).size);
    expect(left).toBe(0);
  });

  it('are limited to fifty clients and names of a hundred characters', async () => {
    const user = newUser();
    for (let number = 0; number < 52; number += 1) {
      await users.recordConnection(user, use(`grant ${number}`, { clientName: 'x'.repeat(500) }));
    }
    const connections = await users.connections(user, nowMs);
    expect(connections).toHaveLength(50);
    expect(connections[0]).toMatchObject({ grantId: 'grant 51', clientName: 'x'.repeat(100) });
  });
});

describe('a connection on /me', () => {
  async function atPage(harness: ReturnType<typeof createHarness>, user: ReturnType<typeof newUser>) {
    const browser = harness.createBrowser();
    const { location, browser: cookie } = await harness.account.start(browser.cookies);
    browser.cookies.browser = cookie;
    const step = await browser.finishAccount(harness.entra.signIn(location, user));
    const session = step.ok ? await harness.account.read(step.cookie) : undefined;
    if (!session) throw new Error('No session.');
    return session;
  }

  it('is listed, can be ended alone, and never by another user', async () => {
    const harness = createHarness();
    const [user, mallory] = [newUser(), newUser()];
    const first = await harness.signIn(user);
    const second = await harness.signIn(user);
    const session = await atPage(harness, user);
    const connections = await harness.account.connections(session);
    expect(connections).toHaveLength(2);
    const [latest, earlier] = connections;

    const other = await atPage(harness, mallory);
    expect(await harness.account.disconnect(other, earlier?.grantId ?? '')).toBe(false);
    expect(await harness.account.connections(session)).toHaveLength(2);
    expect(harness.revocations).toEqual([]);

    await harness.account.disconnect(session, earlier?.grantId ?? '');
    expect((await harness.account.connections(session)).map(({ grantId }) => grantId)).toEqual([
      latest?.grantId,
    ]);
    await expect(harness.refresh(first.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await harness.refresh(second.refresh_token)).toHaveProperty('access_token');
    // In our clock: no access token of the client is left, however Entra dates it.
    expect(harness.revocations).toEqual([{ user, issuedUpToMs: harness.time.nowMs }]);
  });

  it('shows the granted permissions, or why access is denied', async () => {
    const harness = createHarness();
    expect((await atPage(harness, newUser())).access).toMatchObject({ granted: ['Mail.Read'] });
    harness.exchangeResults.push({
      ok: false,
      reason: 'entra',
      failure: { kind: 'not_assigned', code: 'AADSTS50105' },
    });
    expect((await atPage(harness, newUser())).access).toEqual({
      ok: false,
      code: 'not_assigned',
      text: expect.stringContaining('not assigned') as string,
    });
  });
});
