import { beforeAll, describe, expect, it } from 'vitest';
import { type AccessTokenPolicy, createAccessTokenVerifier } from '../../../src/entra/access-token.ts';
import { createSigningKeys } from '../../../src/entra/signing-keys.ts';
import { TokenRejection, type TokenRejectionReason } from '../../../src/entra/token-rejection.ts';
import { algorithmRows } from './bad-tokens/algorithm.ts';
import type { BadToken } from './bad-tokens/bad-token.ts';
import { encodingRows } from './bad-tokens/encoding.ts';
import { holderRows } from './bad-tokens/holder.ts';
import { issuerRows } from './bad-tokens/issuer.ts';
import { keySelectionRows } from './bad-tokens/key-selection.ts';
import {
  clientAppId,
  cloud,
  contoso,
  createTokenForge,
  type Departures,
  fabrikam,
  issuerFor,
  megan,
  nowMs,
  nowSeconds,
  secondClientAppId,
  serverAppId,
  type TokenForge,
} from './token-forge.ts';

const badTokens: readonly BadToken[] = [
  ...algorithmRows,
  ...keySelectionRows,
  ...encodingRows,
  ...issuerRows,
  ...holderRows,
];

/** What can only be said once a key was looked for. Everything else is refused without a request to Entra. */
const decidedWithKeys = new Set<TokenRejectionReason>([
  'key_unknown',
  'key_issuer_mismatch',
  'signature_invalid',
  'personal_account',
  'tenant_not_allowed',
  'client_not_allowed',
  'agent_identity',
  'scope_missing',
]);

let forge: TokenForge;
beforeAll(async () => {
  forge = await createTokenForge();
});

/** A verifier with cold keys, and how often it asked for them. */
function createVerifier(changes: Partial<AccessTokenPolicy> = {}) {
  const clock = { nowMs: () => nowMs };
  let fetches = 0;
  const signingKeys = createSigningKeys({
    keysUrl: new URL('https://login.microsoftonline.com/organizations/discovery/v2.0/keys'),
    clock,
    waitUntil: () => undefined,
    async fetch() {
      fetches += 1;
      const body = new TextEncoder().encode(JSON.stringify(forge.keyDocument));
      return { status: 200, headers: new Headers(), body };
    },
  });
  const verifier = createAccessTokenVerifier({
    cloud,
    serverAppId,
    allowedClients: new Set([clientAppId, secondClientAppId]),
    allowedTenants: new Set([contoso, fabrikam, '9188040d-6c67-4c5b-b112-36a304b66dad']),
    signingKeys,
    clock,
    ...changes,
  });
  return { verify: (token: string) => verifier.verify(token), fetches: () => fetches };
}

async function rejectionOf(work: Promise<unknown>): Promise<TokenRejection> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TokenRejection)) throw new Error('The token was not rejected.', { cause: error });
  return error;
}

describe(`the verifier refuses ${badTokens.length} bad tokens`, () => {
  it('has no two rows of one name', () => {
    expect(new Set(badTokens.map(({ name }) => name)).size).toBe(badTokens.length);
    expect(badTokens.length).toBeGreaterThanOrEqual(120);
  });

  it.each(badTokens)('$status $reason: $name', async ({ make, status, reason }) => {
    const { verify, fetches } = createVerifier();
    const rejection = await rejectionOf(verify(await make(forge)));
    expect({ status: rejection.status, reason: rejection.reason }).toEqual({ status, reason });
    expect(fetches()).toBe(decidedWithKeys.has(reason) ? 1 : 0);
    expect(rejection.details.holder === undefined).toBe(status !== 403);
  });
});

