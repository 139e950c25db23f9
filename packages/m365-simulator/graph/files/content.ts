import { contentTypes } from '../../seed-data/documents/document.ts';
import { pdf } from '../../seed-data/documents/pdf.ts';
import type { Call } from '../core/call.ts';
import { holds } from '../core/conditions.ts';
import { GraphError } from '../core/graph-error.ts';
import { type DriveItem, itemWebUrl } from './drive.ts';

/** File types that convert to PDF. SharePoint often rejects sheets, so the simulator always does. */
const convertible = /\.(docx?|pptx?|rtf|odt|odp|xls|ppsx?|potx?)$/i;
const linesOnPage = 40;

/** `/content`: a redirect to the pre-authenticated host, of the file itself or of what it was converted to. */
export function getContent(call: Call, item: DriveItem): Response {
  if (!item.document) throw new GraphError(400, 'invalidRequest', 'The item is not a file.');
  if (item.seed?.kind === 'file' && item.seed.isMalware === true) {
    throw new GraphError(403, 'accessDenied', 'Malware was detected in the file.', {
      code: 'malwareDetected',
    });
  }
  const format = call.query.get('format') ?? undefined;
  const location = format === undefined ? createDownloadUrl(call, item) : convertedUrl(call, item, format);
  return new Response(null, { status: 302, headers: { location } });
}

/** A pre-authenticated address of a file. */
export function createDownloadUrl(call: Call, item: DriveItem): string {
  const document = item.document;
  if (!document) throw new GraphError(400, 'invalidRequest', 'The item is not a file.');
  const isFirst = holds(call, 'emptyFirstDownload') && !downloaded.has(item);
  downloaded.add(item);
  const bytes = isFirst ? () => new Uint8Array() : document.bytes;
  return call.downloads.issue(
    itemWebUrl(item),
    { uniqueId: item.uniqueId, contentType: document.contentType, bytes },
    call.nowMs,
  );
}

/** Files that an address was issued for. */
const downloaded = new WeakSet<DriveItem>();

function convertedUrl(call: Call, item: DriveItem, format: string): string {
  const document = item.document;
  const text = document?.text() ?? '';
  if (format === 'pdf' && convertible.test(item.name)) {
    const lines = text.split(/\r?\n/);
    const pages = Array.from({ length: Math.ceil(lines.length / linesOnPage) }, (_, page) => ({
      lines: lines.slice(page * linesOnPage, (page + 1) * linesOnPage),
      compressed: true,
    }));
    const converted = pdf(item.name, item.name, item.author, pages);
    return call.downloads.issue(
      itemWebUrl(item),
      { uniqueId: `${item.uniqueId}-pdf`, contentType: contentTypes.pdf, bytes: converted.bytes },
      call.nowMs,
    );
  }
  const html = document?.html;
  if (format === 'html' && html) {
    return call.downloads.issue(
      itemWebUrl(item),
      {
        uniqueId: `${item.uniqueId}-html`,
        contentType: contentTypes.html,
        bytes: () => new TextEncoder().encode(html()),
      },
      call.nowMs,
    );
  }
  if (!['pdf', 'html', 'jpg', 'glb'].includes(format)) {
    throw new GraphError(400, 'invalidRequest', `The format '${format}' is not supported.`);
  }
  throw new GraphError(406, 'notSupported', 'The file cannot be converted to the requested format.', {
    code: 'OfficeConversion_NotSupported',
  });
}
