/** Collects bytes up to a limit. Further bytes are dropped. */
export class ByteBuilder {
  readonly #maxBytes: number;
  #bytes: Uint8Array = new Uint8Array(1024);
  length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.length >= this.#maxBytes;
  }

  add(piece: Uint8Array): void {
    const size = Math.min(piece.length, this.#maxBytes - this.length);
    this.#reserve(size);
    this.#bytes.set(size === piece.length ? piece : piece.subarray(0, size), this.length);
    this.length += size;
  }

  push(byte: number): void {
    if (this.isFull) return;
    this.#reserve(1);
    this.#bytes[this.length] = byte;
    this.length += 1;
  }

  /** Appends `size` of the collected bytes from `start` on. A range that exceeds the end repeats itself, as in LZ77. */
  repeat(start: number, size: number): void {
    const end = Math.min(this.length + size, this.#maxBytes);
    this.#reserve(end - this.length);
    for (let from = start; this.length < end; from += 1, this.length += 1) {
      this.#bytes[this.length] = this.#bytes[from] ?? 0;
    }
  }

  /** Drops all bytes after `length`. */
  truncate(length: number): void {
    this.length = length;
  }

  /** The collected bytes, as a view of the internal buffer. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, Math.min(this.#bytes.length * 2, this.#maxBytes)));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
  }
}

/** Joins byte arrays. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
