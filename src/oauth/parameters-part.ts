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
