import { deflateSync, strToU8 } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inflateInPieces } from '../src/zip/inflate.ts';

describe('inflateInPieces', () => {
  afterEach(() => vi.restoreAllMocks());

  it('writes no further input while the sink is at work', async () => {
    const text = Array.from({ length: 400_000 }, (_, index) => `${index}\n`).join('');
    const data = deflateSync(strToU8(text));
    const write = vi.spyOn(WritableStreamDefaultWriter.prototype, 'write');
    const writes: number[] = [];
    let inflated = 0;
    await inflateInPieces(
      data,
      async (piece) => {
        inflated += piece.length;
        const before = write.mock.calls.length;
        await new Promise((resolve) => {
          setTimeout(resolve, 1);
        });
        writes.push(write.mock.calls.length - before);
        return true;
      },
      text.length,
    );
    expect(inflated).toBe(text.length);
    expect(Math.max(...writes)).toBeLessThanOrEqual(1);
  });

  it('throws the error of the sink', async () => {
    const data = deflateSync(strToU8('text'.repeat(100_000)));
    await expect(inflateInPieces(data, () => Promise.reject(new Error('stop')), 400_000)).rejects.toThrow(
      'stop',
    );
  });
});
