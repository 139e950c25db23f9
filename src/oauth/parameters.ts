/** The parameters of an OAuth request, from a query or a form. */
export interface Parameters {
  /** The value, or undefined where it is absent or empty, which RFC 6749 section 3.1 declares to be the same. */
  get(name: string): string | undefined;
  /** Names that occur more than once: no request may have one. */
  readonly repeated: readonly string[];
}

/** Reads parameters without choosing between two values of one name: choosing is what such attacks live on. */
export function readParameters(source: URLSearchParams): Parameters {
  const names = [...source.keys()];
  return {
    get: (name) => source.get(name) || undefined,
    repeated: [...new Set(names.filter((name, index) => names.indexOf(name) !== index))],
  };
}

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
