import { AppError } from '../../../../src/lib/app-error.ts';
import { inflateAtOnce, inflateInPieces, pieceBytes } from './inflate.ts';
import { readZipDirectory, unreadableZip, type ZipEntry } from './archive.ts';

/** Deflate reaches 1,032 to 1; documents stay far below this. */
const maxRatio = 100;
/** Below this size the ratio says nothing. */
const ratioFreeBytes = 2 * 1024 ** 2;
/** Parts up to this are inflated at once; larger ones piece by piece. */
const atOnceBytes = 256 * 1024;

const localSignature = 0x04034b50;
const localBytes = 30;

function bomb(name: string): AppError {
  const part = name.slice(0, 64).replaceAll(/[^\w./-]/g, '?');
  return new AppError(
    'too_large',
    `A part of the file (${part}) unpacks to far more than a document holds. It was not read. ` +
      'If the file is genuine, ask for it as PDF or in smaller pieces.',
  );
}

/**
 * An archive from which single parts are read in bounded steps. Nothing is inflated before it is asked for, archives
 * inside the archive are never opened, and names are only compared, never used as paths. Checksums are not verified:
 * a damaged part shows as malformed XML.
 * @throws AppError `unreadable_content`, `too_large`, `protected_content` from every member
 */
export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#entries = readZipDirectory(bytes);
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /**
   * Hands the content of a part to `sink`, piece by piece, each for the time of the call, until it wants no more. False
   * where the archive has no such part.
   */
  async read(name: string, sink: (piece: Uint8Array) => boolean): Promise<boolean> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) return false;
    const data = this.#dataOf(entry);
    let inflated = 0;
    let wanted = true;
    const take = (piece: Uint8Array): boolean => {
      inflated += piece.length;
      if (inflated > entry.inflatedBytes) throw unreadableZip('a part is larger than it declares');
      wanted = sink(piece);
      return wanted;
    };
    if (entry.method === 0) {
      for (let at = 0; at < data.length; at += pieceBytes) {
        if (!take(data.subarray(at, at + pieceBytes))) break;
      }
    } else {
      await inflate(data, entry, take);
    }
    if (wanted && inflated !== entry.inflatedBytes) throw unreadableZip('a part is shorter than it declares');
    return true;
  }

  #dataOf(entry: ZipEntry): Uint8Array {
    if (entry.encrypted) {
      throw new AppError(
        'protected_content',
        'The file is an archive with a password. Ask its owner for a copy without one.',
      );
    }
    if (entry.method !== 0 && entry.method !== 8) {
      throw new AppError(
        'unsupported_content',
        'The file is compressed in a way that documents do not use. Open it in its own application and save it again.',
      );
    }
    const { compressedBytes, inflatedBytes, offset } = entry;
    const suspicious = inflatedBytes > ratioFreeBytes && inflatedBytes > compressedBytes * maxRatio;
    if (suspicious) throw bomb(entry.name);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    if (offset + localBytes > view.byteLength || view.getUint32(offset, true) !== localSignature) {
      throw unreadableZip('a part is not where its directory says');
    }
    const start = offset + localBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    if (start + compressedBytes > view.byteLength) throw unreadableZip('a part breaks off');
    return this.#bytes.subarray(start, start + compressedBytes);
  }
}

async function inflate(
  data: Uint8Array,
  { inflatedBytes }: ZipEntry,
  take: (piece: Uint8Array) => boolean,
): Promise<void> {
  try {
    if (inflatedBytes > atOnceBytes) await inflateInPieces(data, take);
    else take(inflateAtOnce(data, inflatedBytes));
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof RangeError) throw unreadableZip('a part is larger than it declares');
    throw new AppError(
      'unreadable_content',
      'The file is a damaged archive: a part of it cannot be unpacked. Ask for an intact copy of the file.',
      {},
      { cause: error },
    );
  }
}
