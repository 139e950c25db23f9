import { z } from 'zod';
import { compact, isEmptyMember } from '../lib/json.ts';

/** As {@link compact}, but keeps every member that the schema requires, also within arrays. */
export function compactAs(schema: z.ZodType | undefined, value: unknown): unknown {
  const inner = unwrap(schema);
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
    return value.map((entry) => compactAs(element, entry));
  }
  if (typeof value !== 'object' || value === null) return value;
  return inner instanceof z.ZodObject ? compactMembers(inner.shape, value) : compact(value);
}

/** The object with the members that have a value or that the shape requires. */
export function compactMembers(
  shape: Readonly<Record<string, unknown>>,
  value: object,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__' || member === undefined) continue;
    const memberSchema = shape[name] as z.ZodType | undefined;
    const compacted = typeof member === 'object' ? compactAs(memberSchema, member) : (member as unknown);
    if (!isEmptyMember(compacted) || isRequired(memberSchema)) result[name] = compacted;
  }
  return result;
}

function isRequired(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && !(schema instanceof z.ZodOptional);
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
