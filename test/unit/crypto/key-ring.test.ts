import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';

const material = (byte: number, length = 32): string =>
  btoa(String.fromCharCode(...new Uint8Array(length).fill(byte)));

describe('parseKeyRing', () => {
  it('uses the first key as primary and finds every key', () => {
    const ring = parseKeyRing(`k1:${material(1)}, k2:${material(2)}`);
    const alone = parseKeyRing(`k2:${material(2)}`);
    expect(ring.find(ring.primary.wireId)).toBe(ring.primary);
    expect(ring.find(alone.primary.wireId)?.wireId).toBe(alone.primary.wireId);
    expect(ring.primary.wireId).not.toBe(alone.primary.wireId);
    expect(ring.find(0)).toBeUndefined();
  });

  it('accepts ids of 1 and 32 characters, and white space around the keys', () => {
    const ids = ['k', `${'k'.repeat(30)}_-`];
    const ring = parseKeyRing(`${ids[0]}:${material(1)} ,\n${ids[1]}:${material(2)} `);
    const second = parseKeyRing(`${ids[1]}:${material(2)}`).primary;
    expect(ring.find(second.wireId)?.wireId).toBe(second.wireId);
  });

  it('imports a key once', async () => {
    const { primary } = parseKeyRing(`k1:${material(1)}`);
    expect(await primary.hkdfKey()).toBe(await primary.hkdfKey());
  });

  it('does not expose key material', async () => {
    const { primary } = parseKeyRing(`k1:${material(1)}`);
    const key = await primary.hkdfKey();
    expect(key.extractable).toBe(false);
    expect(key.usages).toEqual(['deriveKey']);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    expect(JSON.stringify(primary)).not.toContain(material(1));
  });

  it('derives the wire id from the id only, as FNV-1a', () => {
    expect(parseKeyRing(`e6ad:${material(1)}`).primary.wireId).toBe(1_229_103_719);
    const first = parseKeyRing(`k1:${material(1)}`).primary.wireId;
    expect(parseKeyRing(`k1:${material(9)},k0:${material(8)}`).primary.wireId).toBe(first);
  });

  const secret = 'c2VjcmV0LW1hdGVyaWFsLXRoYXQtbXVzdC1ub3QtbGVhaw';
  it.each([
    ['nothing', '', 'Key 1 needs an id'],
    ['no colon', secret, 'Key 1 needs an id'],
    ['no id', `:${material(1)}`, 'Key 1 needs an id'],
    ['an id with a space', `k 1:${material(1)}`, 'Key 1 needs an id'],
    ['an id that is too long', `${'k'.repeat(33)}:${material(1)}`, 'Key 1 needs an id'],
    ['key and id swapped', `${material(1)}:k1`, 'Key 1 needs an id'],
    ['31 bytes', `k1:${material(1, 31)}`, 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    ['33 bytes', `k1:${material(1, 33)}`, 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    ['no bytes', 'k1:', 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    ['base64url', `k1:${'_'.repeat(42)}8=`, 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    [
      'no padding',
      `k1:${material(1).replace('=', '')}`,
      'Key 1 is not the base64 encoding of exactly 32 bytes',
    ],
    ['stray trailing bits', `k1:${'A'.repeat(42)}B=`, 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    ['a second colon', `k1:k1:${material(1)}`, 'Key 1 is not the base64 encoding of exactly 32 bytes'],
    ['a trailing comma', `k1:${material(1)},`, 'Key 2 needs an id'],
    ['an id twice', `k1:${material(1)},k1:${material(2)}`, 'Key 2 has the same id as an earlier key'],
    [
      'one key under two ids',
      `k1:${material(1)},k2:${material(1)}`,
      'Key 2 has the same bytes as an earlier key',
    ],
    [
      'ids with the same wire id',
      `7yzx:${material(1)},e6ad:${material(2)}`,
      'Key 2 has an id with the same 32-bit hash as an earlier key: choose another id.',
    ],
  ])('rejects %s without repeating it in the message', (_case, text, problem) => {
    const message = refusalOf(text);
    expect(message).toContain(problem);
    for (const part of text.split(/[,:]/).filter((part) => part.trim().length > 4)) {
      expect(message).not.toContain(part.trim());
    }
  });

  it('reports every malformed key in one error', () => {
    expect(refusalOf(`k1:short,:${material(2)},k3:${material(3)},k3:${material(3)}`)).toBe(
      [
        'Key 1 is not the base64 encoding of exactly 32 bytes.',
        'Key 2 needs an id of 1 to 32 letters, digits, hyphens or underscores, followed by a colon.',
        'Key 4 has the same id as an earlier key.',
        'Key 4 has the same bytes as an earlier key.',
      ].join(' '),
    );
  });
});

function refusalOf(text: string): string {
  try {
    parseKeyRing(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}
