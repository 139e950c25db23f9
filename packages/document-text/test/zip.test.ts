import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ZipArchive } from '../src/zip/archive.ts';
import { expectCode } from './support/expect-code.ts';

const directorySignature = 0x02014b50;
const endSignature = 0x06054b50;

async function readAll(archive: ZipArchive, name: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  await archive.read(name, (piece) => {
    text += decoder.decode(piece, { stream: true });
    return true;
  });
  return text;
}

/** Changes bytes of a record found by its signature: `at` counts from the signature. */
function patch(bytes: Uint8Array, signature: number, at: number, value: number, size: 2 | 4): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let index = 0; index + 4 <= copy.length; index += 1) {
    if (view.getUint32(index, true) !== signature) continue;
    if (size === 2) view.setUint16(index + at, value, true);
    else view.setUint32(index + at, value, true);
    return copy;
  }
  throw new Error('no such record');
}

const good = zipSync({
  'word/a.xml': strToU8('<a>text</a>'.repeat(50)),
  'b.txt': [strToU8('stored'), { level: 0 }],
});

/** A small archive with 64-bit records, as streaming writers make them: every size is in the extra field. */
function zip64(): Uint8Array {
  const content = strToU8('wide');
  const name = strToU8('n.txt');
  const bytes = new Uint8Array(300);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const u16 = (...values: number[]) => {
    for (const value of values) {
      view.setUint16(at, value, true);
      at += 2;
    }
  };
  const u32 = (...values: number[]) => {
    for (const value of values) {
      view.setUint32(at, value, true);
      at += 4;
    }
  };
  const u64 = (...values: number[]) => {
    for (const value of values) {
      view.setBigUint64(at, BigInt(value), true);
      at += 8;
    }
  };
  const raw = (piece: Uint8Array) => {
    bytes.set(piece, at);
    at += piece.length;
  };
  u32(0x04034b50);
  u16(45, 0, 0, 0, 0);
  u32(0, 0xffffffff, 0xffffffff);
  u16(name.length, 20);
  raw(name);
  u16(1, 16);
  u64(4, 4);
  raw(content);
  const directory = at;
  u32(directorySignature);
  u16(45, 45, 0, 0, 0, 0);
  u32(0, 0xffffffff, 0xffffffff);
  u16(name.length, 28, 0, 0, 0);
  u32(0, 0xffffffff);
  raw(name);
  u16(1, 24);
  u64(4, 4, 0);
  const end64 = at;
  u32(0x06064b50);
  u64(44);
  u16(45, 45);
  u32(0, 0);
  u64(1, 1, end64 - directory, directory);
  u32(0x07064b50, 0);
  u64(end64);
  u32(1, endSignature);
  u16(0, 0, 0xffff, 0xffff);
  u32(0xffffffff, 0xffffffff);
  u16(0);
  return bytes.slice(0, at);
}

