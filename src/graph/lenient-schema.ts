import type { z } from 'zod';

/** Rounds of repair: a removed element can leave a required member without a value. */
const maxRounds = 4;
const removed = Symbol('removed');

type Issue = Pick<z.core.$ZodIssue, 'path'> & { readonly errors?: readonly (readonly Issue[])[] };
type Container = Record<PropertyKey, unknown>;

/**
 * Validates a Graph response. Optional members of another type than documented are dropped, and so are objects that lack a
 * required member: one odd item does not fail a list. A required member of another type, or no list at all, is invalid.
 */
export function parseLeniently<T>(schema: z.ZodType<T>, body: unknown): z.ZodSafeParseResult<T> {
  const first = schema.safeParse(body);
  if (first.success) return first;
  const repaired: unknown = structuredClone(body);
  const mistyped = new WeakMap<Container, Set<PropertyKey>>();
  let result: z.ZodSafeParseResult<T> = first;
  for (let round = 0; round < maxRounds && !result.success; round += 1) {
    const paths = result.error.issues.flatMap((issue) => listPaths(issue));
    if (!paths.every((path) => drop(repaired, path, mistyped))) return first;
    removeMarked(repaired);
    result = schema.safeParse(repaired);
  }
  return result.success ? result : first;
}

/** Paths of the invalid values. Of a union only the last alternative counts: the others are faster forms of it. */
function listPaths({ path, errors }: Issue): readonly (readonly PropertyKey[])[] {
  const alternative = errors?.at(-1);
  if (!alternative) return [path];
  return alternative.flatMap((issue) => listPaths(issue)).map((inner) => [...path, ...inner]);
}

/**
 * Drops the value at a path; for a missing one, the object that lacks it. Returns false at the root, and for a required
 * member that had another type.
 * @param mistyped members of another type that were dropped
 */
function drop(
  root: unknown,
  path: readonly PropertyKey[],
  mistyped: WeakMap<Container, Set<PropertyKey>>,
): boolean {
  const name = path.at(-1);
  if (name === undefined) return false;
  const parentPath = path.slice(0, -1);
  const parent = parentPath.reduce<unknown>(
    (value, key) => (isContainer(value) ? value[key] : undefined),
    root,
  );
  // Another issue has dropped it already.
  if (!isContainer(parent)) return parentPath.length > 0;
  const value = parent[name];
  if (value === undefined) return !mistyped.get(parent)?.has(name) && drop(root, parentPath, mistyped);
  if (Array.isArray(parent)) {
    parent[Number(name)] = removed;
    return true;
  }
  if (value !== null) mistyped.set(parent, new Set(mistyped.get(parent)).add(name));
  Reflect.deleteProperty(parent, name);
  return true;
}

/** Removes the dropped elements of arrays, after all paths were used. */
function removeMarked(value: unknown): void {
  if (!isContainer(value)) return;
  if (Array.isArray(value)) {
    const kept: readonly unknown[] = value.filter((element) => element !== removed);
    value.splice(0, value.length, ...kept);
  }
  for (const member of Object.values(value)) removeMarked(member);
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}
