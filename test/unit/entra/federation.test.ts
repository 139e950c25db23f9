import { beforeAll, describe, expect, it } from 'vitest';
import {
  federatedKeyId,
  federatedKeySet,
  federatedMetadata,
  parseFederatedKeys,
} from '../../../src/entra/federation.ts';
import { certificateDer, pemBlock } from './der-writer.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';

let key: RsaKey;
let next: RsaKey;
let weak: RsaKey;
beforeAll(async () => {
  [key, next, weak] = await Promise.all([
    createRsaKey('key'),
    createRsaKey('next'),
    createRsaKey('weak', 1024),
  ]);
});

const pemOf = (...keys: readonly RsaKey[]) =>
  keys.map(({ pkcs8 }) => pemBlock('PRIVATE KEY', pkcs8)).join('');

describe('parseFederatedKeys', () => {
  it('derives the public key from the private key', () => {
    const [parsed] = parseFederatedKeys(pemOf(key));
    expect(parsed.privateKeyDer).toEqual(key.pkcs8);
    expect(parsed.publicJwk).toEqual({ kty: 'RSA', ...key.publicJwk });
  });

  it('reads several keys in order', () => {
    const keys = parseFederatedKeys(pemOf(next, key));
    expect(keys.map(({ publicJwk }) => publicJwk.n)).toEqual([next.publicJwk.n, key.publicJwk.n]);
  });

  it('ignores a certificate beside the key', () => {
    const pem = pemBlock('CERTIFICATE', certificateDer(key.spki)) + pemOf(key);
    expect(parseFederatedKeys(pem)).toHaveLength(1);
  });

  it.each<[string, () => string, string]>([
    ['nothing', () => 'secret', 'contains no PRIVATE KEY block'],
    ['a key that is too short', () => pemOf(weak), 'needs an RSA key of at least 2048 bits'],
    ['a short key behind a good one', () => pemOf(key, weak), 'needs an RSA key of at least 2048 bits'],
    [
      'a public key',
      () => pemBlock('PRIVATE KEY', key.spki),
      'contains a private key that is not an RSA key in PKCS#8',
    ],
  ])('rejects %s with a reason', (_name, pem, message) => {
    expect(() => parseFederatedKeys(pem())).toThrow(message);
  });
});

describe('the published key set', () => {
  it('identifies every key by its thumbprint and contains no private member', async () => {
    const keys = parseFederatedKeys(pemOf(next, key));
    const federation = { issuer: 'https://mcp.example.com/fic', keys };
    const published = await federatedKeySet(federation);
    expect(published.keys).toEqual([
      { kid: await federatedKeyId(keys[0]), use: 'sig', alg: 'RS256', kty: 'RSA', ...next.publicJwk },
      {
        kid: expect.stringMatching(/^[\w-]{43}$/) as string,
        use: 'sig',
        alg: 'RS256',
        kty: 'RSA',
        ...key.publicJwk,
      },
    ]);
    expect(new Set(published.keys.map(({ kid }) => kid)).size).toBe(2);
    expect(federatedMetadata(federation)).toMatchObject({
      issuer: 'https://mcp.example.com/fic',
      jwks_uri: 'https://mcp.example.com/fic/keys',
    });
  });

  it('computes the thumbprint of RFC 7638, section 3.1', async () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const privateKeyDer = new Uint8Array();
    expect(await federatedKeyId({ privateKeyDer, publicJwk: { kty: 'RSA', n, e: 'AQAB' } })).toBe(
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    );
  });
});
