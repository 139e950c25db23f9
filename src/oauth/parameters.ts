const invisible = /[\p{C}\p{Zl}\p{Zp}]+/gu;
const maxLength = 60;

/**
 * A text of somebody else's, such as a client's name, as it may stand on a page: one line, no control, format or bidirectional characters, which could make
 * it read as something else, and not long enough to push the rest away.
 */
export function displayName(name: string | undefined, otherwise: string): string {
  const clean = (name ?? '').slice(0, 1024).replace(invisible, ' ').trim();
  if (clean === '') return otherwise;
  return clean.length <= maxLength
    ? clean
    : `${clean
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
