import { inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';

/** Compressed bytes per step: the output of one step is at most 4 MB. */
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
 * Inflates raw deflate data piece by piece, natively, in the memory of one piece.
 * @throws Error if the data is damaged; errors of `sink`
 */
export async function inflateInPieces(data: Uint8Array, sink: PieceSink): Promise<void> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const reading = new AbortController();
  const write = async () => {
    for (let at = 0; at < data.length; at += inputBytes) {
      if (reading.signal.aborted) return;
      await writer.write(data.slice(at, at + inputBytes));
    }
    await writer.close();
  };
  // Damaged data fails the reading side as well, which reports the error.
  write().catch(() => {});
  try {
    if (hasFillingReader) await readFilled(readable, sink);
    else await readChunks(readable, sink);
  } finally {
    reading.abort();
  }
}

/** The BYOB reader of workerd, with its extension that fills a buffer instead of returning any available bytes. */
interface FillingReader {
  readAtLeast(bytes: number, buffer: Uint8Array): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
  cancel(): Promise<void>;
}

/** @see https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/ */
const hasFillingReader = 'readAtLeast' in ReadableStreamBYOBReader.prototype;

/** Reuses one buffer: the chunks of workerd can be a few bytes each. */
async function readFilled(readable: ReadableStream<Uint8Array>, sink: PieceSink): Promise<void> {
  const reader = readable.getReader({ mode: 'byob' }) as unknown as FillingReader;
  try {
    for (let buffer = new Uint8Array(pieceBytes); ;) {
      const { done, value } = await reader.readAtLeast(pieceBytes, buffer);
      if (value && value.length > 0 && !(await sink(value))) return;
      if (done || !value) return;
      buffer = new Uint8Array(value.buffer);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** For runtimes other than workerd, whose decompression streams are not byte streams. */
async function readChunks(readable: ReadableStream<Uint8Array>, sink: PieceSink): Promise<void> {
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !(await sink(value))) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
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
