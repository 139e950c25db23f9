import { DocumentError } from '../errors.ts';
import { concatenate } from '../byte-builder.ts';

const headerBytes = 512;
const entryBytes = 128;
const miniBytes = 64;
const endOfChain = 0xfffffffe;
const largestSector = 0xfffffffa;
const noEntry = 0xffffffff;
const rootKind = 5;
const maxEntries = 20_000;
const maxDepth = 32;

/** The error for a compound file of which nothing can be read. */
export function damagedCompoundFile(): DocumentError {
  return new DocumentError(
    'damaged',
    'The file is damaged or truncated. Ask for an intact copy of the file.',
  );
}

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** A stream, read on demand. `read` returns at most `maxBytes` of its start, and less if the file is damaged. */
export interface CfbStream {
  readonly bytes: number;
  read(maxBytes?: number): Uint8Array;
}

/** A storage (directory): streams and storages by name. */
export interface CfbStorage {
  readonly streams: ReadonlyMap<string, CfbStream>;
  readonly storages: ReadonlyMap<string, CfbStorage>;
}

/**
 * A compound file (MS-CFB), the container of Outlook messages and of Office documents before 2007. Cyclic chains and
 * references outside of the file end what is read (`isDamaged`). No allocation is larger than the file.
 * @throws DocumentError `damaged`
 */
export class CompoundFile {
  readonly root: CfbStorage;
  /** A part of what was read so far is missing. */
  isDamaged = false;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sectorBytes: number;
  readonly #table: Uint32Array;
  readonly #miniTable: Uint32Array;
  readonly #miniSectors: readonly number[];
  readonly #miniCutoff: number;

  constructor(bytes: Uint8Array) {
    if (bytes.length < headerBytes) throw damagedCompoundFile();
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = this.#view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw damagedCompoundFile();
    this.#sectorBytes = 2 ** shift;
    this.#table = this.#readTable();
    const entries = this.#readEntries();
    const [root] = entries;
    if (root?.kind !== rootKind) throw damagedCompoundFile();
    this.#miniCutoff = this.#view.getUint32(56, true);
    this.#miniSectors = this.#sectorsOf(root.start, root.size);
    const miniTableBytes = Math.ceil(root.size / miniBytes) * 4;
    this.#miniTable = toUint32Array(this.#chain(this.#view.getUint32(60, true), miniTableBytes));
    this.root = this.#storage(entries, root, new Set(), 0);
  }

  /** Undefined outside of the file. */
  #sector(number: number): Uint8Array | undefined {
    const start = (number + 1) * this.#sectorBytes;
    if (start < this.#bytes.length) return this.#bytes.subarray(start, start + this.#sectorBytes);
    this.isDamaged = true;
    return undefined;
  }

