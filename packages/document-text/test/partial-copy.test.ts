import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../src/read-document.ts';
import { type ByteRanges, findTextRanges } from '../src/zip/partial-copy.ts';
import { buildDocx } from './support/ooxml-builder.ts';

/** Bytes that do not compress: a linear congruential generator. */
function media(bytes: number): Uint8Array {
  const content = new Uint8Array(bytes);
  for (let at = 0, state = 1; at < bytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[at] = state >>> 24;
  }
  return content;
}

const image = media(400_000);
const document = buildDocx({ body: '<w:p><w:r><w:t>Quarterly report</w:t></w:r></w:p>' });

/** A Word document with further parts, before or after its own. */
function withParts(parts: Zippable, order: 'before' | 'after' = 'after'): Uint8Array {
  const own = unzipSync(document);
  return zipSync(order === 'before' ? { ...parts, ...own } : { ...own, ...parts }, { level: 6 });
}

interface CountedRanges extends ByteRanges {
  readonly reads: (readonly [start: number, end: number])[];
}

function rangesOf(bytes: Uint8Array, failAfter = Number.POSITIVE_INFINITY): CountedRanges {
  const reads: (readonly [number, number])[] = [];
  return {
    size: bytes.length,
    reads,
    read: async (start, end) => {
      if (reads.length >= failAfter) return undefined;
      reads.push([start, end]);
      return bytes.slice(start, end);
    },
  };
}

async function copyOf(source: ByteRanges): Promise<Uint8Array> {
  const ranges = await findTextRanges(source);
  const copy = await ranges?.copy();
  if (!ranges || !copy) throw new Error('The archive has no ranges.');
  expect(copy.length).toBeLessThanOrEqual(ranges.bytes);
  return copy;
}

function totalBytes({ reads }: CountedRanges): number {
  return reads.reduce((sum, [start, end]) => sum + end - start, 0);
}

describe('findTextRanges', () => {
  it.each(['before', 'after'] as const)('copies a document without the images %s its text', async (order) => {
    const source = rangesOf(withParts({ 'word/media/a.jpeg': image, 'word/media/b.png': image }, order));
    const copy = await copyOf(source);
    expect(Object.keys(unzipSync(copy)).toSorted()).toEqual(Object.keys(unzipSync(document)).toSorted());
    expect(await readDocument(copy)).toEqual(await readDocument(document));
    expect(totalBytes(source)).toBeLessThan(200_000);
  });

  it('keeps parts between images, and small images', async () => {
    const parts = {
      'word/media/a.jpeg': image,
      'word/footnotes.xml': strToU8('<w:footnotes/>'),
      'word/media/small.png': media(1000),
      'word/media/b.jpeg': image,
      'customXml/item1.xml': strToU8('<item/>'),
    };
    const copy = await copyOf(rangesOf(withParts(parts)));
    const names = Object.keys(unzipSync(copy));
    expect(names).toEqual(
      expect.arrayContaining(['word/footnotes.xml', 'word/media/small.png', 'customXml/item1.xml']),
    );
    expect(names).not.toEqual(expect.arrayContaining(['word/media/a.jpeg']));
    expect(unzipSync(copy)['customXml/item1.xml']).toEqual(strToU8('<item/>'));
  });

  it('keeps large parts of markup', async () => {
    const sheet = strToU8(Array.from(media(400_000), String).join(' '));
    const copy = await copyOf(rangesOf(withParts({ 'word/media/a.jpeg': image, 'word/chunk.html': sheet })));
    expect(unzipSync(copy)['word/chunk.html']).toEqual(sheet);
  });

  it('reads at most six ranges beside the directory of a document with many images', async () => {
    const parts: Zippable = {};
    for (let index = 0; index < 12; index += 1) {
      parts[`word/media/${index}.jpeg`] = media(150_000 + index * 1000);
      parts[`word/part${index}.xml`] = strToU8('<part/>');
    }
    const source = rangesOf(withParts(parts));
    expect(await readDocument(await copyOf(source))).toEqual(await readDocument(document));
    expect(source.reads.length).toBeLessThanOrEqual(7);
  });

  it('reads a directory that is longer than the tail of the file', async () => {
    const parts: Zippable = { 'word/media/a.jpeg': image };
    for (let index = 0; index < 1200; index += 1)
      parts[`word/${'part'.repeat(8)}${index}.xml`] = strToU8('<p/>');
    expect(await readDocument(await copyOf(rangesOf(withParts(parts))))).toEqual(
      await readDocument(document),
    );
  });

  it('reads the archive after a comment', async () => {
    const whole = withParts({ 'word/media/a.jpeg': image });
    const commented = new Uint8Array(whole.length + 5);
    commented.set(whole);
    commented.set(strToU8('hello'), whole.length);
    new DataView(commented.buffer).setUint16(whole.length - 2, 5, true);
    expect(await readDocument(await copyOf(rangesOf(commented)))).toEqual(await readDocument(document));
  });

  it.each<[string, Uint8Array]>([
    ['a document without large images', document],
    ['a PDF', strToU8(`%PDF-1.7\n${'x'.repeat(300_000)}`)],
    ['an empty file', new Uint8Array()],
    ['a file that ends early', withParts({ 'word/media/a.jpeg': image }).slice(0, -30)],
    ['bytes before the archive', new Uint8Array([...strToU8('junk'), ...withParts({ 'a.jpeg': image })])],
  ])('returns undefined for %s', async (_name, bytes) => {
    expect(await findTextRanges(rangesOf(bytes))).toBeUndefined();
  });

  it('returns undefined for a part that is longer than the file', async () => {
    const whole = withParts({ 'word/media/a.jpeg': image });
    const entry = whole.length - 22 - 46 - 'word/media/a.jpeg'.length;
    const damaged = whole.slice();
    new DataView(damaged.buffer).setUint32(entry + 20, 0xfffffff0, true);
    expect(await findTextRanges(rangesOf(damaged))).toBeUndefined();
  });

  it.each([0, 1, 2])('returns undefined when range %i cannot be read', async (failAfter) => {
    const parts = { 'word/media/a.jpeg': image, 'word/z.xml': strToU8('<z/>') };
    const ranges = await findTextRanges(rangesOf(withParts(parts), failAfter));
    expect(await ranges?.copy()).toBeUndefined();
  });
});
