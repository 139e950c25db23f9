import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AccessTokenVerifier, createAccessTokenVerifier } from '../../../src/entra/access-token.ts';
import { readSigningKeyDocument } from '../../../src/entra/signing-keys.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import { clientAppId, cloud, contoso, createTokenForge, nowMs, serverAppId } from './token-forge.ts';

let token: string;
let verifier: AccessTokenVerifier;
beforeAll(async () => {
  const forge = await createTokenForge();
  token = await forge.token();
  const keys = await readSigningKeyDocument(new TextEncoder().encode(JSON.stringify(forge.keyDocument)));
  verifier = createAccessTokenVerifier({
    cloud,
    serverAppId,
    allowedClients: new Set([clientAppId]),
    allowedTenants: new Set([contoso]),
    clock: { nowMs: () => nowMs },
    signingKeys: {
      async find(keyId) {
        const key = keys.get(keyId);
        if (!key) throw new TokenError('key_unknown');
        return key;
      },
    },
  });
});

const base64Url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...base64Url.split('')) },
  { weight: 1, arbitrary: fc.constantFrom('.', '=', '+', '/', ' ', '\n', '\0', 'é', '') },
);
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (text: string, fraction: number) => Math.floor(text.length * fraction);

/** Small changes to a text: each could be an attacker's, a proxy's or a careless client's. */
const mutation = fc.oneof(
  fc.tuple(position, character).map(([where, other]) => (text: string) => {
    const index = at(text, where);
    return text.slice(0, index) + other + text.slice(index + 1);
  }),
  fc.tuple(position, character).map(([where, added]) => (text: string) => {
    const index = at(text, where);
    return text.slice(0, index) + added + text.slice(index);
  }),
  fc.tuple(position, position).map(([from, to]) => (text: string) => {
    const [first = 0, last = 0] = [at(text, from), at(text, to)].toSorted((a, b) => a - b);
    return text.slice(0, first) + text.slice(last);
  }),
  fc.tuple(position, position).map(([left, right]) => (text: string) => {
    const characters = text.split('');
    const [first, second] = [at(text, left), at(text, right)];
    [characters[first], characters[second]] = [characters[second] ?? '', characters[first] ?? ''];
    return characters.join('');
  }),
  fc.constant((text: string) => text.toLowerCase()),
  fc.constant((text: string) => text + text),
);

describe('a valid token', () => {
  it('is accepted unchanged', async () => {
    expect((await verifier.verify(token)).assertion).toBe(token);
  });

  it('is rejected in any other encoding, only ever with a TokenError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const mutated = mutations.reduce((text, mutate) => mutate(text), token);
        fc.pre(mutated !== token);
        await expect(verifier.verify(mutated)).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: 3000 },
    );
  });

  it('is not matched by random text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        await expect(verifier.verify(text)).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: 300 },
    );
  });
});
