import type { PdfBudget } from '../budget.ts';
import { type PdfEncryption, openEncryption } from './encryption.ts';
import { decodePdfStream } from './filters.ts';
import { PdfLexer } from './lexer.ts';
import {
  type PdfContainer,
  type PdfIndex,
  hasWord,
  indexPdf,
  maxObjects,
  pdfDataStart,
  pdfObjectHead,
  tooManyObjects,
} from './object-index.ts';
import {
  type PdfDictionary,
  PdfReference,
  PdfStream,
  type PdfValue,
  arrayOf,
  emptyDictionary,
  isDictionary,
} from './objects.ts';

const maxReferences = 16;
const maxContainerBytes = 8 * 1024 ** 2;
/** A position in an object stream is encoded as one negative number: `-1 - (index * placeFactor + offset)`. */
const placeFactor = 2 ** 26;
/** Cache limits: parsed values, and bytes of unpacked object streams. */
const maxCachedValues = 4096;
const maxCachedContainerBytes = 8 * 1024 ** 2;
/** Memory of a parsed value per byte in the file. */
const valueFactor = 4;

/** The objects of a PDF, parsed on demand. All unpacked bytes are spent from the budget. */
export class PdfFile {
  readonly #bytes: Uint8Array;
  readonly #index: PdfIndex;
  readonly #budget: PdfBudget;
  readonly #values = new Map<number, PdfValue>();
  /** Decrypted data of object streams, by their position in the index. */
  readonly #containerData = new Map<number, Uint8Array>();
  readonly #unpacked = new Map<number, Uint8Array>();
  #unpackedBytes = 0;
  /** Number of objects listed in object streams. */
  #listed = 0;
  #security: PdfEncryption | undefined;

  private constructor(bytes: Uint8Array, budget: PdfBudget) {
    this.#bytes = bytes;
    this.#budget = budget;
    this.#index = indexPdf(bytes);
  }

