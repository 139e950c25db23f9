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

describe('a swift schema', () => {
  it('takes what the schema takes, refuses what it refuses', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(withFastPath(page).safeParse(answer).success).toBe(page.safeParse(answer).success);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives a good answer as it is, and is not the schema itself', () => {
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
  ])('is the schema itself where that has %s', (_, schema) => {
    expect(withFastPath<unknown>(schema)).toBe(schema);
  });
});
