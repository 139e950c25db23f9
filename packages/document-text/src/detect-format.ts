import type { DocumentFormat } from './document.ts';
import { decodeStart, isBinary } from './plain-text.ts';

/** Declared metadata of the bytes. Only used if the content does not determine the format. */
export interface DocumentHint {
  readonly name?: string;
  readonly contentType?: string;
}

/** Formats that can be told from the first bytes. A zip archive or a compound file has to be opened to know more. */
export type SourceFormat = Exclude<DocumentFormat, 'docx' | 'xlsx' | 'pptx' | 'msg'> | 'zip' | 'compound';

type TextFormat = Exclude<SourceFormat, 'zip' | 'compound' | 'pdf'>;

/** Result of {@link detectFormat}. */
export type DetectedFormat =
  | { readonly kind: 'document'; readonly format: SourceFormat }
  | { readonly kind: 'image'; readonly contentType: string }
  /** A known format without readable text. `name` completes "The file is …". */
  | { readonly kind: 'unsupported'; readonly name: string }
  /** Content that rights management encrypts as a whole. `name` completes "The file is …". */
  | { readonly kind: 'protected'; readonly name: string };

type Signature = readonly [bytes: string, offset: number, detected: DetectedFormat];

/** Signatures that no text starts with. */
const certain: readonly Signature[] = [
  ['PK\x03\x04', 0, { kind: 'document', format: 'zip' }],
  ['PK\x05\x06', 0, { kind: 'document', format: 'zip' }],
  ['\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', 0, { kind: 'document', format: 'compound' }],
  ['{\\rtf', 0, { kind: 'unsupported', name: 'a rich text (RTF) document' }],
];

/** Start of the object identifiers of CMS content (RFC 5652), after a header of indefinite length or of two length bytes. */
const cmsContent = '\x2A\x86\x48\x86\xF7\x0D\x01\x07';

/** Signatures that a text could start with as well. Only checked for binary content. */
const binary: readonly Signature[] = [
  ['.pfile', 0, { kind: 'protected', name: 'a file that a sensitivity label protects (pfile)' }],
  // MS-OXORMMS 2.2.4.1
  [
    '\x76\xE8\x04\x60\xC4\x11\xE3\x86',
    0,
    { kind: 'protected', name: 'the content of a protected mail (rpmsg)' },
  ],
  ['\x89PNG\r\n\x1A\n', 0, { kind: 'image', contentType: 'image/png' }],
  ['\xFF\xD8\xFF', 0, { kind: 'image', contentType: 'image/jpeg' }],
  ['GIF8', 0, { kind: 'image', contentType: 'image/gif' }],
  ['WEBP', 8, { kind: 'image', contentType: 'image/webp' }],
  ['II*\x00', 0, { kind: 'unsupported', name: 'a TIFF image' }],
  ['MM\x00*', 0, { kind: 'unsupported', name: 'a TIFF image' }],
  ['\x1F\x8B', 0, { kind: 'unsupported', name: 'a gzip archive' }],
  ['7z\xBC\xAF\x27\x1C', 0, { kind: 'unsupported', name: 'a 7-Zip archive' }],
  ['Rar!', 0, { kind: 'unsupported', name: 'a RAR archive' }],
  ['ftyp', 4, { kind: 'unsupported', name: 'a video, audio or HEIC file' }],
  ['ID3', 0, { kind: 'unsupported', name: 'an audio file' }],
  ['OggS', 0, { kind: 'unsupported', name: 'an audio or video file' }],
  ['MZ', 0, { kind: 'unsupported', name: 'a Windows program' }],
  ['\x78\x9F\x3E\x22', 0, { kind: 'unsupported', name: 'the Outlook content of a mail (winmail.dat)' }],
  ...[4, 6].flatMap((offset): Signature[] => [
    [`${cmsContent}\x02`, offset, { kind: 'unsupported', name: 'an S/MIME signature or signed mail' }],
    [`${cmsContent}\x03`, offset, { kind: 'protected', name: 'a mail for its recipients (S/MIME)' }],
  ]),
  ['!BDN', 0, { kind: 'unsupported', name: 'an Outlook data file (pst, ost)' }],
  ['\x7FELF', 0, { kind: 'unsupported', name: 'an executable' }],
];