  /**
   * Indexes the objects of a PDF.
   * @throws DocumentError `protected`, `too_large`
   */
  static async open(bytes: Uint8Array, budget: PdfBudget): Promise<PdfFile> {
    const file = new PdfFile(bytes, budget);
    await file.#openSecurity();
    for (const [position, container] of file.#index.containers.entries())
      await file.#list(position, container);
    file.#values.clear();
    return file;
  }

  /** The values of a key in all trailers, the last trailer first. */
  trailer(key: string): readonly PdfValue[] {
    return this.#index.trailers.map((trailer) => trailer.get(key) ?? null).filter((value) => value !== null);
  }

  /** Resolves references. Null for a missing object. */
  get(value: PdfValue | undefined): PdfValue {
    let found = value ?? null;
    for (let step = 0; found instanceof PdfReference; step += 1) {
      if (step > maxReferences) return null;
      found = this.#object(found.number);
    }
    return found;
  }

  /** The dictionary of a value or stream; an empty one for other values. */
  dictionary(value: PdfValue | undefined): PdfDictionary {
    const found = this.get(value);
    return found instanceof PdfStream ? found.dictionary : isDictionary(found) ? found : emptyDictionary;
  }

  /** Numbers of all objects, for a file without a trailer. */
  numbers(): Iterable<number> {
    return this.#index.places.keys();
  }

  /**
   * Decrypts and unpacks a stream. Undefined for image filters.
   * @throws DocumentError `too_large` if it exceeds `maxBytes` or the budget
   */
  async read(stream: PdfStream, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#unpack(await this.decrypt(stream), stream.dictionary, maxBytes);
  }

  /** The data of a stream as its filters encode it. */
  async decrypt({ data, dictionary, number, generation }: PdfStream): Promise<Uint8Array> {
    return this.#security ? this.#security.decryptStream(data, dictionary, number, generation) : data;
  }

  /** Decrypts a string. @param owner number of the object that contains it */
  async text(value: Uint8Array, owner: number): Promise<Uint8Array> {
    const place = this.#index.places.get(owner) ?? -1;
    if (!this.#security || place < 0) return value;
    return this.#security.decryptString(value, owner, this.#generation(place));
  }

  async #openSecurity(): Promise<void> {
    const encryption = this.get(this.trailer('Encrypt')[0]);
    if (!isDictionary(encryption)) return;
    const id = this.get(arrayOf(this.get(this.trailer('ID')[0]))[0]);
    const idBytes = id instanceof Uint8Array ? id : new Uint8Array(0);
    this.#security = await openEncryption(encryption, idBytes, (value) => this.get(value));
  }

  /** Adds the objects of an object stream to the index, except those that are redefined later in the file. */
  async #list(position: number, container: PdfContainer): Promise<void> {
    const stream = this.#parse(container.number, container.at, container.end);
    if (!(stream instanceof PdfStream)) return;
    const { number, generation, dictionary, data } = stream;
    if (this.#security) {
      const plain = await this.#security.decryptStream(data, dictionary, number, generation);
      this.#containerData.set(position, plain);
    }
    const first = this.get(dictionary.get('First'));
    const count = this.get(dictionary.get('N'));
    if (typeof first !== 'number' || typeof count !== 'number') return;
    const lexer = new PdfLexer(this.#container(position));
    for (let index = 0; index < count; index += 1) {
      this.#listed += 1;
      if (this.#listed > maxObjects) throw tooManyObjects();
      const object = lexer.value();
      const offset = lexer.value();
      if (typeof object !== 'number' || typeof offset !== 'number') return;
      const known = this.#index.places.get(object) ?? -1;
      if (known < container.at)
        this.#index.places.set(object, -1 - (position * placeFactor + first + offset));
    }
  }

  #object(number: number): PdfValue {
    const known = this.#values.get(number);
    if (known !== undefined) return known;
    const place = this.#index.places.get(number);
    if (place === undefined) return null;
    const value =
      place < 0
        ? this.#member(-1 - place)
        : this.#parse(number, place, this.#index.streamEnds.get(number) ?? place);
    if (this.#values.size >= maxCachedValues) this.#values.clear();
    this.#values.set(number, value);
    return value;
  }

  #parse(number: number, at: number, end: number): PdfValue {
    const lexer = new PdfLexer(this.#bytes, at);
    const value = lexer.value() ?? null;
    this.#budget.spend((lexer.at - at) * valueFactor);
    lexer.skipSpace();
    if (!isDictionary(value) || !hasWord(this.#bytes, 'stream', lexer.at)) return value;
    const data = this.#bytes.subarray(pdfDataStart(this.#bytes, lexer.at), end);
    return new PdfStream(number, this.#generation(at), value, data);
  }

  #member(place: number): PdfValue {
    const at = place % placeFactor;
    const lexer = new PdfLexer(this.#container(Math.floor(place / placeFactor)), at);
    const value = lexer.value() ?? null;
    this.#budget.spend((lexer.at - at) * valueFactor);
    return value;
  }

  #container(position: number): Uint8Array {
    const known = this.#unpacked.get(position);
    if (known) return known;
    // Prevents infinite recursion if unpacking needs an object of the same container.
    this.#unpacked.set(position, new Uint8Array(0));
    const container = this.#index.containers[position];
    const stream = container && this.#parse(container.number, container.at, container.end);
    if (!(stream instanceof PdfStream)) return new Uint8Array(0);
    const data = this.#containerData.get(position) ?? stream.data;
    const bytes = this.#unpack(data, stream.dictionary, maxContainerBytes) ?? new Uint8Array(0);
    this.#unpackedBytes += bytes.length;
    if (this.#unpackedBytes > maxCachedContainerBytes) {
      this.#unpacked.clear();
      this.#unpackedBytes = bytes.length;
    }
    this.#unpacked.set(position, bytes);
    return bytes;
  }

  #unpack(data: Uint8Array, dictionary: PdfDictionary, maxBytes: number): Uint8Array | undefined {
    // Uncompressed data is scanned as well.
    if (!dictionary.has('Filter')) this.#budget.spend(data.length);
    return decodePdfStream(data, dictionary, (value) => this.get(value), maxBytes, this.#budget);
  }

  #generation(place: number): number {
    return pdfObjectHead(this.#bytes, place - 'obj'.length)?.generation ?? 0;
  }
}
