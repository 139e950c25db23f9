import { inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';

/** Maximum and minimum compressed bytes per step, and the output of a step at the declared ratio. */
const inputBytes = 4096;
const minInputBytes = 256;
const outputBytes = 131_072;
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
 * @param inflatedBytes declared size of the output
 * @throws Error if the data is damaged; errors of `sink`
 */
export async function inflateInPieces(
  data: Uint8Array,
  sink: PieceSink,
  inflatedBytes = data.length,
): Promise<void> {
  const step = Math.max(
    minInputBytes,
    Math.min(inputBytes, Math.floor((outputBytes * data.length) / inflatedBytes)),
  );
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const reading = new AbortController();
  // The stream inflates what is written at once. While the sink works or pauses, nothing is written.
  let sinking: boolean | Promise<boolean> = true;
  const take: PieceSink = (piece) => (sinking = sink(piece));
  const write = async () => {
    for (let at = 0; at < data.length; at += step) {
      await sinking;
      if (reading.signal.aborted) break;
      await writer.write(data.slice(at, at + step));
    }
    await writer.close();
  };
  // Damaged data fails the reading side as well, which reports the error.
  write().catch(() => {});
  try {
    if (hasFillingReader) await readFilled(readable, take);
    else await readChunks(readable, take, () => reading.abort());
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

/**
 * For runtimes other than workerd, whose decompression streams are not byte streams. The rest is drained: Node.js raises
 * an uncaught exception for output after the reader was canceled.
 * @param stop ends the input
 */
async function readChunks(
  readable: ReadableStream<Uint8Array>,
  sink: PieceSink,
  stop: () => void,
): Promise<void> {
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !(await sink(value))) return;
    }
  } finally {
    stop();
    await drain(reader).catch(() => {});
  }
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
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
