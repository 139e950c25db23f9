import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflateInPieces } from '../src/zip/inflate.ts';

const text = Array.from({ length: 400_000 }, (_, index) => `${index}\n`).join('');

describe('inflateInPieces', () => {
  it('passes all pieces on, one after the other', async () => {
    const decoder = new TextDecoder();
    let inflated = '';
    let isBusy = false;
    await inflateInPieces(deflateSync(strToU8(text)), async (piece) => {
      expect(isBusy).toBe(false);
      isBusy = true;
      inflated += decoder.decode(piece, { stream: true });
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      isBusy = false;
      return true;
    });
    expect(inflated).toBe(text);
  });

  it('ends when the sink has enough', async () => {
    let pieces = 0;
    await inflateInPieces(deflateSync(strToU8(text)), () => {
      pieces += 1;
      return pieces < 2;
    });
    expect(pieces).toBe(2);
  });

  it('inflates truncated data as far as it goes', async () => {
    const data = deflateSync(strToU8(text));
    let bytes = 0;
    await inflateInPieces(data.subarray(0, data.length / 2), (piece) => {
      bytes += piece.length;
      return true;
    });
    expect(bytes).toBeGreaterThan(text.length / 4);
    expect(bytes).toBeLessThan(text.length);
  });

  it('throws for damaged data', async () => {
    await expect(inflateInPieces(new Uint8Array(1000).fill(0xff), () => true)).rejects.toThrow();
  });

  it('throws the error of the sink', async () => {
    const sink = () => Promise.reject(new Error('stop'));
    await expect(inflateInPieces(deflateSync(strToU8(text)), sink)).rejects.toThrow('stop');
  });
});
