import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withFastPath } from '../../../src/graph/fast-schema.ts';

const page = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      from: z.object({ name: z.string().nullish() }).nullish(),
      isRead: z.boolean().nullish(),
      size: z.number().optional(),
    }),
  ),
  count: z.int().optional(),
});

/** Answers that are good, nearly good, and nothing of the sort. */
const answers = fc.oneof(
  fc.record(
    {
      value: fc.array(
        fc.record(
          {
            id: fc.oneof(fc.string(), fc.constant(null)),
            from: fc.oneof(fc.record({ name: fc.oneof(fc.string(), fc.integer()) }), fc.constant(null)),
            isRead: fc.oneof(fc.boolean(), fc.constant(null), fc.constant('yes')),
            size: fc.oneof(fc.double(), fc.constant(null)),
          },
          { requiredKeys: ['id'] },
        ),
        { maxLength: 3 },
      ),
      count: fc.oneof(fc.integer(), fc.double()),
    },
    { requiredKeys: ['value'] },
  ),
  fc.jsonValue(),
);

describe('withFastPath', () => {
  it('accepts and rejects the same values as the schema', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(withFastPath(page).safeParse(answer).success).toBe(page.safeParse(answer).success);
      }),
      { numRuns: 2000 },
    );
  });

  it('returns a valid value unchanged', () => {
    const answer = { value: [{ id: 'a', more: true }] };
    expect(withFastPath(page)).not.toBe(page);
    expect(withFastPath(page).parse(answer)).toBe(answer);
  });

  it.each([
    ['a transformation', z.object({ a: z.string().transform(Number) })],
    ['a default', z.object({ a: z.string().default('') })],
    ['a pattern', z.object({ a: z.string().regex(/^a$/) })],
    ['a format', z.object({ a: z.email() })],
    ['a length', z.array(z.string()).max(3)],
    ['bounds', z.object({ a: z.int32() })],
    ['a strict object', z.strictObject({ a: z.string() })],
  ])('returns the schema unchanged when it has %s', (_, schema) => {
    expect(withFastPath<unknown>(schema)).toBe(schema);
  });
});
