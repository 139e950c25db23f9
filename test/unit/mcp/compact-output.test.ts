import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compactAs } from '../../../src/mcp/compact-output.ts';

const schema = z.object({
  name: z.string(),
  note: z.string().optional(),
  unclear: z
    .array(z.object({ name: z.string(), candidates: z.array(z.string()), hint: z.string().optional() }))
    .optional(),
});

describe('compactAs', () => {
  it('removes empty members that the schema does not require', () => {
    expect(compactAs(schema, { name: 'a', note: '', unclear: [], other: null })).toEqual({ name: 'a' });
  });

  it('keeps empty members that the schema requires, also within arrays', () => {
    const value = { name: '', unclear: [{ name: 'x', candidates: [], hint: '' }] };
    expect(compactAs(schema, value)).toEqual({ name: '', unclear: [{ name: 'x', candidates: [] }] });
  });

  it('does not set the prototype', () => {
    const value = JSON.parse('{"name":"a","__proto__":{"polluted":true}}') as object;
    expect(Object.getPrototypeOf(compactAs(schema, value))).toBe(Object.prototype);
  });
});
