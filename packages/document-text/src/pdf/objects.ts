/** A reference. The generation is ignored: the last definition of an object in the file is valid. */
export class PdfReference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** A dictionary. Keys have no slash. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** A stream with its raw data, encrypted and compressed as in the file. */
export class PdfStream {
  readonly number: number;
  readonly generation: number;
  readonly dictionary: PdfDictionary;
  readonly data: Uint8Array;

  constructor(number: number, generation: number, dictionary: PdfDictionary, data: Uint8Array) {
    this.number = number;
    this.generation = generation;
    this.dictionary = dictionary;
    this.data = data;
  }
}

/** A value (ISO 32000-1, 7.3). Names are strings without slash; strings are byte arrays. */
export type PdfValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PdfReference
  | PdfStream
  | PdfDictionary
  | readonly PdfValue[];

/** Default for a missing dictionary. */
export const emptyDictionary: PdfDictionary = new Map();

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

/** The elements of an array; empty for other values. */
export function arrayOf(value: PdfValue | undefined): readonly PdfValue[] {
  return Array.isArray(value) ? (value as readonly PdfValue[]) : [];
}
