import { concatenate } from '../concatenate.ts';

/** What is read of a mail, in bytes, and what a line costs beyond its own, and at least. */
const most = 5_000_000;
const lineCost = 40;
const leastLineCost = 120;
const maxParts = 4000;
/** The head of a part is kept where its content is left out, so that what is attached can be listed. */
const headBytes = 512;

const attached =
  /content-(?:disposition:[ \t]{0,8}attachment|type:[ \t]{0,8}(?:application|audio|font|image|video)\/)/i;

/** A mail that can be parsed at a known cost. */
export interface TrimmedMail {
  readonly bytes: Uint8Array;
  /** The end of some part is left out, be it content that is attached or text. */
  readonly isTrimmed: boolean;
  readonly isTextCut: boolean;
}

/**
 * Leaves out what is too much of a mail. Its parts are not looked for but guessed: each starts at a line that starts
 * with two hyphens, as every delimiter does (RFC 2046, 5.1.1).
 */
export function trimMail(bytes: Uint8Array): TrimmedMail {
  const latin1 = new TextDecoder('latin1');
  const kept: Uint8Array[] = [];
  let left = most;
  let at = 0;
  let isTrimmed = false;
  let isTextCut = false;
  while (at < bytes.length && kept.length < maxParts) {
    const start = at;
    let end = start;
    let isOpen = true;
    do {
      const next = bytes.indexOf(0x0a, at);
      at = next < 0 ? bytes.length : next + 1;
      isOpen &&= left > 0 || at - start <= headBytes;
      if (isOpen) {
        left -= Math.max(leastLineCost, at - end + lineCost);
        end = at;
      }
    } while (at < bytes.length && !(bytes[at] === 0x2d && bytes[at + 1] === 0x2d));
    kept.push(bytes.subarray(start, end));
    if (end === at) continue;
    isTrimmed = true;
    isTextCut ||= !attached.test(latin1.decode(bytes.subarray(start, start + headBytes)));
  }
  // Parts that are not even begun may have text.
  if (at < bytes.length) return { bytes: concatenate(kept), isTrimmed: true, isTextCut: true };
  return isTrimmed ? { bytes: concatenate(kept), isTrimmed, isTextCut } : { bytes, isTrimmed, isTextCut };
}
