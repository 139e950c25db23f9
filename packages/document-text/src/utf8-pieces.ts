import { concatenate } from './byte-builder.ts';

/**
 * Decodes UTF-8 piece by piece. A `TextDecoder` with `stream` returns strings of two bytes per character in workerd, for
 * ASCII too; without it, ASCII takes one byte and half the time.
 * @throws TypeError if the text is not valid
 */
export class Utf8Pieces {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest: Uint8Array = new Uint8Array(0);
  #isStart = true;

  decode(piece: Uint8Array): string {
    const bytes = this.#rest.length === 0 ? piece : concatenate([this.#rest, piece]);
    const end = bytes.length - incompleteBytes(bytes);
    this.#rest = bytes.slice(end);
    const text = this.#decoder.decode(bytes.subarray(0, end));
    const hasBom = this.#isStart && text.startsWith('\uFEFF');
    this.#isStart &&= text === '';
    return hasBom ? text.slice(1) : text;
  }

  /** @throws TypeError if the text ends within a character */
  end(): void {
    this.#decoder.decode(this.#rest);
  }
}

/** Number of bytes at the end that are the start of a character. */
function incompleteBytes(bytes: Uint8Array): number {
  for (let count = 1; count <= 3 && count <= bytes.length; count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return count < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? count : 0;
  }
  return 0;
}
