import { describe, expect, it } from 'vitest';
import { clouds } from '../../../src/entra/clouds.ts';
import { createIdTokenVerifier } from '../../../src/entra/id-token.ts';
import { readSigningKeyDocument } from '../../../src/entra/signing-keys.ts';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';
import {
  type Departures,
  bytesOf,
  clientAppId,
  cloud,
  contoso,
  createTokenForge,
  fabrikam,
  issuerFor,
  megan,
  nowMs,
  nowSeconds,
  personalTenant,
  serverAppId,
} from './token-forge.ts';

const forge = await createTokenForge();
const keys = await readSigningKeyDocument(bytesOf(JSON.stringify(forge.keyDocument)));
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const nonce = 'nonce-of-this-sign-in';

const signingKeys = {
  find: async (keyId: string) => {
    const key = keys.get(keyId);
    if (!key) throw new TokenError('key_unknown');
    return key;
  },
};

const verifier = createIdTokenVerifier({
  cloud,
  clientId: serverAppId,
  signingKeys,
  clock: { nowMs: () => nowMs },
});

/** An ID token as Entra issues it to the server application, unless told otherwise. */
function idToken({ claims, ...departures }: Departures = {}): Promise<string> {
  return forge.token({
    ...departures,
    claims: {
      nonce,
      azp: undefined,
      azpacr: undefined,
      scp: undefined,
      idtyp: undefined,
      wids: [globalAdministrator],
      roles: ['Connector.Admin'],
      ...claims,
    },
  });
}

async function reasonOf(departures: Departures, expectedNonce = nonce): Promise<string> {
  try {
    await verifier.verify(await idToken(departures), expectedNonce);
    return 'accepted';
  } catch (error) {
    return error instanceof TokenError ? error.reason : `threw ${String(error)}`;
  }
}

describe('the ID token verifier', () => {
  it('returns the user, the tenant and the roles', async () => {
    expect(await verifier.verify(await idToken(), nonce)).toMatchObject({
      tenantId: contoso,
      objectId: megan,
      name: 'Megan Bowen',
      preferredUsername: 'megan@contoso.example',
      directoryRoles: [globalAdministrator],
      appRoles: ['Connector.Admin'],
    });
  });

  it.each<[string, TokenErrorReason, Departures]>([
    ['without a nonce', 'nonce_mismatch', { claims: { nonce: undefined } }],
    ['of another sign-in', 'nonce_mismatch', { claims: { nonce: 'nonce-of-another' } }],
    ['with a list of nonces', 'nonce_mismatch', { claims: { nonce: [nonce] } }],
    ['that is an access token', 'not_an_id_token', { claims: { scp: 'access_as_user' } }],
    ['that was issued to a client', 'not_an_id_token', { claims: { azp: clientAppId } }],
    ['for another application', 'audience_mismatch', { claims: { aud: contoso } }],
    ['for several applications', 'audience_mismatch', { claims: { aud: [serverAppId] } }],
    ['of another issuer', 'issuer_mismatch', { claims: { iss: issuerFor(fabrikam) } }],
    ['of the first version', 'version_refused', { claims: { ver: '1.0' } }],
    ['without a tenant', 'tenant_malformed', { claims: { tid: undefined } }],
    ['with a tenant in capitals', 'tenant_malformed', { claims: { tid: contoso.toUpperCase() } }],
    ['without a person', 'object_malformed', { claims: { oid: undefined } }],
    ['that has expired', 'expired', { claims: { exp: nowSeconds } }],
    [
      'of tomorrow',
      'not_yet_valid',
      { claims: { iat: nowSeconds + 86_400, nbf: nowSeconds + 86_400, exp: nowSeconds + 90_000 } },
    ],
    ['without a time', 'time_malformed', { claims: { exp: undefined } }],
    ['that nobody signed', 'algorithm_refused', { header: { alg: 'none' } }],
    ['under a secret key', 'algorithm_refused', { header: { alg: 'HS256' } }],
    ['under an unknown key', 'key_unknown', { header: { kid: 'unknown' } }],
    ['under a key of somebody else', 'signature_invalid', { key: forge.attacker }],
    [
      'under a key of another tenant',
      'key_issuer_mismatch',
      { key: forge.fabrikamKey, header: { kid: 'fabrikam-key' } },
    ],
    [
      'of a personal account',
      'personal_account',
      {
        claims: { tid: personalTenant, iss: issuerFor(personalTenant) },
        key: forge.personalKey,
        header: { kid: 'personal-key' },
      },
    ],
  ])('rejects %s with %s', async (_case, reason, departures) => {
    expect(await reasonOf(departures)).toBe(reason);
  });

  it('rejects any token when the expected nonce is empty', async () => {
    expect(await reasonOf({ claims: { nonce: '' } }, '')).toBe('nonce_mismatch');
  });

  it.each(['usgov', 'usgov-dod', 'china'] as const)(
    'rejects a token of the global cloud in %s',
    async (other) => {
      const elsewhere = createIdTokenVerifier({
        cloud: clouds[other],
        clientId: serverAppId,
        signingKeys,
        clock: { nowMs: () => nowMs },
      });
      await expect(elsewhere.verify(await idToken(), nonce)).rejects.toMatchObject({
        reason: 'issuer_mismatch',
      });
    },
  );
});
