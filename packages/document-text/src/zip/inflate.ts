import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';

/** Compressed bytes per step of {@link inflateUntilDamage}. */
const inputBytes = 4096;
/** Size of the pieces that {@link inflateInPieces} emits. */
export const pieceBytes = 32_768;
/** workerd counts allocated buffers against `maxOutputLength`, not the bytes in them. */
const bufferBytes = 131_072;
/** `Z_SYNC_FLUSH`: truncated data is inflated as far as it goes. */
const syncFlush = 2;

/** Receives pieces of output. A piece is valid only until the result. Returns false to stop. */
export type PieceSink = (piece: Uint8Array) => boolean | Promise<boolean>;

/**
 * Inflates raw deflate data at once, natively. Truncated data is inflated as far as it goes.
 * @throws RangeError if the output exceeds `maxBytes`; Error if the data is damaged
 */
export function inflateAtOnce(data: Uint8Array, maxBytes: number): Uint8Array {
  const bytes = inflateRawSync(data, { maxOutputLength: maxBytes + bufferBytes, finishFlush: syncFlush });
  if (bytes.length > maxBytes) throw new RangeError('The inflated data is larger than expected.');
  return bytes;
}

/**
 * Inflates raw deflate data piece by piece, natively, in the memory of a few pieces: the next ones are inflated when the
 * sink has taken these.
 * @throws Error if the data is damaged; errors of `sink`
 */
export async function inflateInPieces(data: Uint8Array, sink: PieceSink): Promise<void> {
  const inflater = createInflateRaw({ chunkSize: pieceBytes, finishFlush: syncFlush });
  inflater.end(data);
  for await (const piece of inflater) {
    if (!(await sink(piece))) return;
  }
}

/** Inflates raw deflate data until it is damaged or `output` is full. Slower than the native functions. */
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
    // The output up to the damage is kept.
  }
}
