import { beforeAll, describe, expect, it } from 'vitest';
import { clientAppId, contoso, createTokenForge, megan, nowMs, type TokenForge } from './token-forge.ts';
import { createVerifier, rejectionOf } from './verifier-setup.ts';

let forge: TokenForge;
beforeAll(async () => {
  forge = await createTokenForge();
});

describe('the verified caller', () => {
  it('contains the claims of the token and is deeply frozen', async () => {
    const claims = { roles: ['Connector.Admin'], login_hint: 'O.CiQ', scp: 'access_as_user openid', acct: 1 };
    const { caller } = await createVerifier(forge).verify(await forge.token({ claims }));
    expect(caller).toEqual({
      tenantId: contoso,
      objectId: megan,
      clientId: clientAppId,
      scopes: ['access_as_user', 'openid'],
      tokenId: 'q2vWnLkXbE2sAAAA',
      issuedAtMs: nowMs - 300_000,
      expiresAtMs: nowMs + 4_200_000,
      isGuest: true,
      preferredUsername: 'megan@contoso.example',
      name: 'Megan Bowen',
      loginHint: 'O.CiQ',
      directoryRoles: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
      appRoles: ['Connector.Admin'],
    });
    for (const part of [caller, caller.scopes, caller.directoryRoles, caller.appRoles]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it.each([
    ['acct a text', { acct: '1' }, { isGuest: false }],
    ['wids a text', { wids: 'b79fbf4d-3ef9-4689-8143-76b194e85509' }, { directoryRoles: [] }],
    ['roles with other things among them', { roles: ['A', 1, null, {}, ''] }, { appRoles: ['A'] }],
    [
      'more roles than anybody has',
      { roles: Array.from({ length: 201 }, () => 'r') },
      { appRoles: Array(200).fill('r') },
    ],
    ['a name that just fits', { name: 'x'.repeat(1024) }, { name: 'x'.repeat(1024) }],
    ['a name that is too long', { name: 'x'.repeat(1025) }, { name: undefined }],
    ['a name that is no text', { name: { first: 'Megan' } }, { name: undefined }],
    ['an empty hint', { login_hint: '' }, { loginHint: undefined }],
    ['groups', { groups: [contoso, 'x', 7] }, { groupIds: [contoso] }],
    ['groups that are no list', { groups: contoso }, { groupIds: undefined }],
    ['uti no text', { uti: 7 }, { tokenId: '' }],
  ])('omits invalid values of %s', async (_name, claims, expected) => {
    const { caller } = await createVerifier(forge).verify(await forge.token({ claims }));
    expect(caller).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    );
    for (const [member, value] of Object.entries(expected)) {
      if (value === undefined) expect(caller).not.toHaveProperty(member);
    }
  });

  it('is part of the error of a denied valid token, with the user name for its page', async () => {
    const token = await forge.token({ claims: { scp: 'openid' } });
    const { details } = await rejectionOf(createVerifier(forge).verify(token));
    expect(details).toEqual({
      holder: {
        tenantId: contoso,
        objectId: megan,
        clientId: clientAppId,
        tokenId: 'q2vWnLkXbE2sAAAA',
        username: 'megan@contoso.example',
      },
    });
  });
});

describe('the message of a token error', () => {
  it('is the same for every unverified token', async () => {
    const strange = 'bad00000-0000-4000-8000-000000000003';
    const tokens = [
      await forge.token({ claims: { exp: 1 } }),
      await forge.token({ claims: { aud: strange } }),
      await forge.token({ claims: { azp: strange }, key: forge.attacker }),
      await forge.token({ header: { kid: 'no-such-key' } }),
      'nonsense',
    ];
    const refusals = await Promise.all(
      tokens.map((token) => rejectionOf(createVerifier(forge).verify(token))),
    );
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(1);
    expect(new Set(refusals.map(({ reason }) => reason)).size).toBe(tokens.length);
  });

  it('names no other tenant or client to a denied user', async () => {
    for (const claims of [{ azp: 'bad00000-0000-4000-8000-000000000003' }, { scp: 'openid' }]) {
      const { message } = await rejectionOf(createVerifier(forge).verify(await forge.token({ claims })));
      expect(message).not.toMatch(/[0-9a-f]{8}-|megan|contoso|openid/i);
    }
  });
});
