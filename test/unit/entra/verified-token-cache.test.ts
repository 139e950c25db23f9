import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AccessTokenVerifier, createAccessTokenVerifier } from '../../../src/entra/access-token.ts';
import { type SigningKey, readSigningKeyDocument } from '../../../src/entra/signing-keys.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import type { RsaKey } from './rsa-key.ts';
import {
  clientAppId,
  cloud,
  contoso,
  createTokenForge,
  nowMs,
  nowSeconds,
  publicKeyEntry,
  serverAppId,
  type TokenForge,
} from './token-forge.ts';
import { rejectionOf } from './verifier-setup.ts';

let forge: TokenForge;
beforeAll(async () => {
  forge = await createTokenForge();
});

/** The key document that all isolates read. */
let published: ReadonlyMap<string, SigningKey>;
let atMs: number;

async function publish(...keys: readonly RsaKey[]): Promise<void> {
  const document = { keys: keys.map((key) => publicKeyEntry(key)) };
  published = await readSigningKeyDocument(new TextEncoder().encode(JSON.stringify(document)));
}

/** The verifier of an isolate, with a cache of its own. */
function isolate(): AccessTokenVerifier {
  return createAccessTokenVerifier({
    cloud,
    serverAppId,
    allowedClients: new Set([clientAppId]),
    allowedTenants: new Set([contoso]),
    clock: { nowMs: () => atMs },
    signingKeys: {
      find: async (keyId) => {
        const key = published.get(keyId);
        if (!key) throw new TokenError('key_unknown');
        return key;
      },
    },
  });
}

const signatures = vi.spyOn(crypto.subtle, 'verify');
beforeEach(async () => {
  await publish(forge.current, forge.next);
  atMs = nowMs;
  signatures.mockClear();
});
afterEach(() => vi.clearAllMocks());

describe('the cache of verified access tokens', () => {
  it('verifies the signature of a token once in 60 seconds, in each isolate', async () => {
    const token = await forge.token();
    const [one, other] = [isolate(), isolate()];
    const { caller } = await one.verify(token);
    atMs = nowMs + 59_999;
    expect((await one.verify(token)).caller).toBe(caller);
    expect(signatures).toHaveBeenCalledTimes(1);
    await other.verify(token);
    expect(signatures).toHaveBeenCalledTimes(2);
    atMs = nowMs + 60_000;
    expect((await one.verify(token)).caller).toEqual(caller);
    expect(signatures).toHaveBeenCalledTimes(3);
  });

  it('rejects a cached token from the millisecond on in which it expires', async () => {
    const verifier = isolate();
    const token = await forge.token({ claims: { exp: nowSeconds + 30 } });
    await verifier.verify(token);
    atMs = nowMs + 29_999;
    await verifier.verify(token);
    atMs = nowMs + 30_000;
    expect((await rejectionOf(verifier.verify(token))).reason).toBe('expired');
  });

  it('rejects a cached token in every isolate as soon as its key is removed', async () => {
    const token = await forge.token();
    const isolates = [isolate(), isolate()];
    for (const verifier of isolates) await verifier.verify(token);
    await publish(forge.next);
    for (const verifier of isolates) {
      expect((await rejectionOf(verifier.verify(token))).reason).toBe('key_unknown');
    }
  });

  it('verifies a cached token again when a key with the same id replaces its key', async () => {
    const token = await forge.token();
    const verifier = isolate();
    await verifier.verify(token);
    await publish(forge.attacker);
    expect((await rejectionOf(verifier.verify(token))).reason).toBe('signature_invalid');
  });

  it('verifies a token with the claims of a cached one and another signature', async () => {
    const verifier = isolate();
    const token = await forge.token();
    await verifier.verify(token);
    const [header, payload] = token.split('.');
    const forged = await forge.token({ key: forge.attacker });
    const mixed = [header, payload, forged.split('.')[2]].join('.');
    expect((await rejectionOf(verifier.verify(mixed))).reason).toBe('signature_invalid');
  });

  it('does not cache a token that is denied', async () => {
    const verifier = isolate();
    const token = await forge.token({ claims: { scp: 'other' } });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect((await rejectionOf(verifier.verify(token))).reason).toBe('scope_missing');
      expect(signatures).toHaveBeenCalledTimes(attempt);
    }
  });
});
