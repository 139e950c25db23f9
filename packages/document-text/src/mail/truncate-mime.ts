import { concatenate } from '../byte-builder.ts';
import { firstBytes } from '../plain-text.ts';

/**
 * Limit of a mail in bytes, of which those that are not ASCII count twice, because V8 stores their text in two bytes per
 * character; additional cost of a line, and minimum cost of a line.
 */
const maxMimeCost = 4_000_000;
const lineCost = 40;
const minLineCost = 120;
/** Longer lines count as several. */
const maxLineBytes = 16_384;
const maxParts = 4000;
/** Start of a part that is kept if its content is dropped, so that attachments can be listed. */
const headBytes = 512;
/** Start of the header of the mail that is searched for the boundary of its parts. */
const headerBytes = 32_768;

const attachmentHeader =
  /content-(?:disposition:[ \t]{0,8}attachment|type:[ \t]{0,8}(?:application|audio|font|image|video)\/)/i;
const alternativeHeader =
  /^content-type:[ \t]{0,8}multipart\/alternative;[^:]{0,256}?boundary="?([^"\s;]{1,70})/im;
const plainHeader = /^content-type:[ \t]{0,8}text\/plain/im;
const htmlHeader = /^content-type:[ \t]{0,8}(?:text\/html|multipart\/related)/im;

/** Contents in the order in which they are kept. An alternative is the plain text of a mail that also has HTML. */
const contents = ['text', 'alternative', 'attachment'] as const;

/** A header or body with the delimiter before it, or a part of a body from a line that looks like a delimiter. */
interface MimePart {
  readonly start: number;
  readonly end: number;
  content: (typeof contents)[number];
}

/** A mail with a bounded cost of parsing. */
export interface TruncatedMime {
  readonly bytes: Uint8Array;
  /** The end of at least one part, attachment or text, is dropped. */
  readonly isTrimmed: boolean;
  /** The end of a text part is dropped. */
  readonly isTextCut: boolean;
  /** The end of a plain text is dropped that is not shown if the mail has HTML. */
  readonly isAlternativeCut: boolean;
}

/** The position after the next line feed. */
export function endOfLine(bytes: Uint8Array, at: number): number {
  const lineFeed = bytes.indexOf(0x0a, at);
  return lineFeed < 0 ? bytes.length : lineFeed + 1;
}

/**
 * Splits a mail at each line that starts with two hyphens (RFC 2046, 5.1.1), so that the MIME structure need not be
 * parsed.
 */
function splitParts(bytes: Uint8Array): MimePart[] {
  const latin1 = new TextDecoder('latin1');
  const parts: MimePart[] = [];
  /** The plain texts of each `multipart/alternative`, by its delimiter. */
  const alternatives = new Map<string, MimePart[]>();
  let plain: MimePart[] | undefined;
  for (let at = 0; at < bytes.length && parts.length < maxParts;) {
    const start = at;
    do at = endOfLine(bytes, at);
    while (at < bytes.length && !(bytes[at] === 0x2d && bytes[at + 1] === 0x2d));
    const limit = start === 0 ? headerBytes : headBytes;
    const head = latin1.decode(bytes.subarray(start, Math.min(at, start + limit)));
    const boundary = alternativeHeader.exec(head)?.[1];
    if (boundary !== undefined) alternatives.set(`--${boundary}`, []);
    const part: MimePart = {
      start,
      end: at,
      content: attachmentHeader.test(head.slice(0, headBytes)) ? 'attachment' : 'text',
    };
    parts.push(part);
    const delimiter = head.slice(0, head.indexOf('\n')).trimEnd();
    const siblings = alternatives.get(delimiter);
    if (siblings || alternatives.has(delimiter.slice(0, -2)))
      plain = siblings && plainHeader.test(head) ? siblings : undefined;
    if (siblings && htmlHeader.test(head)) for (const sibling of siblings) sibling.content = 'alternative';
    plain?.push(part);
  }
  return parts;
}

function countNonAscii(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) count += (bytes[at] ?? 0) >> 7;
  return count;
}

/**
 * Truncates the parts of a mail to the limit. Plain text beside HTML is only kept if it fits, because it is not shown;
 * attachments are only listed.
 */
export function truncateMime(bytes: Uint8Array): TruncatedMime {
  const parts = splitParts(bytes);
  const ends = new Map<MimePart, number>();
  const cut = new Set<MimePart['content']>();
  let left = maxMimeCost;
  for (const content of contents) {
    for (const part of parts.filter((one) => one.content === content)) {
      const isUnseen = content === 'alternative' && part.end - part.start > left;
      let end = part.start;
      while (end < part.end) {
        const line = endOfLine(bytes.subarray(end, end + maxLineBytes), 0);
        const next = end + firstBytes(bytes.subarray(end, part.end), line).length;
        if ((left <= 0 || isUnseen) && next - part.start > headBytes) break;
        left -= Math.max(minLineCost, next - end + lineCost) + countNonAscii(bytes, end, next);
        end = next;
      }
      ends.set(part, end);
      if (end < part.end) cut.add(content);
    }
  }
  // Parts that were not reached may contain text.
  const isTextCut = cut.has('text') || (parts.at(-1)?.end ?? 0) < bytes.length;
  const isTrimmed = isTextCut || cut.size > 0;
  const kept = isTrimmed
    ? concatenate(parts.map((part) => bytes.subarray(part.start, ends.get(part))))
    : bytes;
  return { bytes: kept, isTrimmed, isTextCut, isAlternativeCut: cut.has('alternative') };
}
