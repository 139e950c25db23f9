import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createUserStore } from '../../../src/oauth/storage/store-clients.ts';
import type { OAuthUser } from '../../../src/oauth/storage/user.ts';
import { vaultName } from '../../../src/vault/messages.ts';
import { newPerson } from './entra-stub.ts';
import { createWorld } from './relay-world.ts';

const namespace = (env as unknown as { readonly OAUTH_USER: DurableObjectNamespace<OAuthUser> }).OAUTH_USER;
const people = createUserStore({ people: namespace });
const nowMs = Date.now();
const day = 24 * 3_600_000;
const use = (grantId: string, changes: object = {}) => ({
  grantId,
  nowMs,
  expiresAtMs: nowMs + day,
  ...changes,
});

describe('what a person has connected', () => {
  it('is the name that each client goes by, when it was connected, and when it last fetched tokens', async () => {
    const person = newPerson();
    await people.noteConnection(person, use('phone', { clientName: 'Phone' }));
    await people.noteConnection(person, use('laptop', { clientName: 'Laptop' }));
    await people.noteConnection(person, use('phone', { nowMs: nowMs + 1000, expiresAtMs: nowMs + 2 * day }));
    await abortAllDurableObjects();
    expect(await people.connections(person, nowMs)).toMatchObject([
      { grantId: 'phone', clientName: 'Phone', connectedAtMs: nowMs, usedAtMs: nowMs + 1000 },
      { grantId: 'laptop', clientName: 'Laptop', connectedAtMs: nowMs, usedAtMs: nowMs },
    ]);
  });

  it('is forgotten one by one, and not brought back by a client that was late', async () => {
    const person = newPerson();
    await people.noteConnection(person, use('phone', { clientName: 'Phone' }));
    await people.noteConnection(person, use('laptop', { clientName: 'Laptop' }));
    await people.forgetConnection(person, 'phone', nowMs);
    await people.noteConnection(person, use('phone'));
    expect((await people.connections(person, nowMs)).map(({ grantId }) => grantId)).toEqual(['laptop']);
  });

  it('is forgotten with everything else when the person ends it all, and by itself when it expires', async () => {
    const [person, other] = [newPerson(), newPerson()];
    await people.noteConnection(person, use('phone', { clientName: 'Phone' }));
    await people.revoke(person, nowMs);
    expect(await people.connections(person, nowMs)).toEqual([]);

    await people.noteConnection(
      other,
      use('old', { clientName: 'Old', nowMs: nowMs - day, expiresAtMs: nowMs - 1 }),
    );
    expect(await people.connections(other, nowMs)).toEqual([]);
    const stub = namespace.getByName(vaultName(other.tenantId, other.objectId));
    await runDurableObjectAlarm(stub);
    const left = await runInDurableObject(stub, async (_person, { storage }) => (await storage.list()).size);
    expect(left).toBe(0);
  });

  it('is bounded: fifty clients, and a hundred characters of a name', async () => {
    const person = newPerson();
    for (let number = 0; number < 52; number += 1) {
      await people.noteConnection(person, use(`grant ${number}`, { clientName: 'x'.repeat(500) }));
    }
    const connections = await people.connections(person, nowMs);
    expect(connections).toHaveLength(50);
    expect(connections[0]).toMatchObject({ grantId: 'grant 51', clientName: 'x'.repeat(100) });
  });
});

describe('a client that a person connects', () => {
  async function atPage(world: ReturnType<typeof createWorld>, person: ReturnType<typeof newPerson>) {
    const browser = world.createBrowser();
    const { location, browser: cookie } = await world.relay.account.begin(browser.cookies);
    browser.cookies.browser = cookie;
    const step = await browser.finish(world.entra.signIn(location, person));
    const session = step.kind === 'account' ? await world.relay.account.read(step.session) : undefined;
    if (!session) throw new Error('No session.');
    return session;
  }

  it('is shown, is ended alone, and never by somebody else', async () => {
    const world = createWorld();
    const [person, mallory] = [newPerson(), newPerson()];
    const first = await world.signIn(person);
    const second = await world.signIn(person);
    const session = await atPage(world, person);
    const connections = await world.relay.account.connections(session);
    expect(connections).toHaveLength(2);
    const [latest, earlier] = connections;

    const other = await atPage(world, mallory);
    await world.relay.account.disconnect(other, earlier?.grantId ?? '');
    expect(await world.relay.account.connections(session)).toHaveLength(2);
    expect(world.revocations).toEqual([]);

    await world.relay.account.disconnect(session, earlier?.grantId ?? '');
    expect((await world.relay.account.connections(session)).map(({ grantId }) => grantId)).toEqual([
      latest?.grantId,
    ]);
    await expect(world.refresh(first.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await world.refresh(second.refresh_token)).toHaveProperty('access_token');
    expect(world.revocations).toMatchObject([{ person }]);
  });

  it('shows what is granted, or why nothing is', async () => {
    const world = createWorld();
    expect((await atPage(world, newPerson())).access).toMatchObject({ granted: ['Mail.Read'] });
    world.trials.push({ ok: false, failure: { kind: 'not_assigned', code: 'AADSTS50105' } });
    expect((await atPage(world, newPerson())).access).toEqual({
      refusal: expect.stringContaining('not assigned') as string,
    });
  });
});
