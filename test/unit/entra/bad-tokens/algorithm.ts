import { encodeBase64Url } from '../../../../src/crypto/encoding.ts';
import { type TokenForge, bytesOf } from '../token-forge.ts';
import { badTokens } from './bad-token.ts';

async function hmac(secret: Uint8Array, data: Uint8Array, hash = 'SHA-256') {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
}

function pem(forge: TokenForge): string {
  const body = btoa(String.fromCharCode(...forge.current.spki)).replace(/.{64}/g, '$&\n');
  return `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`;
}

async function ecdsa(data: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, data));
}

const noSignature = () => new Uint8Array();

export const algorithmRows = [
  ...badTokens(401, 'algorithm_refused', {
    'alg none with a signature left on': { header: { alg: 'none' } },
    'alg None': { header: { alg: 'None' } },
    'alg NONE': { header: { alg: 'NONE' } },
    'alg noNE': { header: { alg: 'noNE' } },
    'alg empty': { header: { alg: '' } },
    'alg missing': { header: { alg: undefined } },
    'alg null': { header: { alg: null } },
    'alg a list that holds RS256': { header: { alg: ['RS256'] } },
    'alg an object': { header: { alg: { RS256: true } } },
    'alg true': { header: { alg: true } },
    'alg rs256 in lower case': { header: { alg: 'rs256' } },
    'alg RS256 with a space behind': { header: { alg: 'RS256 ' } },
    'alg RS256 with a NUL behind': { header: { alg: 'RS256\0' } },
    'HS256 with the PEM of the public key': (forge) => ({
      header: { alg: 'HS256' },
      sign: (data) => hmac(bytesOf(pem(forge)), data),
    }),
    'HS256 with the DER of the public key': (forge) => ({
      header: { alg: 'HS256' },
      sign: (data) => hmac(forge.current.spki, data),
    }),
    'HS256 with the modulus as text': (forge) => ({
      header: { alg: 'HS256' },
      sign: (data) => hmac(bytesOf(forge.current.publicJwk.n), data),
    }),
    'HS256 with the JWK as text': (forge) => ({
      header: { alg: 'HS256' },
      sign: (data) => hmac(bytesOf(JSON.stringify(forge.current.publicJwk)), data),
    }),
    'HS384 with the PEM of the public key': (forge) => ({
      header: { alg: 'HS384' },
      sign: (data) => hmac(bytesOf(pem(forge)), data, 'SHA-384'),
    }),
    'HS512 with the PEM of the public key': (forge) => ({
      header: { alg: 'HS512' },
      sign: (data) => hmac(bytesOf(pem(forge)), data, 'SHA-512'),
    }),
    'RS384, signed well with the right key': (forge) => ({
      header: { alg: 'RS384' },
      sign: (data) => forge.current.sign(data, 'SHA-384'),
    }),
    'RS512, signed well with the right key': (forge) => ({
      header: { alg: 'RS512' },
      sign: (data) => forge.current.sign(data, 'SHA-512'),
    }),
    'PS256, signed well with the right key': (forge) => ({
      header: { alg: 'PS256' },
      sign: (data) => forge.current.signPss(data),
    }),
    'ES256 with a key of its own': { header: { alg: 'ES256' }, sign: ecdsa },
    'EdDSA in name': { header: { alg: 'EdDSA' } },
    'RSA-OAEP in name, as an encrypted token has it': { header: { alg: 'RSA-OAEP' } },
    'dir in name': { header: { alg: 'dir' } },
    'PBES2 with a costly count': { header: { alg: 'PBES2-HS256+A128KW', p2c: 2_000_000_000, p2s: 'AAAA' } },
  }),
  ...badTokens(401, 'token_malformed', {
    'alg none without a signature': { header: { alg: 'none' }, sign: noSignature },
    'RS256 without a signature': { sign: noSignature },
  }),
  ...badTokens(401, 'signature_invalid', {
    'RS256 in name, signed with RSA-PSS': (forge) => ({ sign: (data) => forge.current.signPss(data) }),
    'RS256 in name, signed over SHA-512': (forge) => ({
      sign: (data) => forge.current.sign(data, 'SHA-512'),
    }),
    'RS256 in name, signed with an elliptic curve': { sign: ecdsa },
    'RS256 in name, an HMAC with the public key': (forge) => ({
      sign: (data) => hmac(bytesOf(pem(forge)), data),
    }),
    'signed by somebody else under the id of a real key': (forge) => ({ key: forge.attacker }),
    'signed by one real key under the id of another': (forge) => ({ key: forge.next }),
    'signature of zeros': { sign: () => new Uint8Array(256) },
    'signature of ones, above every modulus': { sign: () => new Uint8Array(256).fill(255) },
    'signature with a zero byte in front': async (forge) => ({
      sign: async (data) => Uint8Array.from([0, ...(await forge.current.sign(data))]),
    }),
    'signature cut short': (forge) => ({
      sign: async (data) => (await forge.current.sign(data)).slice(0, 255),
    }),
    'signature with a bit turned': (forge) => ({
      sign: async (data) =>
        (await forge.current.sign(data)).map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
    }),
    'signature of another good token': async (forge) => {
      const [, , signature] = (await forge.token({ claims: { uti: 'another' } })).split('.');
      const [header, payload] = (await forge.token()).split('.');
      return `${header}.${payload}.${signature}`;
    },
    'tenant changed after signing': async (forge) => {
      const [header, , signature] = (await forge.token()).split('.');
      const payload = encodeBase64Url(bytesOf(JSON.stringify(forge.claims({ name: 'Somebody Else' }))));
      return `${header}.${payload}.${signature}`;
    },
  }),
];
