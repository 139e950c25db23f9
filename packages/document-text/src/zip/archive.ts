import { DocumentError } from '../errors.ts';
import { Pacer } from '../pacer.ts';
import { type PieceSink, inflateAtOnce, inflateInPieces, pieceBytes } from './inflate.ts';

/** Maximum compression ratio. Deflate reaches 1,032, and forms of equal rows about 300. */
const maxRatio = 400;
/** Size up to which the ratio is not checked. */
const ratioFreeBytes = 2 * 1024 ** 2;
/** Size up to which a part is inflated at once. Larger parts are inflated piece by piece. */
const atOnceBytes = 256 * 1024;

const localSignature = 0x04034b50;

function zipBomb(name: string): DocumentError {
  const part = name.slice(0, 64).replaceAll(/[^\w./-]/g, '?');
  return new DocumentError(
    'too_large',
    `A part of the file (${part}) unpacks to far more than a document holds. It was not read. ` +
      'If the file is genuine, ask for it as PDF or in smaller pieces.',
  );
}

/** The error for an archive whose parts need a password. */
export function encryptedArchive(): DocumentError {
  return new DocumentError(
    'protected',
    'The file is an archive with a password. Ask its owner for a copy without one.',
  );
}

/**
 * A zip archive, from which single parts are read in bounded steps. Nested archives are not opened, and names are only
 * compared, never used as paths. Checksums are not verified: a damaged part is malformed XML.
 * @throws DocumentError `damaged`, `too_large`, `protected` from every member
 */
export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #pacer = new Pacer();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#entries = readZipDirectory(bytes);
  }

  get hasEncryptedPart(): boolean {
    return [...this.#entries.values()].some((entry) => entry.encrypted);
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** Passes the content of a part to `sink`. Returns false if the archive has no such part. */
  async read(name: string, sink: (piece: Uint8Array) => boolean): Promise<boolean> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) return false;
    const data = this.#dataOf(entry);
    let inflated = 0;
    let wanted = true;
    const take = async (piece: Uint8Array): Promise<boolean> => {
      inflated += piece.length;
      if (inflated > entry.inflatedBytes) throw damagedZip('a part is larger than it declares');
      wanted = sink(piece);
      await this.#pacer.spend(piece.length);
      return wanted;
    };
    if (entry.method === 0) {
      for (let at = 0; at < data.length; at += pieceBytes) {
        if (!(await take(data.subarray(at, at + pieceBytes)))) break;
      }
    } else {
      await inflate(data, entry, take);
    }
    if (wanted && inflated !== entry.inflatedBytes) throw damagedZip('a part is shorter than it declares');
    return true;
  }

  #dataOf(entry: ZipEntry): Uint8Array {
    if (entry.encrypted) throw encryptedArchive();
    if (entry.method !== 0 && entry.method !== 8) {
      throw new DocumentError(
        'unsupported',
        'The file uses a compression method that documents do not use. Open it in its own application and save it again.',
      );
    }
    const { compressedBytes, inflatedBytes, offset } = entry;
    const suspicious = inflatedBytes > ratioFreeBytes && inflatedBytes > compressedBytes * maxRatio;
    if (suspicious) throw zipBomb(entry.name);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    // The header lies before the directory: the parts do not overlap it.
    if (view.getUint32(offset, true) !== localSignature) {
      throw damagedZip('a part is not where its directory says');
    }
    const start =
      offset + localHeaderBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    if (start + compressedBytes > view.byteLength) throw damagedZip('a part breaks off');
    return this.#bytes.subarray(start, start + compressedBytes);
  }
}

async function inflate(data: Uint8Array, { inflatedBytes }: ZipEntry, take: PieceSink): Promise<void> {
  let isInflating = true;
  const pass = async (piece: Uint8Array): Promise<boolean> => {
    isInflating = false;
    const wanted = await take(piece);
    isInflating = true;
    return wanted;
  };
  try {
    if (inflatedBytes > atOnceBytes) await inflateInPieces(data, pass);
    else await pass(inflateAtOnce(data, inflatedBytes));
  } catch (error) {
    // An error of `take` is none of the archive.
    if (!isInflating) throw error;
    if (error instanceof RangeError) throw damagedZip('a part is larger than it declares');
    throw new DocumentError(
      'damaged',
      'The file is a damaged archive: a part of it cannot be unpacked. Ask for an intact copy of the file.',
      { cause: error },
    );
  }
}

