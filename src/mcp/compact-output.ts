import { z } from 'zod';
import { compact } from '../lib/json.ts';

/** As {@link compact}, but keeps every member that the schema requires, also within arrays. */
export function compactAs(schema: z.ZodType | undefined, value: unknown): unknown {
  const inner = unwrap(schema);
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
    return value.map((entry) => compactAs(element, entry));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (!(inner instanceof z.ZodObject)) return compact(value);
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__' || member === undefined) continue;
    const memberSchema = inner.shape[name] as z.ZodType | undefined;
    const compacted = compactAs(memberSchema, member);
    const isRequired = memberSchema !== undefined && !(memberSchema instanceof z.ZodOptional);
    if (isRequired || Object.hasOwn(compact({ compacted }), 'compacted')) result[name] = compacted;
  }
  return result;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
