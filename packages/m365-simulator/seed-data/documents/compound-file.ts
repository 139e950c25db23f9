const sectorSize = 512;
const freeSector = 0xffffffff;
const endOfChain = 0xfffffffe;
const fatSector = 0xfffffffd;

/**
 * A compound file [MS-CFB] with streams of at least 4,096 bytes in its root: what old Office formats and encrypted new
 * ones look like from outside.
 */
export function compoundFile(
  streams: readonly { readonly name: string; readonly content: Uint8Array }[],
): Uint8Array {
  // MS-CFB 2.6.4: shorter names come first, then by capital letters. A chain to the right is a tree, too.
  const sorted = streams.toSorted(
    (left, right) =>
      left.name.length - right.name.length || (left.name.toUpperCase() < right.name.toUpperCase() ? -1 : 1),
  );
  const directorySectors = Math.ceil(((sorted.length + 1) * 128) / sectorSize);
  const fat: number[] = [fatSector];
  for (let index = 0; index < directorySectors; index += 1) {
    fat.push(index === directorySectors - 1 ? endOfChain : fat.length + 1);
  }
  const starts = sorted.map(({ content }) => {
    const start = fat.length;
    const count = Math.ceil(Math.max(content.length, 4096) / sectorSize);
    for (let index = 0; index < count; index += 1)
      fat.push(index === count - 1 ? endOfChain : fat.length + 1);
    return start;
  });
  if (fat.length > sectorSize / 4)
    throw new Error('More than one sector of the allocation table is not written here.');

  const file = new Uint8Array((fat.length + 1) * sectorSize);
  const view = new DataView(file.buffer);
  writeHeader(file, view);
  for (let index = 0; index < sectorSize / 4; index += 1)
    view.setUint32(sectorSize + index * 4, fat[index] ?? freeSector, true);
  const directory = 2 * sectorSize;
  writeEntry(file, view, directory, {
    name: 'Root Entry',
    type: 5,
    right: freeSector,
    child: sorted.length > 0 ? 1 : freeSector,
    start: endOfChain,
    size: 0,
  });
  for (const [index, { name, content }] of sorted.entries()) {
    const right = index + 1 < sorted.length ? index + 2 : freeSector;
    const start = starts[index] ?? endOfChain;
    writeEntry(file, view, directory + (index + 1) * 128, {
      name,
      type: 2,
      right,
      child: freeSector,
      start,
      size: Math.max(content.length, 4096),
    });
    file.set(content, (start + 1) * sectorSize);
  }
  return file;
}

function writeHeader(file: Uint8Array, view: DataView): void {
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(24, 0x003e, true);
  view.setUint16(26, 0x0003, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, 1, true);
  view.setUint32(48, 1, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, endOfChain, true);
  view.setUint32(68, endOfChain, true);
  view.setUint32(76, 0, true);
  for (let index = 1; index < 109; index += 1) view.setUint32(76 + index * 4, freeSector, true);
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

function writeEntry(file: Uint8Array, view: DataView, offset: number, entry: Entry): void {
  for (const [index, letter] of entry.name.split('').entries())
    view.setUint16(offset + index * 2, letter.charCodeAt(0), true);
  view.setUint16(offset + 64, (entry.name.length + 1) * 2, true);
  file[offset + 66] = entry.type;
  file[offset + 67] = 1;
  view.setUint32(offset + 68, freeSector, true);
  view.setUint32(offset + 72, entry.right, true);
  view.setUint32(offset + 76, entry.child, true);
  view.setUint32(offset + 116, entry.start, true);
  view.setUint32(offset + 120, entry.size, true);
}
