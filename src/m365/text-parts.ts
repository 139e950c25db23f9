import { findTextRanges } from 'document-text';
import type { GraphClient, GraphDownload } from '../graph/client.ts';
import { AppError } from '../lib/app-error.ts';

const officeName = /\.(?:doc|dot|xls|xlt|ppt|pps|pot)[xm]$/i;
/** A smaller file is downloaded faster as a whole. */
const minFileBytes = 2 * 1024 * 1024;
/** A package with more text is downloaded as a whole. */
const maxTextBytes = 4 * 1024 * 1024;

/** Memory that {@link downloadTextParts} needs: the ranges, and the copy of them. */
export const reservedForTextParts = 2 * maxTextBytes;

/** Whether a file can have parts of media that are worth leaving out. */
export function isLargeOfficeFile(name: string, bytes: number): boolean {
  return bytes >= minFileBytes && officeName.test(name);
}

/** The host does not serve ranges, or not of this size. */
const noRanges = new Set<AppError['code']>(['too_large', 'upstream_unavailable']);

/**
 * Downloads the parts of an Office file that hold its text, by ranges: large files are mostly images.
 * @param size of the file, according to Graph
 * @returns a zip archive with these parts; undefined if the file has to be downloaded as a whole
 */
export async function downloadTextParts(
  graph: GraphClient,
  file: Pick<GraphDownload, 'path' | 'location'>,
  size: number,
): Promise<Uint8Array | undefined> {
  const versions = new Set<string | undefined>();
  const read = async (start: number, end: number) => {
    const headers = { Range: `bytes=${start}-${end - 1}` };
    const { bytes, range, etag } = await graph.download({ ...file, headers, maxBytes: end - start });
    versions.add(etag);
    // Graph may state another size, the host may return another range, and the file can change meanwhile.
    const isRequested = range?.start === start && range.totalBytes === size && bytes.length === end - start;
    return isRequested && versions.size === 1 ? bytes : undefined;
  };
  try {
    const ranges = await findTextRanges({ size, read });
    return ranges && ranges.bytes <= maxTextBytes ? await ranges.copy() : undefined;
  } catch (error) {
    if (error instanceof AppError && noRanges.has(error.code)) return undefined;
    throw error;
  }
}
