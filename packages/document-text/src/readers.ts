import type { DocumentHint, SourceFormat } from './detect-format.ts';
import { type RawSection, type UnsanitizedDocument, nothingHidden, truncatedNote } from './document.ts';
import { readHtmlText } from './html/html.ts';
import { readEml } from './mail/eml.ts';
import { readCompoundFile } from './mail/msg.ts';
import { readOfficeDocument } from './office/office.ts';
import { decodePlainText, firstBytes, getDeclaredCharset } from './plain-text.ts';
import { drain } from './text-builder.ts';
import { vttToText } from './vtt.ts';

type Reader = (bytes: Uint8Array, hint: DocumentHint) => UnsanitizedDocument | Promise<UnsanitizedDocument>;

/** Maximum bytes read of a text file. */
const maxTextBytes = 5_000_000;

/** The reader of each format. Its text is not sanitized yet. A PDF has no entry: its pages are read on demand. */
export const readers: Readonly<Record<Exclude<SourceFormat, 'pdf'>, Reader>> = {
  zip: readOfficeDocument,
  compound: readCompoundFile,
  eml: readEml,
  html: readHtml,
  vtt: readVtt,
  csv: plainTextReader('csv'),
  json: plainTextReader('json'),
  xml: plainTextReader('xml'),
  markdown: plainTextReader('markdown'),
  text: plainTextReader('text'),
};

function decode(
  bytes: Uint8Array,
  { contentType = '' }: DocumentHint,
  format: UnsanitizedDocument['format'],
): string[] {
  const charset =
    /;\s{0,8}charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1] ??
    (format === 'html' || format === 'xml' ? getDeclaredCharset(bytes, format) : undefined);
  return decodePlainText(firstBytes(bytes, maxTextBytes), charset);
}

function flowingText(
  format: UnsanitizedDocument['format'],
  sections: RawSection[],
  isTruncated: boolean,
): UnsanitizedDocument {
  const notes = isTruncated ? [truncatedNote] : [];
  return { format, unit: 'text', sections, hidden: nothingHidden, notes };
}

function plainTextReader(format: UnsanitizedDocument['format']): Reader {
  return (bytes, hint) =>
    flowingText(format, [drain(decode(bytes, hint, format))], bytes.length > maxTextBytes);
}

function readVtt(bytes: Uint8Array, hint: DocumentHint): UnsanitizedDocument {
  const { text, isCut } = vttToText(decode(bytes, hint, 'vtt').join(''));
  return flowingText('vtt', [text], isCut);
}

function readHtml(bytes: Uint8Array, hint: DocumentHint): UnsanitizedDocument {
  const { sections, title, hidden, notes } = readHtmlText(decode(bytes, hint, 'html'));
  return { ...flowingText('html', sections, false), ...(title !== '' && { title }), hidden, notes };
}