describe('the verifier accepts', () => {
  const goodTokens: Readonly<Record<string, Departures | ((forge: TokenForge) => Departures)>> = {
    'a token as Entra issues it': {},
    'typ at+jwt': { header: { typ: 'at+jwt' } },
    'no typ': { header: { typ: undefined } },
    'x5t in the header': { header: { x5t: 'thumbprint' } },
    'a guest': { claims: { acct: 1, idp: 'https://sts.windows.net/fab00000-0000-4000-8000-00000000fab0/' } },
    'several scopes': { claims: { scp: 'openid access_as_user profile' } },
    'the other allowed client': { claims: { azp: secondClientAppId } },
    'the other allowed tenant': { claims: { tid: fabrikam, iss: issuerFor(fabrikam) } },
    'the second key': (forge) => ({ header: { kid: 'next-key' }, key: forge.next }),
    'a key of the one tenant that it is for': (forge) => ({
      claims: { tid: fabrikam, iss: issuerFor(fabrikam) },
      header: { kid: 'fabrikam-key' },
      key: forge.fabrikamKey,
    }),
    'no idtyp': { claims: { idtyp: undefined } },
    'a person with app roles': { claims: { roles: ['Connector.Admin'] } },
    'the last second of a token': { claims: { exp: nowSeconds + 1 } },
    'a clock that is a minute behind': { claims: { nbf: nowSeconds + 60, iat: nowSeconds + 60 } },
    'the long life of continuous access evaluation': {
      claims: { iat: nowSeconds - 300, exp: nowSeconds - 300 + 28 * 3600 + 300, xms_cc: ['cp1'] },
    },
    'a token of nearly 16 KB': { claims: { groups: Array.from({ length: 280 }, () => crypto.randomUUID()) } },
    'eight levels': { claims: { deep: [[[[[[[]]]]]]] } },
    'no uti, name or user name': {
      claims: { uti: undefined, name: undefined, preferred_username: undefined, wids: undefined },
    },
  };

  it.each(Object.entries(goodTokens))('%s', async (_name, variant) => {
    const { verify, fetches } = createVerifier();
    const token = await forge.token(typeof variant === 'function' ? variant(forge) : variant);
    const { caller, assertion } = await verify(token);
    expect(assertion).toBe(token);
    expect(caller.objectId).toBe(megan);
    expect(fetches()).toBe(1);
  });

  it('every organisation where the operator opens the connector to all, and still no personal account', async () => {
    const { verify } = createVerifier({ allowedTenants: '*' });
    const somewhere = 'eeee0000-0000-4000-8000-00000000eeee';
    const { caller } = await verify(
      await forge.token({ claims: { tid: somewhere, iss: issuerFor(somewhere) } }),
    );
    expect(caller.tenantId).toBe(somewhere);
    const personal = holderRows.find(({ reason }) => reason === 'personal_account');
    expect((await rejectionOf(verify(await personal!.make(forge)))).reason).toBe('personal_account');
  });

  it('nobody where no tenant is named', async () => {
    const { verify } = createVerifier({ allowedTenants: new Set() });
    expect((await rejectionOf(verify(await forge.token()))).reason).toBe('tenant_not_allowed');
  });
});

describe('the verified caller', () => {
  it('is what the token says, frozen through and through', async () => {
    const claims = { roles: ['Connector.Admin'], login_hint: 'O.CiQ', scp: 'access_as_user openid', acct: 1 };
    const { caller } = await createVerifier().verify(await forge.token({ claims }));
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
    ['a name that is too long', { name: 'x'.repeat(1025) }, { name: undefined }],
    ['a name that is no text', { name: { first: 'Megan' } }, { name: undefined }],
    ['an empty hint', { login_hint: '' }, { loginHint: undefined }],
    ['uti no text', { uti: 7 }, { tokenId: '' }],
  ])('takes nothing that it should not from %s', async (_name, claims, expected) => {
    const { caller } = await createVerifier().verify(await forge.token({ claims }));
    expect(caller).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    );
    for (const [member, value] of Object.entries(expected)) {
      if (value === undefined) expect(caller).not.toHaveProperty(member);
    }
  });

  it('goes with the refusal of a good token, for the audit, without a name', async () => {
    const token = await forge.token({ claims: { scp: 'openid' } });
    const { details, message } = await rejectionOf(createVerifier().verify(token));
    expect(details).toEqual({
      holder: { tenantId: contoso, objectId: megan, clientId: clientAppId, tokenId: 'q2vWnLkXbE2sAAAA' },
    });
    expect(message).not.toMatch(/scope|tenant|token id|megan/i);
  });
});
