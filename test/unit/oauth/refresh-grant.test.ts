import { describe, expect, it } from 'vitest';
import { clientAppId, newPerson, scopeAtEntra, serverAppId } from './entra-stub.ts';
import { type Changes, claudeCode, issuer, resource } from './client-run.ts';
import { createWorld } from './relay-world.ts';

const dayMs = 24 * 3_600_000;

const refused = (code: string) => ({ name: 'OAuthError', code });

describe('a refresh token', () => {
  it('[entra-7.3] is redeemed at the tenant of the person, with the scope that clients forget', async () => {
    const world = createWorld();
    const person = newPerson();
    const { refresh_token } = await world.signIn(person);
    const next = await world.refresh(refresh_token);
    expect(world.entra.requests.at(-1)).toEqual({
      path: `/${person.tenantId}/oauth2/v2.0/token`,
      form: {
        client_id: clientAppId,
        redirect_uri: `${issuer}/oauth/callback`,
        scope: scopeAtEntra,
        grant_type: 'refresh_token',
        refresh_token: expect.stringMatching(/^entra-refresh-/),
      },
    });
    expect(next.refresh_token).not.toBe(refresh_token);
    expect(next.scope).toBe(`api://${serverAppId}/access_as_user`);
    expect(await world.refresh(next.refresh_token)).toHaveProperty('access_token');
  });

  const rows: readonly (readonly [string, Changes, string])[] = [
    ['of another client', { client_id: claudeCode }, 'invalid_grant'],
    ['of the hand-configured client', { client_id: clientAppId }, 'invalid_grant'],
    ['for another resource', { resource: 'https://evil.example' }, 'invalid_target'],
    ['for no resource', { resource: undefined }, 'invalid_target'],
    ['that was made up', { refresh_token: 'forged' }, 'invalid_grant'],
    ['of Entra itself', { refresh_token: `entra-refresh-${crypto.randomUUID()}` }, 'invalid_grant'],
    ['that is missing', { refresh_token: undefined }, 'invalid_request'],
  ];
  it.each(rows)(
    '[entra-4.6-swapped-refresh-token] %s: refused, Entra not asked',
    async (_, changes, code) => {
      const world = createWorld();
      const { refresh_token } = await world.signIn();
      await expect(world.refresh(refresh_token, changes)).rejects.toMatchObject(refused(code));
      expect(world.entra.requests).toHaveLength(1);
      expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
    },
  );

  it('[entra-4.6-swapped-refresh-token] brings nothing when Entra names another person for it', async () => {
    const world = createWorld();
    const person = newPerson();
    const { refresh_token } = await world.signIn(person);
    world.entra.mistake = { ...newPerson(), objectId: person.objectId };
    await expect(world.refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('[entra-7.13] a refresh that Entra refuses is invalid_grant', async () => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    for (const code of [70008, 700082, 50173, 50057, 50105, 53003]) {
      world.entra.failures.push({ status: 400, body: { error: 'invalid_grant', error_codes: [code] } });
      await expect(world.refresh(refresh_token)).rejects.toMatchObject({
        ...refused('invalid_grant'),
        message: expect.stringContaining(`AADSTS${code}`),
      });
    }
  });

  it('[entra-4.6-replay] is replaced at each use; an earlier one, once the grace is over, ends the grant', async () => {
    const world = createWorld();
    const first = await world.signIn();
    const second = await world.refresh(first.refresh_token);
    world.time.nowMs += 2 * 60_000;
    const asked = world.entra.requests.length;
    await expect(world.refresh(first.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    await expect(world.refresh(second.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    expect(world.entra.requests).toHaveLength(asked);
  });

  it('[entra-4.6-replay] two steps back is never a repetition', async () => {
    const world = createWorld();
    const first = await world.signIn();
    const second = await world.refresh(first.refresh_token);
    const third = await world.refresh(second.refresh_token);
    await expect(world.refresh(first.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
    await expect(world.refresh(third.refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('may come again at once: an answer can be lost, and a client can have two processes', async () => {
    const world = createWorld();
    const first = await world.signIn();
    const again = await Promise.all([1, 2, 3].map(() => world.refresh(first.refresh_token)));
    world.time.nowMs += 3_600_000;
    expect(await world.refresh(again[0]?.refresh_token)).toHaveProperty('access_token');
    expect(await world.refresh(again[2]?.refresh_token)).toHaveProperty('access_token');
  });

  it('that failed at Entra can be tried again much later', async () => {
    const world = createWorld();
    const { refresh_token } = await world.signIn();
    world.entra.isDown = true;
    await expect(world.refresh(refresh_token)).rejects.toMatchObject(refused('temporarily_unavailable'));
    world.entra.isDown = false;
    world.time.nowMs += dayMs;
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('lasts for 90 days without use', async () => {
    const world = createWorld();
    let { refresh_token } = await world.signIn();
    for (let quarter = 0; quarter < 3; quarter += 1) {
      world.time.nowMs += 89 * dayMs;
      ({ refresh_token } = await world.refresh(refresh_token));
    }
    world.time.nowMs += 90 * dayMs;
    await expect(world.refresh(refresh_token)).rejects.toMatchObject(refused('invalid_grant'));
  });

  it('ends a year after the sign-in, however often it is renewed', async () => {
    const world = createWorld();
    let { refresh_token } = await world.signIn();
    for (let fifth = 0; fifth < 4; fifth += 1) {
      world.time.nowMs += 73 * dayMs;
      ({ refresh_token } = await world.refresh(refresh_token));
    }
    world.time.nowMs += 73 * dayMs - 1000;
    ({ refresh_token } = await world.refresh(refresh_token));
    world.time.nowMs += 1000;
    await expect(world.refresh(refresh_token)).rejects.toMatchObject({
      ...refused('invalid_grant'),
      message: 'This sign-in is a year old. Sign in again.',
    });
  });

  it('is not given where Entra gives none', async () => {
    const world = createWorld();
    world.entra.keepsSignIns = false;
    expect(await world.signIn()).not.toHaveProperty('refresh_token');
  });

  it('stays dead where the operator changes PUBLIC_URL', async () => {
    const { refresh_token } = await createWorld().signIn();
    const moved = createWorld({
      publicUrl: new URL('https://new.example'),
      resource: 'https://new.example/mcp',
    });
    const again = moved.refresh(refresh_token, { resource: 'https://new.example/mcp' });
    await expect(again).rejects.toMatchObject(refused('invalid_grant'));
    await expect(moved.refresh(refresh_token, { resource })).rejects.toMatchObject(refused('invalid_target'));
  });
});
