import { encodeBase64Url } from '../../../src/crypto/encoding.ts';
import { clouds } from '../../../src/entra/clouds.ts';
import { type RsaKey, createRsaKey } from './rsa-key.ts';

export const nowMs = Date.UTC(2026, 10, 24, 12);
export const nowSeconds = nowMs / 1000;
export const cloud = clouds.global;

export const serverAppId = '5e4e0000-0000-4000-8000-000000000001';
export const clientAppId = 'c11e0000-0000-4000-8000-000000000002';
export const secondClientAppId = 'aebc6443-996d-45c2-90f0-388ff96faa56';
export const strangeClientAppId = 'bad00000-0000-4000-8000-000000000003';
export const contoso = '0c0a0000-0000-4000-8000-00000000c0a0';
export const fabrikam = 'fab00000-0000-4000-8000-00000000fab0';
export const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const megan = 'a0000000-0000-4000-8000-000000000001';

export const issuerTemplate = 'https://login.microsoftonline.com/{tenantid}/v2.0';

export function issuerFor(tenantId: string): string {
  return issuerTemplate.replace('{tenantid}', tenantId);
}

/** How a token departs from a good one. */
export interface Departures {
  /** Claims to set; `undefined` takes one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** The text of a segment, where JSON.stringify would not spell it so. */
  readonly payloadText?: string | Uint8Array;
  readonly headerText?: string | Uint8Array;
  readonly key?: RsaKey;
  readonly sign?: (data: Uint8Array) => Promise<Uint8Array> | Uint8Array;
}

/** Makes tokens as Entra does, and as Entra never would. */
export interface TokenForge {
  /** Signs for every organisation. */
  readonly current: RsaKey;
  readonly next: RsaKey;
  /** Signs for Fabrikam alone. */
  readonly fabrikamKey: RsaKey;
  readonly personalKey: RsaKey;
  readonly weak: RsaKey;
  readonly smallExponent: RsaKey;
  /** In no document. */
  readonly attacker: RsaKey;
  /** The key document, with good and with unusable keys. */
  readonly keyDocument: unknown;
  token(departures?: Departures): Promise<string>;
  claims(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  header(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

const encoder = new TextEncoder();

export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encoder.encode(text) : text;
}

function withChanges(base: Record<string, unknown>, changes: Readonly<Record<string, unknown>> = {}) {
  return Object.fromEntries(
    Object.entries({ ...base, ...changes }).filter(([, value]) => value !== undefined),
  );
}

export function publicKeyEntry(key: RsaKey, changes?: Readonly<Record<string, unknown>>) {
  const base = { kty: 'RSA', use: 'sig', kid: key.keyId, ...key.publicJwk, issuer: issuerTemplate };
  return withChanges(base, changes);
}

export async function createTokenForge(): Promise<TokenForge> {
  const [current, next, fabrikamKey, personalKey, attacker, weak, smallExponent] = await Promise.all([
    createRsaKey('current-key'),
    createRsaKey('next-key'),
    createRsaKey('fabrikam-key'),
    createRsaKey('personal-key'),
    createRsaKey('current-key'),
    createRsaKey('weak-key', 1024),
    createRsaKey('small-exponent-key', 2048, [3]),
  ]);
  const header = (changes?: Readonly<Record<string, unknown>>) =>
    withChanges({ typ: 'JWT', alg: 'RS256', kid: current.keyId }, changes);
  const claims = (changes?: Readonly<Record<string, unknown>>) =>
    withChanges(
      {
        aud: serverAppId,
        iss: issuerFor(contoso),
        iat: nowSeconds - 300,
        nbf: nowSeconds - 300,
        exp: nowSeconds + 4200,
        acct: 0,
        azp: clientAppId,
        azpacr: '0',
        idtyp: 'user',
        name: 'Megan Bowen',
        oid: megan,
        preferred_username: 'megan@contoso.example',
        rh: '1.AXEA',
        scp: 'access_as_user',
        sub: 'pairwise-subject',
        tid: contoso,
        uti: 'q2vWnLkXbE2sAAAA',
        ver: '2.0',
        wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
      },
      changes,
    );
  return {
    current,
    next,
    fabrikamKey,
    personalKey,
    weak,
    smallExponent,
    attacker,
    keyDocument: {
      keys: [
        publicKeyEntry(current),
        publicKeyEntry(next),
        publicKeyEntry(fabrikamKey, { issuer: issuerFor(fabrikam) }),
        publicKeyEntry(personalKey, { issuer: issuerFor(personalTenant) }),
        publicKeyEntry(weak),
        publicKeyEntry(smallExponent),
        publicKeyEntry(current, { kid: 'encryption-key', use: 'enc' }),
        publicKeyEntry(current, { kid: 'other-algorithm-key', alg: 'RS512' }),
        publicKeyEntry(current, { kid: 'issuerless-key', issuer: undefined }),
        publicKeyEntry(current, { kid: 'twice-key' }),
        publicKeyEntry(attacker, { kid: 'twice-key' }),
        publicKeyEntry(current, {
          kid: 'government-key',
          issuer: 'https://login.microsoftonline.us/{tenantid}/v2.0',
        }),
        {
          kty: 'EC',
          use: 'sig',
          kid: 'elliptic-key',
          crv: 'P-256',
          x: 'AA',
          y: 'AA',
          issuer: issuerTemplate,
        },
        { kty: 'oct', use: 'sig', kid: 'symmetric-key', k: 'c2VjcmV0', issuer: issuerTemplate },
      ],
    },
    header,
    claims,
    async token({ claims: claimChanges, header: headerChanges, ...departures } = {}) {
      const headerText = departures.headerText ?? JSON.stringify(header(headerChanges));
      const payloadText = departures.payloadText ?? JSON.stringify(claims(claimChanges));
      const signed = `${encodeBase64Url(bytesOf(headerText))}.${encodeBase64Url(bytesOf(payloadText))}`;
      const sign = departures.sign ?? ((data) => (departures.key ?? current).sign(data));
      return `${signed}.${encodeBase64Url(await sign(encoder.encode(signed)))}`;
    },
  };
}
