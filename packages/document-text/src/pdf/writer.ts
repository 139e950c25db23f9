import { ByteBuilder } from '../byte-builder.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue } from './objects.ts';

const encoder = new TextEncoder();

function formatName(name: string): string {
  return `/${name.replaceAll(/[^\w.+,*-]/g, (character) => `#${hexByte(character.charCodeAt(0) & 0xff)}`)}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function formatValue(value: PdfValue): string {
  if (value === null || value instanceof PdfStream) return 'null';
  if (value instanceof PdfReference) return `${value.number} 0 R`;
  if (value instanceof Uint8Array) return `<${Array.from(value, hexByte).join('')}>`;
  if (Array.isArray(value)) return `[${(value as readonly PdfValue[]).map(formatValue).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = [...(value as PdfDictionary)].map(
      ([key, entry]) => `${formatName(key)} ${formatValue(entry)}`,
    );
    return `<<${entries.join(' ')}>>`;
  }
  if (typeof value === 'string') return formatName(value);
  return typeof value === 'number' && !Number.isFinite(value) ? '0' : String(value);
}

/** Writes an uncompressed PDF from values and streams. */
export class PdfWriter {
  readonly #output: ByteBuilder;
  readonly #offsets: number[] = [];

  /** @param maxBytes maximum size. Further bytes are dropped, so that the file becomes unreadable. */
  constructor(maxBytes: number) {
    this.#output = new ByteBuilder(maxBytes);
    this.#text('%PDF-1.7\n');
  }

  get length(): number {
    return this.#output.length;
  }

  /** Adds an object, or a stream if `data` is given. Values may only reference objects of this writer. */
  add(value: PdfValue, data?: Uint8Array): PdfReference {
    this.#offsets.push(this.#output.length);
    const number = this.#offsets.length;
    this.#text(`${number} 0 obj\n`);
    if (data) {
      const dictionary = new Map(value as PdfDictionary).set('Length', data.length);
      this.#text(`${formatValue(dictionary)}\nstream\n`);
      this.#output.add(data);
      this.#text('\nendstream');
    } else {
      this.#text(formatValue(value));
    }
    this.#text('\nendobj\n');
    return new PdfReference(number);
  }

  /** Returns the file with these pages. */
  finish(pages: readonly PdfReference[]): Uint8Array {
    // Pages have no `Parent` entry; readers do not need it.
    const tree = this.add(
      new Map<string, PdfValue>([
        ['Type', 'Pages'],
        ['Kids', pages],
        ['Count', pages.length],
      ]),
    );
    const root = this.add(
      new Map<string, PdfValue>([
        ['Type', 'Catalog'],
        ['Pages', tree],
      ]),
    );
    const start = this.#output.length;
    const rows = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const size = this.#offsets.length + 1;
    this.#text(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`);
    this.#text(`trailer\n<</Size ${size} /Root ${root.number} 0 R>>\nstartxref\n${start}\n%%EOF\n`);
    return this.#output.bytes();
  }

  #text(text: string): void {
    this.#output.add(encoder.encode(text));
  }
}
