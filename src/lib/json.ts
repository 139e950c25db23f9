/**
 * Leaves out what tells nothing: members that are null, undefined, an empty text, list or object, and those that equal
 * their default. `false` and 0 stay unless they are a default: they may be the answer. Objects within are compacted
 * too; a list keeps its length, since places in it may count.
 */
export function compact<T extends object>(value: T, defaults: Partial<T> = {}): Partial<T> {
  const members = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const member = members[name];
    // Set, it would be no member but the prototype.
    if (name === '__proto__' || member === (defaults as Record<string, unknown>)[name]) continue;
    const rest = compactMember(member);
    if (!isEmpty(rest)) kept[name] = rest;
  }
  return kept as Partial<T>;
}

function compactMember(member: unknown): unknown {
  if (Array.isArray(member)) return member.map((element) => compactMember(element));
  return isPlainObject(member) ? compact(member) : member;
}

function isEmpty(member: unknown): boolean {
  if (member === null || member === undefined || member === '') return true;
  if (Array.isArray(member)) return member.length === 0;
  return isPlainObject(member) && Object.keys(member).length === 0;
}

function isPlainObject(member: unknown): member is object {
  return typeof member === 'object' && member !== null && Object.getPrototypeOf(member) === Object.prototype;
}

/** The value that a text of JSON holds, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
