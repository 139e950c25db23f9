/** A storage under construction: streams as bytes, storages as further records. */
export interface CompoundSpec {
  readonly [name: string]: Uint8Array | CompoundSpec;
}

interface DirectoryEntry {
  readonly name: string;
  readonly kind: number;
  child: number;
  right: number;
  start: number;
  size: number;
}

const none = 0xffffffff;
const endOfChain = 0xfffffffe;
const tableMark = 0xfffffffd;
const sector = 512;

/** A compound file (MS-CFB, version 3). Streams below 4,096 bytes go into the mini stream, as the format has it. */
export function buildCompoundFile(spec: CompoundSpec): Uint8Array {
  const entries: DirectoryEntry[] = [
    { name: 'Root Entry', kind: 5, child: none, right: none, start: endOfChain, size: 0 },
  ];
  const table: number[] = [];
  const sectors: Uint8Array[] = [];
  const miniTable: number[] = [];
  const mini: number[] = [];

  const store = (bytes: Uint8Array): number => {
    const count = Math.ceil(bytes.length / sector);
    const first = sectors.length;
    for (let index = 0; index < count; index += 1) {
      const block = new Uint8Array(sector);
      block.set(bytes.subarray(index * sector, (index + 1) * sector));
      sectors.push(block);
      table.push(index === count - 1 ? endOfChain : first + index + 1);
    }
    return count === 0 ? endOfChain : first;
  };
  const storeMini = (bytes: Uint8Array): number => {
    const first = miniTable.length;
    const count = Math.ceil(bytes.length / 64);
    for (let index = 0; index < count; index += 1) {
      for (let at = 0; at < 64; at += 1) mini.push(bytes[index * 64 + at] ?? 0);
      miniTable.push(index === count - 1 ? endOfChain : first + index + 1);
    }
    return count === 0 ? endOfChain : first;
  };
  const add = (owner: DirectoryEntry, children: CompoundSpec) => {
    let previous: DirectoryEntry | undefined;
    for (const [name, content] of Object.entries(children)) {
      const isStream = content instanceof Uint8Array;
      const entry: DirectoryEntry = {
        name,
        kind: isStream ? 2 : 1,
        child: none,
        right: none,
        start: endOfChain,
        size: 0,
      };
      const index = entries.push(entry) - 1;
      if (previous) previous.right = index;
      else owner.child = index;
      previous = entry;
      if (content instanceof Uint8Array) {
        entry.size = content.length;
        entry.start = content.length < 4096 ? storeMini(content) : store(content);
      } else {
        add(entry, content);
      }
    }
  };
  const [root] = entries;
  if (!root) throw new Error('no root');
  add(root, spec);
  root.size = mini.length;
  root.start = store(Uint8Array.from(mini));
  const miniStart = store(words(miniTable));
  const directory = new Uint8Array(Math.ceil(entries.length / 4) * sector);
  for (const [index, entry] of entries.entries()) writeEntry(directory, index * 128, entry);
  const directoryStart = store(directory);
  const tableSectors = Math.ceil((table.length + Math.ceil(table.length / 127)) / 128);
  const tableStart = sectors.length;
  for (let index = 0; index < tableSectors; index += 1) table.push(tableMark);
  const padded = [...table, ...Array.from({ length: tableSectors * 128 - table.length }, () => none)];
  const header = new Uint8Array(sector);
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const view = new DataView(header.buffer);
  view.setUint16(24, 0x3e, true);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, tableSectors, true);
  view.setUint32(48, directoryStart, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, miniStart, true);
  view.setUint32(68, endOfChain, true);
  for (let index = 0; index < 109; index += 1) {
    view.setUint32(76 + index * 4, index < tableSectors ? tableStart + index : none, true);
  }
  return Uint8Array.from([header, ...sectors, words(padded)].flatMap((block) => Array.from(block)));
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
  return bytes;
}

function writeEntry(directory: Uint8Array, at: number, entry: DirectoryEntry): void {
  const view = new DataView(directory.buffer, at, 128);
  for (let index = 0; index < entry.name.length; index += 1)
    view.setUint16(index * 2, entry.name.charCodeAt(index), true);
  view.setUint16(64, entry.name.length * 2 + 2, true);
  view.setUint8(66, entry.kind);
  view.setUint8(67, 1);
  view.setUint32(68, none, true);
  view.setUint32(72, entry.right, true);
  view.setUint32(76, entry.child, true);
  view.setUint32(116, entry.start, true);
  view.setUint32(120, entry.size, true);
}

/** Text as the format has it: UTF-16, little endian. */
export function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1)
    view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}
