/** What a character costs, one that is looked at by itself, and one that may be changed with others. */
const characterCost = 2;
const suspectCost = 200;
const markCost = 150;

/** Characters that cleaning looks at one by one: what nobody sees, halves of pairs, and what may open a tag. */
function isSuspect(code: number): boolean {
  if (code < 0x7f) return code === 0x3c || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d);
  if (code < 0x2000) {
    return (
      code <= 0x9f ||
      code === 0xad ||
      code === 0x34f ||
      code === 0x61c ||
      code === 0x115f ||
      code === 0x1160 ||
      code === 0x17b4 ||
      code === 0x17b5 ||
      (code >= 0x180b && code <= 0x180f)
    );
  }
  if (code <= 0x206f) return code >= 0x200b && (code <= 0x200f || code >= 0x2028);
  if (code < 0xd800) return code === 0x3164;
  return (
    code <= 0xf8ff ||
    (code >= 0xfdd0 && code <= 0xfdef) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code >= 0xffa0
  );
}

/** Characters that cleaning changes together with others: a return, and what pictures and links are made of. */
function isMark(code: number): boolean {
  return code === 0x0d || code === 0x5b || code === 0x5d || code === 0x21;
}

/**
 * What `cleanUntrusted` costs for a UTF-16 code unit, in the units of the reading budget. It is asked for millions of
 * them, so it goes by numbers what the expressions there say by classes; a test holds the two together.
 */
export function cleaningCost(code: number): number {
  return isSuspect(code) ? suspectCost : isMark(code) ? markCost : characterCost;
}
