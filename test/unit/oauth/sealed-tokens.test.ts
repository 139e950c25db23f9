import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSealedToken } from '../../../src/oauth/sealed-tokens.ts';
import { keyRing } from './oauth-harness.ts';

function createFixture(ttlMs?: number | ((value: string) => number)) {
  const time = { nowMs: 1000 };
  const token = createSealedToken(
    keyRing,
    { nowMs: () => time.nowMs },
    { purpose: 'm365-test/v1', schema: z.string(), ...(ttlMs === undefined ? {} : { ttlMs }) },
  );
  return { time, token };
}

describe('a sealed token', () => {
  it('opens until its lifetime has passed', async () => {
    const { time, token } = createFixture(5000);
    const text = await token.seal('value');
    time.nowMs += 4999;
    expect(await token.open(text)).toBe('value');
    time.nowMs += 1;
    expect(await token.open(text)).toBeUndefined();
  });

  it('has a lifetime that may depend on its value', async () => {
    const { time, token } = createFixture((value) => (value === 'short' ? 10 : 1000));
    const [short, long] = [await token.seal('short'), await token.seal('long')];
    time.nowMs += 10;
    expect(await token.open(short)).toBeUndefined();
    expect(await token.open(long)).toBe('long');
  });

  it('does not expire without a lifetime', async () => {
    const { time, token } = createFixture();
    const text = await token.seal('value');
    time.nowMs = Number.MAX_SAFE_INTEGER;
    expect(await token.open(text)).toBe('value');
  });

  it('does not open above 16 KB, even if it is genuine', async () => {
    const { token } = createFixture();
    expect(await token.open(await token.seal('x'.repeat(10 * 1024)))).toBeDefined();
    expect(await token.open(await token.seal('x'.repeat(16 * 1024)))).toBeUndefined();
  });

  it('does not open as a token of another kind, nor with a value of another shape', async () => {
    const { time, token } = createFixture();
    const clock = { nowMs: () => time.nowMs };
    const other = createSealedToken(keyRing, clock, { purpose: 'm365-other/v1', schema: z.string() });
    const numbers = createSealedToken(keyRing, clock, { purpose: 'm365-test/v1', schema: z.number() });
    expect(await token.open(await other.seal('value'))).toBeUndefined();
    expect(await token.open(await numbers.seal(1))).toBeUndefined();
  });
});
