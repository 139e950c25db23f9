import { inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';

/** What is fed to the inflater at a time: at most 4 MB can come out before the next check. */
const inputBytes = 4096;
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

/**
 * Inflates raw deflate data piece by piece: slower, but in little memory.
 * @param sink is handed the pieces, and throws to stop it
 * @throws Error where the data is damaged; whatever the sink throws
 */
export function inflateInPieces(data: Uint8Array, sink: (piece: Uint8Array) => void): void {
  const inflater = new Inflate((piece) => sink(piece));
  for (let at = 0; at < data.length; at += inputBytes) {
    inflater.push(data.subarray(at, at + inputBytes), at + inputBytes >= data.length);
  }
}
