/** Cost of a character; of one that is checked on its own; of one that may be replaced together with others. */
const characterCost = 2;
const suspectCost = 200;
const markCost = 150;

/** Characters that `cleanUntrusted` checks one by one: invisible characters, surrogates and `<`. */
export function isSuspect(code: number): boolean {
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

/** Characters that `cleanUntrusted` replaces together with others: carriage return and the syntax of images and links. */
export function isMark(code: number): boolean {
  return code === 0x0d || code === 0x5b || code === 0x5d || code === 0x21;
}

/**
 * Cost of `cleanUntrusted` for a UTF-16 code unit, in units of `WorkBudget`. Called for each of millions of characters,
 * so it compares numbers instead of using the regular expressions of `cleanUntrusted`. A test compares the two.
 */
export function cleaningCost(code: number): number {
  return isSuspect(code) ? suspectCost : isMark(code) ? markCost : characterCost;
}
