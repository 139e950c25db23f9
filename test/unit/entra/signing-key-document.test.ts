import { beforeAll, describe, expect, it } from 'vitest';
import { readSigningKeyDocument } from '../../../src/entra/signing-keys.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';
import { publicKeyEntry } from './token-forge.ts';

let key: RsaKey;
let other: RsaKey;
let weak: RsaKey;
let smallExponent: RsaKey;
beforeAll(async () => {
  [key, other, weak, smallExponent] = await Promise.all([
    createRsaKey('key'),
    createRsaKey('other'),
    createRsaKey('weak', 1920),
    createRsaKey('small', 2048, [3]),
  ]);
});

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

async function keyIds(...entries: readonly unknown[]): Promise<readonly string[]> {
  return [...(await readSigningKeyDocument(encode({ keys: [publicKeyEntry(key), ...entries] }))).keys()];
}

describe('readSigningKeyDocument', () => {
  it('reads every usable key in any order and with additional members', async () => {
    const x5c = ['MIIC/TCCAeWgAwIBAgIICHb5qy8hKKgwDQYJKoZIhvcNAQELBQAw'];
    const entry = publicKeyEntry(other, {
      x5t: 'thumbprint',
      x5c,
      cloud_instance_name: 'microsoftonline.com',
    });
    expect(await keyIds(entry)).toEqual(['key', 'other']);
  });

  it.each([
    ['that does not say what it is for', { use: undefined }],
    ['that names its algorithm', { alg: 'RS256' }],
    ['with an id of 128 characters', { kid: 'k'.repeat(128) }],
    ['with an id of one character', { kid: 'k' }],
  ])('accepts a key %s', async (_name, changes) => {
    expect(await keyIds(publicKeyEntry(other, changes))).toHaveLength(2);
  });

  it.each<[string, (keys: { other: RsaKey; weak: RsaKey; smallExponent: RsaKey }) => unknown]>([
    ['a key below 2,048 bits', ({ weak }) => publicKeyEntry(weak)],
    ['a key of 2,047 bits', ({ other }) => publicKeyEntry(other, { n: `f${other.publicJwk.n.slice(1)}` })],
    [
      'a weak key with zeros in front',
      ({ weak }) => publicKeyEntry(weak, { n: `${'A'.repeat(24)}${weak.publicJwk.n}` }),
    ],
    ['the exponent 3', ({ smallExponent }) => publicKeyEntry(smallExponent)],
    ['the exponent 1', ({ other }) => publicKeyEntry(other, { e: 'AQ' })],
    ['65537 with a zero in front', ({ other }) => publicKeyEntry(other, { e: 'AAEAAQ' })],
    ['a modulus of zeros', ({ other }) => publicKeyEntry(other, { n: 'A'.repeat(344) })],
    ['a modulus that is no base64url', ({ other }) => publicKeyEntry(other, { n: `${other.publicJwk.n}=` })],
    ['no modulus', ({ other }) => publicKeyEntry(other, { n: undefined })],
    ['a modulus that is a number', ({ other }) => publicKeyEntry(other, { n: 2 ** 50 })],
    ['use enc', ({ other }) => publicKeyEntry(other, { use: 'enc' })],
    ['use null', ({ other }) => publicKeyEntry(other, { use: null })],
    ['alg RS512', ({ other }) => publicKeyEntry(other, { alg: 'RS512' })],
    ['alg RSA-OAEP', ({ other }) => publicKeyEntry(other, { alg: 'RSA-OAEP' })],
    ['kty EC', ({ other }) => publicKeyEntry(other, { kty: 'EC' })],
    ['kty oct with a key', ({ other }) => publicKeyEntry(other, { kty: 'oct', k: 'c2VjcmV0' })],
    ['no issuer', ({ other }) => publicKeyEntry(other, { issuer: undefined })],
    ['an empty issuer', ({ other }) => publicKeyEntry(other, { issuer: '' })],
    ['an issuer that is a list', ({ other }) => publicKeyEntry(other, { issuer: ['x'] })],
    ['no kid', ({ other }) => publicKeyEntry(other, { kid: undefined })],
    ['a kid that is a number', ({ other }) => publicKeyEntry(other, { kid: 7 })],
    ['a kid of 129 characters', ({ other }) => publicKeyEntry(other, { kid: 'k'.repeat(129) })],
    ['a kid that no token may name', ({ other }) => publicKeyEntry(other, { kid: '../other' })],
    ['null', () => null],
    ['a text', () => 'other'],
    ['a list', () => []],
  ])('skips %s and keeps the other keys', async (_name, make) => {
    expect(await keyIds(make({ other, weak, smallExponent }))).toEqual(['key']);
  });

  it('accepts the key id __proto__', async () => {
    const ids = await keyIds(publicKeyEntry(other, { kid: '__proto__' }));
    expect(ids).toEqual(['key', '__proto__']);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another key', {}],
    ['a key that cannot be used', { kty: 'EC' }],
    ['a weak one', { n: 'AQAB' }],
  ])('skips both keys with the same id, the second one as %s', async (_name, changes) => {
    const third = publicKeyEntry(other);
    expect(await keyIds(publicKeyEntry(other, { kid: 'key', ...changes }), third)).toEqual(['other']);
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => ''],
    ['HTML', () => '<!DOCTYPE html><html><body>Service unavailable</body></html>'],
    ['JSON cut short', () => JSON.stringify({ keys: [publicKeyEntry(key)] }).slice(0, -3)],
    ['null', () => null],
    ['a list of keys alone', () => [publicKeyEntry(key)]],
    ['an error object', () => ({ error: 'server_error' })],
    ['keys null', () => ({ keys: null })],
    ['keys an object', () => ({ keys: { key: publicKeyEntry(key) } })],
    ['keys a text', () => ({ keys: 'none' })],
    ['no keys', () => ({ keys: [] })],
    ['no usable key', () => ({ keys: [publicKeyEntry(weak)] })],
    ['the same key twice and no other', () => ({ keys: [publicKeyEntry(key), publicKeyEntry(key)] })],
    ['keys twice', () => `{"keys":[],"keys":[${JSON.stringify(publicKeyEntry(key))}]}`],
    ['nesting without end', () => `${'{"keys":['.repeat(2000)}${']}'.repeat(2000)}`],
  ])('rejects a document that is %s', async (_name, make) => {
    await expect(readSigningKeyDocument(encode(make()))).rejects.toThrow(/key document/);
  });

  it('rejects bytes that are not UTF-8', async () => {
    await expect(readSigningKeyDocument(Uint8Array.from([0x7b, 0xff, 0x7d]))).rejects.toThrow(/key document/);
  });
});
