const localSignature = 0x04034b50;
const entrySignature = 0x02014b50;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;

/** A field of a record: its size in bytes and its value, or bytes. */
type Field = readonly [size: 2 | 4 | 8, value: number] | Uint8Array;

/** The bytes of a record, little-endian. */
export function zipRecord(...fields: readonly Field[]): Uint8Array {
  const sizeOf = (field: Field): number => (field instanceof Uint8Array ? field.length : field[0]);
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + sizeOf(field), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of fields) {
    if (field instanceof Uint8Array) bytes.set(field, at);
    else if (field[0] === 2) view.setUint16(at, field[1], true);
    else if (field[0] === 4) view.setUint32(at, field[1], true);
    else view.setBigUint64(at, BigInt(field[1]), true);
    at += sizeOf(field);
  }
  return bytes;
}

/** A part as stored, with the fields of its records. Sizes and offset are those of the data if they are not given. */
export interface ZipPart {
  readonly name: string;
  readonly data?: Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly compressedBytes?: number;
  readonly inflatedBytes?: number;
  readonly offset?: number;
  readonly extra?: Uint8Array;
  readonly comment?: Uint8Array;
  /** Length of the extra field that the local header declares. */
  readonly localExtraBytes?: number;
}

/** Fields of the end records, in place of the actual ones. */
export interface ZipEnd {
  readonly comment?: Uint8Array;
  readonly count?: number;
  readonly directoryBytes?: number;
  readonly directoryStart?: number;
  /** The 64-bit end record and its locator are written. */
  readonly is64?: boolean;
  /** Offset of the 64-bit end record in its locator. */
  readonly end64?: number;
}

/** An archive with records as given, which may contradict each other. */
export function buildArchive(parts: readonly ZipPart[], end: ZipEnd = {}): Uint8Array {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    at += chunk.length;
  };
  for (const part of parts) {
    const name = encoder.encode(part.name);
    const { data = new Uint8Array(), extra = new Uint8Array(), comment = new Uint8Array() } = part;
    const { flags = 0, method = 0, offset = at } = part;
    const { compressedBytes = data.length, inflatedBytes = data.length } = part;
    const sizes: Field[] = [
      [4, 0],
      [4, compressedBytes],
      [4, inflatedBytes],
      [2, name.length],
    ];
    const start: Field[] = [
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
    ];
    directory.push(
      zipRecord(
        [4, entrySignature],
        [2, 20],
        ...start,
        ...sizes,
        [2, extra.length],
        [2, comment.length],
        [8, 0],
      ),
      zipRecord([4, offset], name, extra, comment),
    );
    add(zipRecord([4, localSignature], ...start, ...sizes, [2, part.localExtraBytes ?? 0], name));
    add(data);
  }
  const { directoryStart = at } = end;
  for (const record of directory) add(record);
  const { directoryBytes = at - directoryStart } = end;
  const { count = parts.length, comment = new Uint8Array() } = end;
  if (end.is64) {
    const end64 = end.end64 ?? at;
    add(zipRecord([4, end64Signature], [8, 44], [2, 45], [2, 45], [8, 0], [8, count], [8, count]));
    add(zipRecord([8, directoryBytes], [8, directoryStart]));
    add(zipRecord([4, locatorSignature], [4, 0], [8, end64], [4, 1]));
  }
  const inEnd = (size: 2 | 4, value: number): Field => [size, end.is64 ? 256 ** size - 1 : value];
  add(zipRecord([4, endSignature], [4, 0], inEnd(2, count), inEnd(2, count)));
  add(zipRecord(inEnd(4, directoryBytes), inEnd(4, directoryStart), [2, comment.length], comment));
  return zipRecord(...chunks);
}
