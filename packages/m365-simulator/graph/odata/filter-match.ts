import type { FilterNode, Literal } from './filter-syntax.ts';
import { propertyAt } from './sort-items.ts';

/**
 * Whether an object matches a filter. Text comparison ignores case, dates compare by time, as in Exchange and
 * the directory.
 */
export function filterMatches(node: FilterNode, item: object): boolean {
  switch (node.kind) {
    case 'and':
      return filterMatches(node.left, item) && filterMatches(node.right, item);
    case 'or':
      return filterMatches(node.left, item) || filterMatches(node.right, item);
    case 'not':
      return !filterMatches(node.operand, item);
    case 'text': {
      const value = propertyAt(item, node.path);
      if (typeof value !== 'string') return false;
      const text = value.toLowerCase();
      const part = node.value.toLowerCase();
      if (node.name === 'contains') return text.includes(part);
      return node.name === 'startswith' ? text.startsWith(part) : text.endsWith(part);
    }
    case 'any': {
      const list = propertyAt(item, node.path);
      return Array.isArray(list) && list.some((value) => compare(value, node.value) === 0);
    }
    case 'compare': {
      const order = compare(propertyAt(item, node.path), node.value);
      switch (node.operator) {
        case 'eq':
          return order === 0;
        case 'ne':
          return order !== 0;
        case 'gt':
          return order > 0;
        case 'ge':
          return order >= 0;
        case 'lt':
          return order < 0;
        case 'le':
          return order <= 0;
      }
    }
  }
}

/** Negative, zero or positive. NaN for values that cannot be compared. */
function compare(value: unknown, literal: Literal): number {
  if (value === null || value === undefined || literal === null) {
    return (value ?? null) === literal ? 0 : Number.NaN;
  }
  if (typeof value === 'boolean' || typeof value === 'number') {
    return typeof literal === typeof value ? Number(value) - Number(literal) : Number.NaN;
  }
  if (typeof value !== 'string') return Number.NaN;
  const isDate = /^\d{4}-\d\d-\d\dT/.test(value);
  if (isDate) return Date.parse(value) - Date.parse(String(literal));
  return value.toLowerCase().localeCompare(String(literal).toLowerCase());
}
