/** The part of Node's zlib, native in workerd, that is used here. */
declare module 'node:zlib' {
  /** @throws RangeError where more would come out than `maxOutputLength`; Error where the data is damaged */
  export function inflateRawSync(
    data: Uint8Array,
    options: { readonly maxOutputLength: number; readonly finishFlush?: number },
  ): Uint8Array;
}
