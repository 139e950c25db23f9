/** The parameters of an OAuth request, from a query or a form. */
export interface Parameters {
  /** The value, or undefined if it is absent or empty (RFC 6749 section 3.1 treats both alike). */
  get(name: string): string | undefined;
  /** Names that occur more than once. RFC 6749 section 3.1 forbids them. */
  readonly repeated: readonly string[];
}

/** Reads parameters and reports repeated ones: choosing one of two values enables parameter pollution. */
export function readParameters(source: URLSearchParams): Parameters {
  const names = [...source.keys()];
  return {
    get: (name) => source.get(name) || undefined,
    repeated: [...new Set(names.filter((name, index) => names.indexOf(name) !== index))],
  };
}

/** Control, format and unassigned characters, line breaks, and characters that are shown as nothing. */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu;
/** Marks beyond the fourth of a letter: piled up, they would cover the lines around a name. */
const furtherMarks = /(?<=\p{M}{4})\p{M}+/gu;
const maxNameLength = 60;
/** The limit of redirect URIs and document URLs: an operator copies them into settings. */
const maxUriLength = 512;

/**
 * Sanitizes an untrusted name for a page: one line of at most 60 characters, without control, format and bidirectional
 * characters.
 */
export function displayName(name: string | undefined, otherwise: string): string {
  return displayText(name ?? '', maxNameLength) || otherwise;
}

/** Sanitizes an untrusted URI or client id in the same way, up to 512 characters. */
export function displayUri(uri: string): string {
  return displayText(uri, maxUriLength);
}

function displayText(text: string, maxLength: number): string {
  const clean = text.slice(0, 1024).replace(invisible, ' ').replace(furtherMarks, '').trim();
  return clean.length <= maxLength
    ? clean
    : `${clean
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
