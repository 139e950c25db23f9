/** A sorted copy. Text sorts without case; what has no value comes first. */
export function sortItems<T extends object>(
  items: readonly T[],
  orderBy: readonly { readonly path: string; readonly descending: boolean }[],
): readonly T[] {
  if (orderBy.length === 0) return items;
  return items.toSorted((left, right) => {
    for (const { path, descending } of orderBy) {
      const order = compare(propertyAt(left, path), propertyAt(right, path));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const first = sortText(left);
  const second = sortText(right);
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function sortText(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : value === true ? '1' : '';
}

/** The value at a path such as `from/emailAddress/address`. Names compare without case. */
export function propertyAt(item: unknown, path: string): unknown {
  let value: unknown = item;
  for (const name of path.split('/')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    value = key === undefined ? undefined : (value as Record<string, unknown>)[key];
  }
  return value;
}
