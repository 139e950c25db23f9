import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withFastPath } from '../../../src/graph/fast-schema.ts';
import { parseLeniently } from '../../../src/graph/lenient-schema.ts';

const address = z.object({ name: z.string().nullish(), address: z.string() });
const page = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      subject: z.string().nullish(),
      from: address.nullish(),
      to: z.array(address).nullish(),
      size: z.int().nullish(),
    }),
  ),
  '@odata.count': z.int().optional(),
});

describe.each([
  ['a schema', page],
  ['a schema with a fast path', withFastPath(page)],
])('parseLeniently with %s', (_, schema) => {
  const parse = (body: unknown) => parseLeniently(schema, body);

  it('keeps a valid response', () => {
    expect(parse({ value: [{ id: '1', subject: null }] }).data).toEqual({
      value: [{ id: '1', subject: null }],
    });
  });

  it('drops a member of another type and keeps the others', () => {
    const body = {
      value: [
        { id: '1', subject: 5, size: 1.5 },
        { id: '2', subject: 'b' },
      ],
      '@odata.count': null,
    };
    expect(parse(body).data).toEqual({ value: [{ id: '1' }, { id: '2', subject: 'b' }] });
  });

  it('drops elements that are null or lack a required member, at any depth', () => {
    const body = {
      value: [
        null,
        { subject: 'without an id' },
        { id: '3', from: { name: 'no address' }, to: [null, { address: 'a@b.example' }, {}, 'x'] },
      ],
    };
    expect(parse(body).data).toEqual({ value: [{ id: '3', to: [{ address: 'a@b.example' }] }] });
  });

  it.each([
    [{}],
    [{ value: null }],
    [{ value: 'x' }],
    [null],
    [[]],
    ['x'],
    [{ error: { code: 'x' } }],
    [{ value: [{ id: '1' }, { id: 2 }] }],
  ])('rejects %j, which has no list or a required member of another type', (body) => {
    expect(parse(body).success).toBe(false);
  });

  it('does not change the response', () => {
    const body = { value: [{ id: '1', subject: 5 }, null] };
    parse(body);
    expect(body).toEqual({ value: [{ id: '1', subject: 5 }, null] });
  });
});
