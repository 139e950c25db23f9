import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectId, TenantId } from '../../../src/lib/guid.ts';
import { vaultName } from '../../../src/vault/messages.ts';

const nameOf = (tenantId: unknown, objectId: unknown): string =>
  vaultName(tenantId as TenantId, objectId as ObjectId);

describe('vaultName', () => {
  it('is unique per tenant and user', () => {
    // Few values for each part, so that the pairs often agree in one of them.
    const guid = fc.oneof(fc.uuid(), fc.constantFrom(...['0', '1', 'f'].map((digit) => guidOf(digit))));
    const pair = fc.tuple(guid, guid);
    fc.assert(
      fc.property(pair, pair, (a, b) => {
        const same = a[0] === b[0] && a[1] === b[1];
        const [first, second] = [nameOf(...a), nameOf(...b)];
        expect(first === second).toBe(same);
        expect(first).toBe(`v1/${a[0]}/${a[1]}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('accepts only canonical GUIDs', () => {
    const canonical = guidOf('a');
    const near = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(undefined, null, 0, {}, [canonical], '', 'undefined', '..', `${canonical}/`),
      fc.constantFrom(
        canonical.toUpperCase(),
        `{${canonical}}`,
        canonical.replaceAll('-', ''),
        ` ${canonical}`,
      ),
      fc.constantFrom(`${canonical}\n`, canonical.replace('a', 'а'), canonical.replace('a', 'g')),
    );
    fc.assert(
      fc.property(near, (value) => {
        expect(() => nameOf(value, canonical)).toThrow(TypeError);
        expect(() => nameOf(canonical, value)).toThrow(TypeError);
      }),
      { numRuns: 1000 },
    );
  });
});

function guidOf(digit: string): string {
  return `00000000-0000-4000-8000-${digit.repeat(12)}`;
}
