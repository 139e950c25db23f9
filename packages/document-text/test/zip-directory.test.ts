import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ZipArchive } from '../src/zip/archive.ts';
import { expectCode } from './support/expect-code.ts';
import { type ZipEnd, type ZipPart, buildArchive, zipRecord } from './support/zip-records.ts';

const text = strToU8('text');
/** The value of a 32-bit field whose 64-bit value is in the extra field. */
const in64 = 0xffffffff;

const open = (parts: readonly ZipPart[], end?: ZipEnd): ZipArchive =>
  new ZipArchive(buildArchive(parts, end));

async function readAll(archive: ZipArchive, name: string): Promise<string> {
  const decoder = new TextDecoder();
  let content = '';
  await archive.read(name, (piece) => {
    content += decoder.decode(piece, { stream: true });
    return true;
  });
  return content;
}

/** Expects an error with this code and text. */
async function expectError(
  run: () => unknown,
  code: 'damaged' | 'too_large',
  message: string,
): Promise<void> {
  await expectCode(run, code);
  await expect(Promise.resolve().then(run)).rejects.toThrow(message);
}

describe('the directory of a ZipArchive', () => {
  it('may be empty', () => {
    expect(open([]).has('a')).toBe(false);
  });

  it.each([
    ['Word\\Document.xml', 'word/document.XML'],
    ['/word/document.xml', 'word/document.xml'],
    ['Größe.xml', 'GRÖßE.xml'],
  ])('contains %j under the name %j', async (stored, name) => {
    const archive = open([{ name: stored, data: text }]);
    expect(archive.has(name)).toBe(true);
    expect(await readAll(archive, name)).toBe('text');
  });

  it('is read from a part of a larger buffer', async () => {
    const bytes = buildArchive([{ name: 'a', data: text }]);
    const buffer = new Uint8Array(bytes.length + 20).fill(0x50);
    buffer.set(bytes, 10);
    expect(await readAll(new ZipArchive(buffer.subarray(10, 10 + bytes.length)), 'a')).toBe('text');
  });

  it('may have extra fields and comments', async () => {
    const extra = zipRecord([2, 0x5455], [2, 5], [2, 1], [2, 1], Uint8Array.of(0));
    const comment = strToU8('PK comment');
    const archive = open([
      { name: 'a.xml', data: strToU8('a'), extra, comment },
      { name: 'image.png', data: strToU8('image'), extra, comment },
      { name: 'b.xml', data: strToU8('b') },
    ]);
    expect(await readAll(archive, 'a.xml')).toBe('a');
    expect(await readAll(archive, 'b.xml')).toBe('b');
    expect(archive.has('image.png')).toBe(false);
  });

  it.each([0, 1, 65_535])('is found before a comment of %i bytes', async (length) => {
    const archive = open([{ name: 'a', data: text }], { comment: new Uint8Array(length) });
    expect(await readAll(archive, 'a')).toBe('text');
  });

  it('is not found before more than 65,535 bytes', async () => {
    const bytes = new Uint8Array([...buildArchive([{ name: 'a' }]), ...new Uint8Array(65_536)]);
    await expectError(() => new ZipArchive(bytes), 'damaged', 'it has no directory');
  });

  it('has as many parts as its end record declares', () => {
    const archive = open([{ name: 'a' }, { name: 'b' }], { count: 1 });
    expect([archive.has('a'), archive.has('b')]).toEqual([true, false]);
  });

  it.each([1, 21])('is not in %i bytes', async (length) => {
    await expectError(() => new ZipArchive(new Uint8Array(length)), 'damaged', 'it has no directory');
  });

  it('is rejected when it breaks off', async () => {
    await expectError(() => open([{ name: 'a' }], { count: 2 }), 'damaged', 'its directory breaks off');
  });

  it('is rejected when it ends within a record', async () => {
    await expectError(
      () => open([{ name: 'a' }, { name: 'b' }], { directoryBytes: 90 }),
      'damaged',
      'its directory breaks off',
    );
  });

  it('is rejected when there is no record', async () => {
    await expectError(
      () => open([{ name: 'a', data: new Uint8Array(100) }], { directoryStart: 40, directoryBytes: 60 }),
      'damaged',
      'its directory breaks off',
    );
  });

  it.each([{ directoryStart: 10_000 }, { directoryBytes: 10_000 }])(
    'is rejected when it lies outside of the file: %o',
    async (end) => {
      await expectError(() => open([], end), 'damaged', 'its directory lies outside of it');
    },
  );

  it('may list the parts in another order than they are stored in', async () => {
    const archive = open([
      { name: 'a', data: strToU8('1234'), offset: 35 },
      { name: 'b', data: strToU8('5678'), offset: 0 },
    ]);
    expect([await readAll(archive, 'a'), await readAll(archive, 'b')]).toEqual(['5678', '1234']);
  });

  it('is rejected when a part occurs twice', async () => {
    await expectError(() => open([{ name: 'a/b' }, { name: 'A\\B' }]), 'damaged', 'a part occurs twice');
  });

  it('is rejected when it declares more than 1 GB', async () => {
    const half: ZipPart = { name: 'a', inflatedBytes: 512 * 1024 ** 2 };
    expect(open([half, { ...half, name: 'b' }]).has('b')).toBe(true);
    await expectError(
      () => open([half, { ...half, name: 'b', inflatedBytes: 512 * 1024 ** 2 + 1 }]),
      'too_large',
      'more than 1 GB',
    );
  });

  it('has at most 10,000 parts beside images', async () => {
    const parts: ZipPart[] = Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}.xml` }));
    const image: ZipPart = { name: 'a.png' };
    expect(open([...parts, image]).has('9999.xml')).toBe(true);
    await expectError(() => open([...parts, image, { name: 'a.xml' }]), 'too_large', 'more than 10000 parts');
  });

  it.each([
    ['another part', [{ name: 'a', data: text, compressedBytes: 6 }, { name: 'b' }]],
    ['the directory', [{ name: 'b' }, { name: 'a', data: text, compressedBytes: 6 }]],
    [
      'another part that is listed before',
      [
        { name: 'b', offset: 33 },
        { name: 'a', data: text, offset: 0 },
      ],
    ],
  ] satisfies [string, ZipPart[]][])('is rejected when a part overlaps %s', async (_, parts) => {
    await expectError(() => open(parts), 'damaged', 'its parts overlap');
  });
});

describe('a 64-bit ZipArchive', () => {
  const wide = zipRecord([2, 1], [2, 24], [8, 4], [8, 4], [8, 0]);

  it('has its number of parts and its directory in a record of its own', async () => {
    expect(await readAll(open([{ name: 'a', data: text }], { is64: true }), 'a')).toBe('text');
    expect(open([], { is64: true }).has('a')).toBe(false);
  });

  it.each([
    ['all sizes and the offset', { compressedBytes: in64, inflatedBytes: in64, offset: in64, extra: wide }],
    ['the inflated size', { inflatedBytes: in64, extra: zipRecord([2, 1], [2, 8], [8, 4]) }],
    ['the compressed size', { compressedBytes: in64, extra: zipRecord([2, 1], [2, 8], [8, 4]) }],
    ['the offset', { offset: in64, extra: zipRecord([2, 1], [2, 8], [8, 0]) }],
    [
      'the offset, behind another field',
      { offset: in64, extra: zipRecord([2, 9], [2, 1], Uint8Array.of(7), [2, 1], [2, 8], [8, 0]) },
    ],
    ['nothing that is unknown', { extra: zipRecord([2, 1], [2, 24], [8, 9], [8, 9], [8, 9]) }],
  ] satisfies [string, Partial<ZipPart>][])('has %s in the extra field', async (_, fields) => {
    expect(await readAll(open([{ name: 'a', data: text, ...fields }]), 'a')).toBe('text');
  });

  it.each([
    ['is missing', new Uint8Array()],
    ['is another', zipRecord([2, 2], [2, 8], [8, 0])],
    ['is shorter than its value', zipRecord([2, 1], [2, 7], [8, 0])],
    ['breaks off', zipRecord([2, 1], [2, 8], [4, 0], [2, 0])],
    ['breaks off within its header', zipRecord([2, 1], Uint8Array.of(8))],
  ])('is rejected when the extra field %s', async (_, extra) => {
    await expectError(
      () => open([{ name: 'a', data: text, offset: in64, extra }]),
      'damaged',
      'its parts overlap',
    );
  });

  it.each([
    ['lies behind its locator', 10_000],
    ['is within its locator', 100],
    ['is elsewhere', 0],
  ])('is rejected when the record %s', async (_, end64) => {
    await expectError(
      () => open([{ name: 'a', data: text }], { is64: true, end64 }),
      'damaged',
      'its 64-bit directory is missing',
    );
  });

  it('is rejected when it declares more than 65,535 parts', async () => {
    await expectError(() => open([], { is64: true, count: 65_536 }), 'too_large', 'more than 65535 parts');
    await expectError(() => open([], { is64: true, count: 65_535 }), 'damaged', 'its directory breaks off');
  });
});

describe('a part of a ZipArchive', () => {
  const read = (part: Omit<ZipPart, 'name'>) => () => open([{ name: 'a', ...part }]).read('a', () => true);

  it.each([0, 0x0808])('is read with the flags %i', async (flags) => {
    expect(await readAll(open([{ name: 'a', data: text, flags }]), 'a')).toBe('text');
  });

  it('is rejected when it is encrypted', async () => {
    await expectCode(read({ data: text, flags: 9 }), 'protected');
    await expect(read({ data: text, flags: 9 })()).rejects.toThrow('an archive with a password');
  });

  it.each([1, 9, 12, 93])('is rejected when its compression method is %i', async (method) => {
    await expectCode(read({ data: text, method }), 'unsupported');
    await expect(read({ data: text, method })()).rejects.toThrow(
      'a compression method that documents do not use',
    );
  });

  it('is rejected when there is no header at its offset', async () => {
    await expectError(
      () => open([{ name: 'a', data: text, offset: 1, compressedBytes: 0 }]).read('a', () => true),
      'damaged',
      'a part is not where its directory says',
    );
  });

  it('is rejected when its header moves it beyond the end', async () => {
    await expectError(read({ data: text, localExtraBytes: 65_535 }), 'damaged', 'a part breaks off');
  });

  it.each([
    ['2 MiB from any size', 2 * 1024 ** 2, 1, 'damaged'],
    ['more than 2 MiB from a four hundredth', 400 * 6000, 6000, 'damaged'],
    ['more than 2 MiB from less than a four hundredth', 400 * 6000 + 1, 6000, 'too_large'],
    ['one byte more than 2 MiB from any size', 2 * 1024 ** 2 + 1, 1, 'too_large'],
  ] as const)('may declare to inflate to %s', async (_, inflatedBytes, compressedBytes, code) => {
    const data = new Uint8Array(compressedBytes);
    await expectCode(read({ data, method: 8, inflatedBytes }), code);
  });

  it('is named without markup when it is rejected for its size', async () => {
    const name = `x<b>/ü_-${'y'.repeat(100)}`;
    const archive = open([{ name, data: text, inflatedBytes: 1024 ** 3 }]);
    await expectError(
      () => archive.read(name, () => true),
      'too_large',
      `A part of the file (x?b?/?_-${'y'.repeat(56)}) unpacks to far more than a document holds. It was not read. ` +
        'If the file is genuine, ask for it as PDF or in smaller pieces.',
    );
  });

  it('is passed on in pieces of 32 KiB when it is stored', async () => {
    const data = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    const pieces: Uint8Array[] = [];
    await open([{ name: 'a', data }]).read('a', (piece) => pieces.push(piece.slice()) > 0);
    expect(pieces.map(({ length }) => length)).toEqual([32_768, 32_768, 32_768, 1696]);
    expect(Uint8Array.from(pieces.flatMap((piece) => [...piece]))).toEqual(data);
  });

  it.each([
    ['stored', { data: new Uint8Array(100_000), inflatedBytes: 200_000 }],
    ['deflated', { data: deflateSync(new Uint8Array(100_000)), method: 8, inflatedBytes: 200_000 }],
    ['deflated and large', { data: deflateSync(new Uint8Array(400_000)), method: 8, inflatedBytes: 500_000 }],
  ])('is not checked for its size when it is %s and the sink stops', async (_, part) => {
    let pieces = 0;
    const archive = open([{ name: 'a', ...part }]);
    expect(await archive.read('a', () => (pieces += 1) < 1)).toBe(true);
    expect(pieces).toBe(1);
    await expectError(read(part), 'damaged', 'a part is shorter than it declares');
  });

  it.each([
    ['stored', { data: text, inflatedBytes: 3 }],
    ['deflated', { data: deflateSync(text), method: 8, inflatedBytes: 3 }],
    ['deflated and large', { data: deflateSync(new Uint8Array(300_001)), method: 8, inflatedBytes: 300_000 }],
  ])('is rejected when it is %s and one byte larger than it declares', async (_, part) => {
    await expectError(read(part), 'damaged', 'a part is larger than it declares');
  });

  it.each([
    ['small', 100],
    ['large', 300_000],
  ])('is rejected with a cause when it is %s and damaged', async (_, inflatedBytes) => {
    const damaged = read({ data: new Uint8Array(1000).fill(0xff), method: 8, inflatedBytes });
    await expectError(damaged, 'damaged', 'a part of it cannot be unpacked');
    await expect(damaged()).rejects.toHaveProperty('cause', expect.any(Error));
  });
});
