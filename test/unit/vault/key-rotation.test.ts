import { evictDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import { newUser, sqlIn, stubOf, vaultOf, tokenRequest } from './users.ts';
import { k1, k2, resetUpstream, upstream } from './upstream.ts';

beforeEach(resetUpstream);

describe('key ring rotation', () => {
  it.each([
    ['adding a key', k1, `${k1},${k2}`, false],
    ['promoting it', `${k1},${k2}`, `${k2},${k1}`, false],
    ['retiring the old one early', k1, k2, true],
    ['retiring the old one when nothing is sealed with it', `${k2},${k1}`, k2, false],
    ['rolling back', `${k2},${k1}`, `${k1},${k2}`, false],
    ['losing the ring', k1, `k3:${btoa('3'.repeat(32))}`, true],
  ])('%s', async (_case, before, after, exchanged) => {
    const wish = tokenRequest(newUser());
    upstream.keyRing = parseKeyRing(before);
    const first = await vaultOf(wish).graphToken(wish);
    await evictDurableObject(stubOf(wish));
    upstream.keyRing = parseKeyRing(after);
    const second = await vaultOf(wish).graphToken(wish);
    expect(second).toMatchObject({ ok: true, exchanged, storageFailed: false });
    if (!exchanged) expect(second).toEqual({ ...first, exchanged: false });
    expect(await sqlIn(wish, 'SELECT row_id FROM entry')).toHaveLength(1);
  });
});
