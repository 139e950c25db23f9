import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildDocx } from '../../../packages/document-text/test/support/ooxml-builder.ts';
import type { GraphBytes } from '../../../src/graph/client.ts';
import { driveId, graphPath, itemId } from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { readContent } from '../../../src/m365/content.ts';
import { fakeGraph } from '../tools/fake-graph.ts';

const path = graphPath`/drives/${driveId('b!x')}/items/${itemId('01A')}/content`;
const image = new Uint8Array(3 * 1024 * 1024).map((_, index) => Math.imul(index, 2_654_435_761) >>> 24);
const small = buildDocx({ body: '<w:p><w:r><w:t>Quarterly report</w:t></w:r></w:p>' });
const large = zipSync({ ...unzipSync(small), 'word/media/image1.jpeg': [image, { level: 0 }] });
const file = { path, name: 'Report.docx', contentType: '', bytes: large.length, hasRanges: true };

/** A host that serves ranges of a file, and counts the bytes. */
function host(
  bytes: Uint8Array,
  change: (part: GraphBytes, start: number) => GraphBytes | AppError = (part) => part,
) {
  let sentBytes = 0;
  const graph = fakeGraph(({ headers = {} }) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers['Range'] ?? '');
    const start = Number(range?.[1] ?? 0);
    const part = bytes.slice(start, Number(range?.[2] ?? bytes.length) + 1);
    sentBytes += part.length;
    const response = { bytes: part, contentType: 'application/zip' };
    return range ? change({ ...response, range: { start, totalBytes: bytes.length } }, start) : response;
  });
  return { graph, sentBytes: () => sentBytes };
}

async function textOf(graph: ReturnType<typeof fakeGraph>, content = file): Promise<string> {
  const { document } = await readContent(graph, content);
  return document && 'sections' in document ? document.sections.join('\n') : '';
}

describe('readContent of a large Office file', () => {
  it('downloads the parts with text only', async () => {
    const { graph, sentBytes } = host(large);
    expect(await textOf(graph)).toContain('Quarterly report');
    expect(sentBytes()).toBeLessThan(200_000);
  });

  it.each<[string, Partial<typeof file>]>([
    ['whose host serves no ranges', { hasRanges: false }],
    ['of another kind', { name: 'Report.zip' }],
  ])('downloads a file %s as a whole', async (_name, change) => {
    const { graph } = host(large);
    expect(await textOf(graph, { ...file, ...change })).toContain('Quarterly report');
    expect(graph.requests.map(({ headers }) => headers?.['Range'])).toEqual([undefined]);
  });

  it.each<[string, Parameters<typeof host>[1]]>([
    ['ignores ranges', () => new AppError('too_large', 'The content is larger.')],
    ['rejects ranges', () => new AppError('upstream_unavailable', 'Status 416.')],
    ['states another size', (part, start) => ({ ...part, range: { start, totalBytes: 1 } })],
    ['states no range', ({ bytes, contentType }) => ({ bytes, contentType })],
    ['returns another range', (part) => ({ ...part, range: { start: 1, totalBytes: large.length } })],
    ['returns fewer bytes', (part) => ({ ...part, bytes: part.bytes.slice(1) })],
    ['changes the file between two ranges', (part, start) => ({ ...part, etag: String(start) })],
  ])('downloads the file as a whole when the host %s', async (_name, change) => {
    const { graph } = host(large, change);
    expect(await textOf(graph)).toContain('Quarterly report');
    expect(graph.requests.at(-1)?.headers?.['Range']).toBeUndefined();
  });

  it('throws the error of a file that may not be read, without another attempt', async () => {
    const { graph } = host(large, () => new AppError('access_denied', 'Denied.'));
    await expect(textOf(graph)).rejects.toMatchObject({ code: 'access_denied' });
    expect(graph.requests).toHaveLength(1);
  });

  it('downloads a file with more than 4 MB of text as a whole', async () => {
    const text = {
      ...unzipSync(small),
      'word/big.xml': [image, { level: 0 }],
      'word/more.xml': [image, { level: 0 }],
    };
    const much = zipSync({ ...text, 'word/media/a.jpeg': [image, { level: 0 }] } as never);
    const { graph } = host(much);
    expect(await textOf(graph, { ...file, bytes: much.length })).toContain('Quarterly report');
    expect(graph.requests.at(-1)?.headers?.['Range']).toBeUndefined();
  });

  it('downloads the file as a whole when its main part has an unusual name', async () => {
    const parts = Object.entries(unzipSync(small)).map(([name, content]) => {
      const text = strFromU8(content).replaceAll('word/document.xml', 'word/document.dat');
      const padding = name === 'word/document.xml' ? `<!--${'x'.repeat(200_000)}-->` : '';
      return [name.replace('document.xml', 'document.dat'), [strToU8(text + padding), { level: 0 }]] as const;
    });
    const unusual = zipSync({
      ...Object.fromEntries(parts),
      'word/media/a.jpeg': [image, { level: 0 }],
    } as never);
    const { graph } = host(unusual);
    expect(await textOf(graph, { ...file, bytes: unusual.length })).toContain('Quarterly report');
    expect(graph.requests.at(-1)?.headers?.['Range']).toBeUndefined();
  });

  it('reports a file that is named like an Office file but is none', async () => {
    const bytes = strToU8('plain text '.repeat(300_000));
    const { graph } = host(bytes);
    expect(await textOf(graph, { ...file, bytes: bytes.length })).toContain('plain text');
  });
});