  /** Reads the FAT. Its first 109 sectors are listed in the header, others in a chain of DIFAT sectors. */
  #readTable(): Uint32Array {
    const sectors: number[] = [];
    for (let at = 76; at < headerBytes; at += 4) sectors.push(this.#view.getUint32(at, true));
    const maxSectors = Math.ceil(this.#bytes.length / this.#sectorBytes);
    let next = this.#view.getUint32(68, true);
    for (let count = 0; next <= largestSector; count += 1) {
      if (count > maxSectors) throw damagedCompoundFile();
      const numbers = toUint32Array(this.#sector(next) ?? new Uint8Array());
      sectors.push(...numbers.subarray(0, -1));
      next = numbers.at(-1) ?? endOfChain;
    }
    const used = sectors.filter((sector) => sector <= largestSector);
    if (used.length > maxSectors) throw damagedCompoundFile();
    // The entries of a missing sector end their chains.
    const missing = new Uint8Array(this.#sectorBytes).fill(0xff);
    return toUint32Array(concatenate(used.map((sector) => this.#sector(sector) ?? missing)));
  }

  /** The sectors of a chain, as many as `size` bytes need. */
  #sectorsOf(start: number, size: number): number[] {
    const sectors: number[] = [];
    for (
      let sector = start;
      sector <= largestSector && sectors.length * this.#sectorBytes < size;
      sector = this.#table[sector] ?? endOfChain
    ) {
      if (sectors.length * this.#sectorBytes > this.#bytes.length) {
        this.isDamaged = true;
        break;
      }
      sectors.push(sector);
    }
    return sectors;
  }

  /** The content of a chain of sectors, up to `size` bytes. */
  #chain(start: number, size = Number.POSITIVE_INFINITY): Uint8Array {
    const sectors = this.#sectorsOf(start, size);
    const whole = new Uint8Array(sectors.length * this.#sectorBytes);
    let length = 0;
    for (const number of sectors) {
      const sector = this.#sector(number);
      if (!sector) break;
      whole.set(sector, length);
      length += sector.length;
    }
    return whole.subarray(0, Math.min(size, length));
  }

  /** A sector of the mini stream. Undefined outside of it. */
  #miniSector(number: number): Uint8Array | undefined {
    const at = number * miniBytes;
    const sector = this.#miniSectors[Math.floor(at / this.#sectorBytes)];
    const start = at % this.#sectorBytes;
    return sector === undefined ? undefined : this.#sector(sector)?.subarray(start, start + miniBytes);
  }

  #miniChain(start: number, size: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (
      let sector = start;
      sector <= largestSector && pieces.length * miniBytes < size;
      sector = this.#miniTable[sector] ?? endOfChain
    ) {
      const piece = this.#miniSector(sector);
      if (!piece || pieces.length > this.#miniTable.length) break;
      pieces.push(piece);
    }
    return concatenate(pieces).subarray(0, size);
  }

  #readEntries(): Entry[] {
    const bytes = this.#chain(this.#view.getUint32(48, true), (maxEntries + 1) * entryBytes);
    const count = Math.floor(bytes.length / entryBytes);
    if (count > maxEntries) throw damagedCompoundFile();
    const decoder = new TextDecoder('utf-16le');
    return Array.from({ length: count }, (_, index) => {
      const at = bytes.byteOffset + index * entryBytes;
      const view = new DataView(bytes.buffer, at, entryBytes);
      const nameBytes = Math.min(Math.max(view.getUint16(64, true) - 2, 0), 62);
      return {
        name: decoder.decode(new Uint8Array(bytes.buffer, at, nameBytes)),
        kind: view.getUint8(66),
        left: view.getUint32(68, true),
        right: view.getUint32(72, true),
        child: view.getUint32(76, true),
        start: view.getUint32(116, true),
        size: view.getUint32(120, true),
      };
    });
  }

  #storage(entries: readonly Entry[], owner: Entry, seen: Set<number>, depth: number): CfbStorage {
    const streams = new Map<string, CfbStream>();
    const storages = new Map<string, CfbStorage>();
    const waiting = depth > maxDepth ? [] : [owner.child];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (index === noEntry) continue;
      const entry = entries[index];
      if (!entry || seen.has(index)) {
        this.isDamaged = true;
        continue;
      }
      seen.add(index);
      waiting.push(entry.left, entry.right);
      if (entry.kind === 1) storages.set(entry.name, this.#storage(entries, entry, seen, depth + 1));
      else if (entry.kind === 2) streams.set(entry.name, this.#stream(entry));
    }
    return { streams, storages };
  }

  #stream({ start, size }: Entry): CfbStream {
    return {
      bytes: size,
      read: (maxBytes = size) => {
        const wanted = Math.min(size, maxBytes);
        const bytes = size < this.#miniCutoff ? this.#miniChain(start, wanted) : this.#chain(start, wanted);
        this.isDamaged ||= bytes.length < wanted;
        return bytes;
      },
    };
  }
}

function toUint32Array(bytes: Uint8Array): Uint32Array {
  const toUint32s = new Uint32Array(Math.floor(bytes.length / 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < toUint32s.length; index += 1)
    toUint32s[index] = view.getUint32(index * 4, true);
  return toUint32s;
}
