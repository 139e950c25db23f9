/** The parts of Node.js that the package uses, which workerd implements natively (`nodejs_compat`). */
declare module 'node:zlib' {
  /** @throws RangeError if the output exceeds `maxOutputLength`; Error if the data is damaged */
  export function inflateRawSync(
    data: Uint8Array,
    options: { readonly maxOutputLength: number; readonly finishFlush?: number },
  ): Uint8Array;

  interface InflateRaw extends AsyncIterable<Uint8Array> {
    end(data: Uint8Array): void;
  }

  /** A stream that inflates further data when its output has been read. */
  export function createInflateRaw(options: {
    readonly chunkSize: number;
    readonly finishFlush: number;
  }): InflateRaw;

  /** zlib data (RFC 1950). */
  export function deflateSync(data: Uint8Array, options: { readonly level: number }): Uint8Array;
}

declare module 'node:crypto' {
  interface Hash {
    update(data: Uint8Array): Hash;
    digest(): Uint8Array;
  }

  export function createHash(algorithm: 'md5'): Hash;
}
