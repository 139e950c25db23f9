/**
 * Removes members that are null, undefined, an empty string, array or object, and members that equal their default.
 * `false` and 0 are result unless they are the default. Nested objects are compacted too; arrays keep their length.
 */
export function compact<T extends object>(value: T, defaults: Partial<T> = {}): Partial<T> {
  const members = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const member = members[name];
    // Assigning `__proto__` would set the prototype instead of a member.
    if (name === '__proto__' || member === (defaults as Record<string, unknown>)[name]) continue;
    const compacted = compactMember(member);
    if (!isEmpty(compacted)) result[name] = compacted;
  }
  return result as Partial<T>;
}

/** Whether {@link compact} removes a member with this value. */
export function isEmptyMember(member: unknown): boolean {
  return isEmpty(typeof member === 'object' ? compactMember(member) : member);
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

/** The parsed value, or undefined if the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
