import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenErrorReason } from '../../../src/entra/token-error.ts';
import { algorithmRows } from './bad-tokens/algorithm.ts';
import type { BadToken } from './bad-tokens/bad-token.ts';
import { encodingRows } from './bad-tokens/encoding.ts';
import { holderRows } from './bad-tokens/holder.ts';
import { issuerRows } from './bad-tokens/issuer.ts';
import { keySelectionRows } from './bad-tokens/key-selection.ts';
import {
  clientAppId,
  createTokenForge,
  type Departures,
  fabrikam,
  issuerFor,
  megan,
  nowSeconds,
  secondClientAppId,
  type TokenForge,
} from './token-forge.ts';
import { createVerifier, rejectionOf } from './verifier-setup.ts';

const badTokens: readonly BadToken[] = [
  ...algorithmRows,
  ...keySelectionRows,
  ...encodingRows,
  ...issuerRows,
  ...holderRows,
];

/** Errors that require a key lookup. All others are detected without a request to Entra. */
const decidedWithKeys = new Set<TokenErrorReason>([
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

describe(`the access token verifier rejects ${badTokens.length} bad tokens`, () => {
  it('has unique row names', () => {
    expect(new Set(badTokens.map(({ name }) => name)).size).toBe(badTokens.length);
    expect(badTokens.length).toBeGreaterThanOrEqual(120);
  });

  it.each(badTokens)('$status $reason: $name', async ({ make, status, reason }) => {
    const { verify, fetches } = createVerifier(forge);
    const rejection = await rejectionOf(verify(await make(forge)));
    expect({ status: rejection.status, reason: rejection.reason }).toEqual({ status, reason });
    expect(fetches()).toBe(decidedWithKeys.has(reason) ? 1 : 0);
    expect(rejection.details.holder === undefined).toBe(status !== 403);
  });
});

describe('the access token verifier accepts', () => {
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
    'a life of 29 hours': { claims: { iat: nowSeconds - 1, exp: nowSeconds - 1 + 29 * 3600 } },
    'eight levels': { claims: { deep: [[[[[[[]]]]]]] } },
    'no uti, name or user name': {
      claims: { uti: undefined, name: undefined, preferred_username: undefined, wids: undefined },
    },
  };

  it.each(Object.entries(goodTokens))('%s', async (_name, variant) => {
    const { verify, fetches } = createVerifier(forge);
    const token = await forge.token(typeof variant === 'function' ? variant(forge) : variant);
    const { caller, assertion } = await verify(token);
    expect(assertion).toBe(token);
    expect(caller.objectId).toBe(megan);
    expect(fetches()).toBe(1);
  });

  it('every tenant but the personal account tenant when allowedTenants is *', async () => {
    const { verify } = createVerifier(forge, { allowedTenants: '*' });
    const somewhere = 'eeee0000-0000-4000-8000-00000000eeee';
    const { caller } = await verify(
      await forge.token({ claims: { tid: somewhere, iss: issuerFor(somewhere) } }),
    );
    expect(caller.tenantId).toBe(somewhere);
    const personal = holderRows.find(({ reason }) => reason === 'personal_account');
    expect((await rejectionOf(verify(await personal!.make(forge)))).reason).toBe('personal_account');
  });

  it.each<[string, Record<string, unknown>, TokenErrorReason | undefined]>([
    ['got by the relay, with its secret', { azpacr: '1' }, undefined],
    ['got by the relay, with its certificate', { azpacr: '2' }, undefined],
    ['got elsewhere', { azpacr: '0' }, 'client_unproven'],
    ['that does not say how', { azpacr: undefined }, 'client_unproven'],
    ['that says it in another way', { azpacr: 1 }, 'client_unproven'],
    ['of an application that the operator added', { azp: secondClientAppId, azpacr: '0' }, undefined],
  ])(
    'tokens of the confidential client application only with a client credential: %s',
    async (_name, claims, reason) => {
      const { verify } = createVerifier(forge, {
        clientAppId,
        clientCredential: { kind: 'secret', secret: 'x' },
      });
      const token = await forge.token({ claims });
      if (reason === undefined) expect((await verify(token)).assertion).toBe(token);
      else expect(await rejectionOf(verify(token))).toMatchObject({ reason, status: 403 });
    },
  );

  it('no token when allowedTenants is empty', async () => {
    const { verify } = createVerifier(forge, { allowedTenants: new Set() });
    expect((await rejectionOf(verify(await forge.token()))).reason).toBe('tenant_not_allowed');
  });
});

describe('token size limits', () => {
  const padded = (value: Record<string, unknown>, bytes: number) =>
    JSON.stringify({ ...value, pad: 'x'.repeat(bytes - JSON.stringify({ ...value, pad: '' }).length) });

  it.each([
    ['payload', 11_973, undefined],
    ['payload', 11_974, 'token_too_large'],
    ['header', 3072, undefined],
    ['header', 3073, 'token_malformed'],
  ])('a %s of %i bytes', async (segment, bytes, reason) => {
    const { verify } = createVerifier(forge);
    const token = await forge.token(
      segment === 'header'
        ? { headerText: padded(forge.header(), bytes) }
        : { header: { x5t: 'a' }, payloadText: padded(forge.claims(), bytes) },
    );
    if (reason === undefined) expect((await verify(token)).assertion).toBe(token);
    else expect((await rejectionOf(verify(token))).reason).toBe(reason);
  });
});
