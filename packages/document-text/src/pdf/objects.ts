/** A reference to an object. Only its number counts: of several definitions the last in the file is the valid one. */
export class PdfReference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** A dictionary by the names of its keys. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** A stream as it lies in the file: its data neither decrypted nor unpacked. */
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

/** A value (ISO 32000-1, 7.3). Names are strings without their slash, strings are bytes. */
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

/** The dictionary of what has none. */
export const emptyDictionary: PdfDictionary = new Map();

/** Whether a value is a dictionary. */
export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

/** The members of an array; none where the value is no array. */
export function arrayOf(value: PdfValue | undefined): readonly PdfValue[] {
  return Array.isArray(value) ? (value as readonly PdfValue[]) : [];
}
