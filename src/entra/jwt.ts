const maxDepth = 8;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON object that the bytes spell, or undefined where they could be read in more than one way: invalid UTF-8, a
 * byte order mark, no object at the top, more than eight levels, or two members of one object whose names are equal or
 * differ only in case (`tid` and `Tid`: libraries disagree on which one counts).
 */
export function parseStrictJson(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return isUnambiguous(text) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Walks a text that is known to be JSON, once, and collects the member names of each open object. */
function isUnambiguous(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let expectsName = false;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charAt(index)) {
      case '{':
        open.push(new Set());
        expectsName = true;
        break;
      case '[':
        open.push(undefined);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        expectsName = true;
        break;
      case ':':
        expectsName = false;
        break;
      case '"': {
        const end = endOfString(text, index);
        const names = open.at(-1);
        if (expectsName && names) {
          const name = String(JSON.parse(text.slice(index, end))).toLowerCase();
          if (names.has(name)) return false;
          names.add(name);
        }
        index = end - 1;
        break;
      }
    }
    if (open.length > maxDepth) return false;
  }
  return true;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}