describe('ZipArchive', () => {
  it('reads deflated and stored parts by case-insensitive name', async () => {
    const archive = new ZipArchive(good);
    expect(await readAll(archive, 'Word/A.xml')).toBe('<a>text</a>'.repeat(50));
    expect(await readAll(archive, 'b.txt')).toBe('stored');
    expect(archive.has('c')).toBe(false);
    expect(await archive.read('c', () => true)).toBe(false);
  });

  it('reads 64-bit sizes', async () => {
    expect(await readAll(new ZipArchive(zip64()), 'n.txt')).toBe('wide');
  });

  it('reads an archive with a comment and with bytes before an entry', async () => {
    const withComment = new Uint8Array([...good, ...strToU8('a comment')]);
    new DataView(withComment.buffer).setUint16(good.length - 2, 9, true);
    expect(await readAll(new ZipArchive(withComment), 'b.txt')).toBe('stored');
  });

  it('rejects a bomb by its declared size, before inflating', async () => {
    const bomb = zipSync({ 'word/document.xml': [new Uint8Array(30 * 1024 ** 2), { level: 9 }] });
    let pieces = 0;
    await expectCode(
      () => new ZipArchive(bomb).read('word/document.xml', () => (pieces += 1) > 0),
      'too_large',
    );
    expect(pieces).toBe(0);
  });

  it('inflates a part no further than it is read', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `<row>${'<c/>'.repeat(25)}${index % 100}</row>`,
    );
    const archive = zipSync({ 'word/document.xml': [strToU8(rows.join('')), { level: 9 }] });
    let pieces = 0;
    await new ZipArchive(archive).read('word/document.xml', () => (pieces += 1) < 3);
    expect(pieces).toBe(3);
  });

  it('rejects a bomb with a false size as soon as the output exceeds it', async () => {
    const bomb = zipSync({ a: [new Uint8Array(30 * 1024 ** 2), { level: 9 }] });
    const lying = patch(bomb, directorySignature, 24, 1_000_000, 4);
    let inflated = 0;
    await expectCode(
      () => new ZipArchive(lying).read('a', (piece) => (inflated += piece.length) > 0),
      'damaged',
    );
    expect(inflated).toBeLessThan(6 * 1024 ** 2);
  });

  it('stops reading a part when the sink returns false', async () => {
    const noise = Uint8Array.from({ length: 4 * 1024 ** 2 }, (_, index) => (index * 7919) >> (index % 13));
    const bytes = zipSync({ a: noise });
    let inflated = 0;
    const archive = new ZipArchive(bytes);
    expect(await archive.read('a', (piece) => (inflated += piece.length) < 200_000)).toBe(true);
    expect(inflated).toBeLessThan(300_000);
  });

  it('does not open nested archives', async () => {
    const inner = zipSync({ x: [new Uint8Array(20 * 1024 ** 2), { level: 9 }] });
    const archive = new ZipArchive(zipSync({ 'inner.zip': [inner, { level: 0 }] }));
    let bytes = 0;
    await archive.read('inner.zip', (piece) => (bytes += piece.length) > 0);
    expect(bytes).toBe(inner.length);
  });

  it('rejects more parts than documents have', async () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}`, new Uint8Array()])),
      { level: 0 },
    );
    await expectCode(() => new ZipArchive(many), 'too_large');
  });

  it('does not count images among the parts', async () => {
    const images = Array.from({ length: 10_500 }, (_, index) => [
      `word/media/${index}.png`,
      new Uint8Array(),
    ]);
    const bytes = zipSync({ ...Object.fromEntries(images), 'word/a.xml': strToU8('<a/>') }, { level: 0 });
    expect(await readAll(new ZipArchive(bytes), 'word/a.xml')).toBe('<a/>');
  });

  it('rejects excessive declared sizes', async () => {
    await expectCode(() => new ZipArchive(patch(good, directorySignature, 24, 0xfffffff0, 4)), 'too_large');
  });

  it('rejects duplicate part names', async () => {
    const twice = zipSync({ 'aa.xml': strToU8('1'), 'ab.xml': strToU8('2') });
    const text = new TextDecoder('latin1').decode(twice).replaceAll('ab.xml', 'AA.xml');
    await expectCode(
      () => new ZipArchive(Uint8Array.from(text, (character) => character.charCodeAt(0))),
      'damaged',
    );
  });

  it('rejects overlapping parts', async () => {
    const twoParts = zipSync({ a: [strToU8('x'.repeat(500)), { level: 0 }], b: strToU8('y') });
    const view = new DataView(twoParts.buffer);
    const second = twoParts.findLastIndex(
      (_, index) => index + 4 <= twoParts.length && view.getUint32(index, true) === directorySignature,
    );
    view.setUint32(second + 42, 100, true);
    await expectCode(() => new ZipArchive(twoParts), 'damaged');
  });

  it.each([
    ['encrypted', patch(good, directorySignature, 8, 1, 2), 'protected'],
    ['compressed in another way', patch(good, directorySignature, 10, 14, 2), 'unsupported'],
    [
      'said to start elsewhere',
      patch(patch(good, directorySignature, 42, 3, 4), directorySignature, 20, 5, 4),
      'damaged',
    ],
    ['shorter than declared', patch(good, directorySignature, 24, 5_000, 4), 'damaged'],
  ] as const)('rejects a part that is %s', async (_, bytes, code) => {
    await expectCode(() => new ZipArchive(bytes).read('word/a.xml', () => true), code);
  });

  it.each([
    ['small', 500],
    ['large', 500_000],
  ])('passes on a RangeError of the sink of a %s part', async (_, bytes) => {
    const error = new RangeError('Invalid string length');
    const archive = new ZipArchive(zipSync({ a: new Uint8Array(bytes) }));
    const sink = () => {
      throw error;
    };
    await expect(archive.read('a', sink)).rejects.toBe(error);
  });

  it('says that a part is larger than it declares', async () => {
    const larger = patch(good, directorySignature, 24, 5, 4);
    await expect(new ZipArchive(larger).read('word/a.xml', () => true)).rejects.toThrow(
      'a part is larger than it declares',
    );
  });

  it.each([
    ['directory beyond the end', patch(good, endSignature, 16, 0x7fffffff, 4)],
    ['directory that breaks off', patch(good, endSignature, 10, 9, 2)],
    ['no bytes', new Uint8Array()],
    ['only the mark', strToU8('PK\u0003\u0004')],
  ])('rejects an archive with %s', async (_, bytes) => {
    await expectCode(() => new ZipArchive(bytes), 'damaged');
  });

  it('rejects an archive truncated at any position', async () => {
    for (let length = 4; length < good.length; length += 7) {
      await expectCode(() => new ZipArchive(good.slice(0, length)), 'damaged');
    }
  });

  it('rejects damaged data', async () => {
    const damaged = good.slice();
    damaged.fill(0xff, 45, 60);
    await expectCode(() => new ZipArchive(damaged).read('word/a.xml', () => true), 'damaged');
  });
});
