import { inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';

/** What is fed to the inflater at a time: at most 4 MB can come out before the next check. */
const inputBytes = 4096;
/** What is large is handed over in pieces of this size. */
export const pieceBytes = 32_768;
/** workerd counts the buffers that it takes, which are larger than what is in them. */
const bufferBytes = 131_072;
/** Data that breaks off gives what there is (`Z_SYNC_FLUSH`). */
const syncFlush = 2;

/**
 * Inflates raw deflate data at once, in native code. Data that breaks off gives what there is.
 * @throws RangeError where more than `maxBytes` would come out; Error where the data is damaged
 */
export function inflateAtOnce(data: Uint8Array, maxBytes: number): Uint8Array {
  const bytes = inflateRawSync(data, { maxOutputLength: maxBytes + bufferBytes, finishFlush: syncFlush });
  if (bytes.length > maxBytes) throw new RangeError('More data than was expected.');
  return bytes;
}

/** What is used here of the reader of workerd, which fills a buffer where others give what there is. */
interface FillingReader {
  readAtLeast(bytes: number, buffer: Uint8Array): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
  cancel(): Promise<void>;
}

/**
 * Inflates raw deflate data piece by piece, in native code and in as little memory as a piece takes.
 * @param sink is handed the pieces, each for the time of the call, and says whether it wants more
 * @throws Error where the data is damaged; whatever the sink throws
 */
export async function inflateInPieces(data: Uint8Array, sink: (piece: Uint8Array) => boolean): Promise<void> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const reader = readable.getReader({ mode: 'byob' }) as unknown as FillingReader;
  const writer = writable.getWriter();
  const ended = new AbortController();
  const feed = async () => {
    for (let at = 0; at < data.length; at += inputBytes) {
      if (ended.signal.aborted) return;
      await writer.write(data.slice(at, at + inputBytes));
    }
    await writer.close();
  };
  // What is wrong with the data shows to the reader as well.
  feed().catch(() => {});
  try {
    for (let buffer = new Uint8Array(pieceBytes); ;) {
      const { done, value } = await reader.readAtLeast(pieceBytes, buffer);
      if (value && value.length > 0 && !sink(value)) return;
      if (done || !value) return;
      buffer = new Uint8Array(value.buffer);
    }
  } finally {
    ended.abort();
    await reader.cancel().catch(() => {});
  }
}

/** Inflates raw deflate data up to where it is damaged, or until `output` is full. Slower than the others. */
export function inflateUntilDamage(
  data: Uint8Array,
  output: { readonly isFull: boolean; add(piece: Uint8Array): void },
): void {
  const inflater = new Inflate((piece) => output.add(piece));
  try {
    for (let at = 0; at < data.length && !output.isFull; at += inputBytes) {
      inflater.push(data.subarray(at, at + inputBytes), at + inputBytes >= data.length);
    }
  } catch {
    // The end of what can be read.
  }
}
