import { concatenate } from '../byte-builder.ts';

/** Bytes that are read in ranges, such as a file behind HTTP range requests. */
export interface ByteRanges {
  /** Size of the whole content. */
  readonly size: number;
  /** The bytes from `start` up to `end`, which is not included. Undefined if they cannot be read. */
  read(start: number, end: number): Promise<Uint8Array | undefined>;
}

/** The ranges of an Office Open XML package that hold its text. */
export interface PackageRanges {
  /** Size of the copy. */
  readonly bytes: number;
  /** Reads the ranges and returns a zip archive with the parts in them. Undefined if a range cannot be read. */
  copy(): Promise<Uint8Array | undefined>;
}

/** Enough for the directory of most packages. */
const tailBytes = 64 * 1024;
/** A part below this size is cheaper to read than to leave out. */
const minSkippedBytes = 128 * 1024;
const maxRanges = 6;
const maxDirectoryBytes = 2 * 1024 ** 2;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
/** Value of a field whose 64-bit value is elsewhere. */
const unknown32 = 0xffffffff;

/** The parts of a package that are markup or text. Media, fonts and embedded files have other names. */
const textPart = /\.(?:xml|rels|vml|x?html?|mht|mhtml|txt|rtf)$/i;

interface DirectoryEntry {
  /** Position of its record in the directory, and the end of it. */
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly compressedBytes: number;
  /** Offset of the local header. */
  readonly offset: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the ranges of a zip archive that are needed to read its text: all but large parts that are not XML. Reads the
 * directory only.
 * @returns undefined if the archive has to be read as a whole: 64-bit, damaged, or not a zip archive
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function findTextRanges(source: ByteRanges): Promise<PackageRanges | undefined> {
  const tailStart = Math.max(0, source.size - tailBytes);
  const tail = await source.read(tailStart, source.size);
  if (!tail) return undefined;
  const endAt = findEndRecord(tail);
  if (endAt === undefined) return undefined;
  const end = new DataView(tail.buffer, tail.byteOffset + endAt, endBytes);
  const start = end.getUint32(16, true);
  const directoryEnd = start + end.getUint32(12, true);
  if (directoryEnd !== tailStart + endAt || directoryEnd - start > maxDirectoryBytes) return undefined;
  const head = start < tailStart ? await source.read(start, tailStart) : new Uint8Array();
  if (!head) return undefined;
  const directory = concatenate([head, tail.subarray(Math.max(0, start - tailStart), endAt)]);
  const entries = readEntries(directory, end.getUint16(10, true));
  const skipped = entries && findSkipped(entries, start);
  if (!skipped) return undefined;
  const kept = complement(skipped, start);
  const endRecord = tail.slice(endAt, endAt + endBytes);
  const skippedBytes = skipped.reduce((sum, span) => sum + span.end - span.start, 0);
  return {
    bytes: source.size - skippedBytes,
    copy: async () => {
      const pieces = await Promise.all(kept.map((span) => source.read(span.start, span.end)));
      if (!pieces.every((piece) => piece !== undefined)) return undefined;
      const records = entries
        .filter(({ offset }) => !skipped.some((span) => span.start <= offset && offset < span.end))
        .map((entry) => moveEntry(directory, entry, skipped));
      return concatenate([...pieces, ...records, newEndRecord(endRecord, records, start - skippedBytes)]);
    },
  };
}

function findEndRecord(tail: Uint8Array): number | undefined {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tail.byteLength - endBytes; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

function readEntries(directory: Uint8Array, count: number): readonly DirectoryEntry[] | undefined {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const decoder = new TextDecoder();
  const entries: DirectoryEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + entryBytes > directory.length || view.getUint32(at, true) !== entrySignature) return undefined;
    const nameEnd = at + entryBytes + view.getUint16(at + 28, true);
    const end = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const compressedBytes = view.getUint32(at + 20, true);
    const offset = view.getUint32(at + 42, true);
    if (end > directory.length || compressedBytes === unknown32 || offset === unknown32) return undefined;
    const name = decoder.decode(directory.subarray(at + entryBytes, nameEnd));
    entries.push({ at, end, name, compressedBytes, offset });
    at = end;
  }
  return at === directory.length ? entries : undefined;
}

/** The spans of the largest parts that are not text, in order. Undefined if parts overlap, or nothing is skipped. */
function findSkipped(entries: readonly DirectoryEntry[], directoryStart: number): Span[] | undefined {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  const spans: Span[] = [];
  for (const [index, { name, offset, compressedBytes }] of inOrder.entries()) {
    const end = inOrder[index + 1]?.offset ?? directoryStart;
    if (offset + compressedBytes > end) return undefined;
    if (textPart.test(name) || end - offset < minSkippedBytes) continue;
    const previous = spans.at(-1);
    if (previous?.end === offset) spans[spans.length - 1] = { start: previous.start, end };
    else spans.push({ start: offset, end });
  }
  const largest = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, maxRanges - 1);
  return largest.length === 0 ? undefined : largest.toSorted((a, b) => a.start - b.start);
}

/** The spans between the skipped ones, up to the directory. */
function complement(skipped: readonly Span[], directoryStart: number): Span[] {
  const starts = [0, ...skipped.map(({ end }) => end)];
  const ends = [...skipped.map(({ start }) => start), directoryStart];
  return starts
    .map((start, index) => ({ start, end: ends[index] ?? start }))
    .filter(({ start, end }) => start < end);
}

/** The record of a part, with its offset in the copy. */
function moveEntry(
  directory: Uint8Array,
  { at, end, offset }: DirectoryEntry,
  skipped: readonly Span[],
): Uint8Array {
  const record = directory.slice(at, end);
  const before = skipped.filter((span) => span.start < offset);
  const moved = before.reduce((sum, span) => sum + span.end - span.start, 0);
  new DataView(record.buffer).setUint32(42, offset - moved, true);
  return record;
}

function newEndRecord(old: Uint8Array, records: readonly Uint8Array[], directoryStart: number): Uint8Array {
  const record = old.slice();
  const view = new DataView(record.buffer);
  view.setUint16(8, records.length, true);
  view.setUint16(10, records.length, true);
  view.setUint32(
    12,
    records.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  view.setUint32(16, directoryStart, true);
  view.setUint16(20, 0, true);
  return record;
}