const byExtension: ReadonlyMap<string, TextFormat> = new Map([
  ['html', 'html'],
  ['htm', 'html'],
  ['xhtml', 'html'],
  ['eml', 'eml'],
  ['mht', 'eml'],
  ['mhtml', 'eml'],
  ['vtt', 'vtt'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['xml', 'xml'],
  ['md', 'markdown'],
  ['markdown', 'markdown'],
  ['txt', 'text'],
]);

const byContentType: ReadonlyMap<string, TextFormat> = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['message/rfc822', 'eml'],
  ['text/vtt', 'vtt'],
  ['text/csv', 'csv'],
  ['application/json', 'json'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/markdown', 'markdown'],
]);

function startsWith(bytes: Uint8Array, signature: string, offset: number): boolean {
  for (let index = 0; index < signature.length; index += 1) {
    if (bytes[offset + index] !== signature.charCodeAt(index)) return false;
  }
  return true;
}

function findSignature(bytes: Uint8Array, signatures: readonly Signature[]): DetectedFormat | undefined {
  return signatures.find(([signature, offset]) => startsWith(bytes, signature, offset))?.[2];
}

function isPdf(bytes: Uint8Array): boolean {
  // The header may follow other bytes within the first kilobyte (ISO 32000-1, annex H, note 13).
  const end = Math.min(bytes.length, 1024);
  for (let at = 0; at < end; at += 1) if (startsWith(bytes, '%PDF-', at)) return true;
  return false;
}

/** Elements that a page without `html` starts with. */
const htmlStart =
  /^<(?:a|b|blockquote|body|br|center|div|font|h[1-6]|head|hr|img|link|meta|ol|p|pre|script|span|style|table|title|ul)[\s/>]/;
const mailField = /^(?:[!-9;-~]{1,64}:|[ \t])/;

/** Returns true if the text starts with the header of a mail in MIME. */
function startsWithMailHeader(start: string): boolean {
  const [header = ''] = start.split(/\r?\n\r?\n/, 1);
  const lines = header.split(/\r?\n/);
  return (
    lines.every((line) => mailField.test(line)) &&
    lines.some((line) => /^(?:mime-version|content-type):/.test(line))
  );
}

/** Without XML declaration and comments. */
function skipProlog(start: string): string {
  let text = start.trimStart();
  for (;;) {
    const end = text.startsWith('<!--') ? '-->' : text.startsWith('<?xml') ? '?>' : undefined;
    const at = end === undefined ? -1 : text.indexOf(end);
    if (end === undefined || at < 0) return text;
    text = text.slice(at + end.length).trimStart();
  }
}

function detectTextFormat(bytes: Uint8Array, hint: DocumentHint): TextFormat {
  const start = decodeStart(bytes).trimStart().toLowerCase();
  if (start.startsWith('webvtt')) return 'vtt';
  const markup = skipProlog(start);
  if (markup.startsWith('<!doctype html') || /^<html[\s>]/.test(markup)) return 'html';
  const extension = /\.([a-z0-9]{1,8})$/i.exec(hint.name ?? '')?.[1]?.toLowerCase() ?? '';
  const contentType = hint.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const hinted = byExtension.get(extension) ?? byContentType.get(contentType);
  if (hinted !== undefined) return hinted;
  // Exports of web applications have the name of another format: a table as `.xls`, a web archive as `.doc`.
  if (!start.startsWith('<?xml') && htmlStart.test(markup)) return 'html';
  if (startsWithMailHeader(start)) return 'eml';
  return start.startsWith('<?xml') || contentType.endsWith('+xml')
    ? 'xml'
    : contentType.endsWith('+json')
      ? 'json'
      : 'text';
}

/** Detects the format by content. Name and content type only distinguish text formats. */
export function detectFormat(bytes: Uint8Array, hint: DocumentHint): DetectedFormat {
  const signed = findSignature(bytes, certain);
  if (signed) return signed;
  if (isPdf(bytes)) return { kind: 'document', format: 'pdf' };
  if (isBinary(bytes))
    return (
      findSignature(bytes, binary) ?? { kind: 'unsupported', name: 'a binary file of an unknown format' }
    );
  return { kind: 'document', format: detectTextFormat(bytes, hint) };
}