/** One entry of the central directory. */
interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Offset of the local header. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const zip64LocatorSignature = 0x07064b50;
const zip64EndSignature = 0x06064b50;
const endBytes = 22;
const entryBytes = 46;
const localHeaderBytes = 30;
const maxCommentBytes = 0xffff;
/** Maximum parts, without media, and of all. */
const maxEntries = 10_000;
const maxAllEntries = 65_535;
/** Names of parts that are never read. A document can have thousands of them. */
const mediaPart =
  /\.(?:png|jpe?g|jfif|gif|bmp|tiff?|emf|wmf|svg|wdp|ico|webp|mp[34]|m4[av]|wav|avi|mov|wmv|bin|odttf|fntdata|ttf)$/;
const maxDeclaredBytes = 1024 ** 3;
const unknown32 = 0xffffffff;

/** The error for an archive that is truncated, damaged or inconsistent. */
function damagedZip(reason: string): DocumentError {
  return new DocumentError(
    'damaged',
    `The file is a damaged or truncated archive (${reason}). Ask for an intact copy of the file.`,
  );
}

function tooManyParts(limit: number): DocumentError {
  return new DocumentError(
    'too_large',
    `The file is an archive of more than ${limit} parts, far more than documents have. It was not opened.`,
  );
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - endBytes - maxCommentBytes);
  for (let at = view.byteLength - endBytes; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw damagedZip('it has no directory');
}

function readUint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

interface DirectoryLocation {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

function locateDirectory(view: DataView): DirectoryLocation {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== zip64LocatorSignature) {
    return { count, start, end: start + size };
  }
  const end64 = readUint64(view, locator + 8);
  if (end64 > locator - 56 || view.getUint32(end64, true) !== zip64EndSignature) {
    throw damagedZip('its 64-bit directory is missing');
  }
  const start64 = readUint64(view, end64 + 48);
  return { count: readUint64(view, end64 + 32), start: start64, end: start64 + readUint64(view, end64 + 40) };
}

/** Replaces values that are all ones by the 64-bit values of the extra field (APPNOTE 4.5.3), which have the same order. */
function readZip64Values(
  view: DataView,
  extraStart: number,
  extraEnd: number,
  values: readonly number[],
): number[] {
  for (let at = extraStart; at + 4 <= extraEnd;) {
    const bytes = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let next = at + 4;
      return values.map((value) => {
        if (value !== unknown32 || next + 8 > Math.min(extraEnd, at + 4 + bytes)) return value;
        next += 8;
        return readUint64(view, next - 8);
      });
    }
    at += 4 + bytes;
  }
  return [...values];
}

function assertNoOverlap(entries: readonly ZipEntry[], directoryStart: number): void {
  const byOffset = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, entry] of byOffset.entries()) {
    const next = byOffset[index + 1]?.offset ?? directoryStart;
    if (entry.offset + localHeaderBytes + entry.compressedBytes > next) throw damagedZip('its parts overlap');
  }
}

/**
 * Reads the central directory and checks it before anything is inflated: number of entries, declared sizes, duplicate
 * names, overlapping parts. Names are lowercase, because part names are case-insensitive (ECMA-376 part 2, 6.2.2).
 * @throws DocumentError `damaged`, `too_large`
 */
function readZipDirectory(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = locateDirectory(view);
  if (place.count > maxAllEntries) throw tooManyParts(maxAllEntries);
  if (place.end > bytes.byteLength) throw damagedZip('its directory lies outside of it');
  const entries = new Map<string, ZipEntry>();
  const decoder = new TextDecoder();
  let at = place.start;
  let declared = 0;
  for (let index = 0; index < place.count; index += 1) {
    if (at + entryBytes > place.end || view.getUint32(at, true) !== entrySignature) {
      throw damagedZip('its directory breaks off');
    }
    const nameEnd = at + entryBytes + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const sizes = [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ];
    const [inflatedBytes = 0, compressedBytes = 0, offset = 0] = readZip64Values(
      view,
      nameEnd,
      Math.min(extraEnd, place.end),
      sizes,
    );
    const name = decoder
      .decode(bytes.subarray(at + entryBytes, nameEnd))
      .replaceAll('\\', '/')
      .replace(/^\//, '')
      .toLowerCase();
    if (entries.has(name)) throw damagedZip('a part occurs twice');
    if (mediaPart.test(name)) {
      at = extraEnd + view.getUint16(at + 32, true);
      continue;
    }
    if (entries.size >= maxEntries) throw tooManyParts(maxEntries);
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
    entries.set(name, {
      name,
      encrypted,
      method: view.getUint16(at + 10, true),
      compressedBytes,
      inflatedBytes,
      offset,
    });
    declared += inflatedBytes;
    at = extraEnd + view.getUint16(at + 32, true);
  }
  if (declared > maxDeclaredBytes) {
    throw new DocumentError('too_large', 'The file would unpack to more than 1 GB. It was not opened.');
  }
  assertNoOverlap([...entries.values()], place.start);
  return entries;
}
