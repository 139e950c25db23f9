import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealPurpose } from '../../../src/crypto/sealed-box.ts';

/** Everything that a part may hold, and then some of what would let two purposes run into each other. */
const part = fc.string({
  unit: fc.constantFrom('a', 'B', '0', '/', ':', '-', '.', '%', '\\', '"', '|', ' ', '\n', 'é'),
  maxLength: 6,
});
const name = fc.constantFrom('m365-vault/v1' as const, 'm365-vault/v2' as const, 'm365-cursor/v1' as const);
const context = fc.tuple(name, fc.array(part, { maxLength: 4 }));

describe('sealPurpose', () => {
  it('is equal only for the same name and parts', () => {
    fc.assert(
      fc.property(context, context, ([nameA, partsA], [nameB, partsB]) => {
        const a = purposeOrUndefined(nameA, partsA);
        const b = purposeOrUndefined(nameB, partsB);
        fc.pre(a !== undefined && b !== undefined);
        expect(a === b).toBe(JSON.stringify([nameA, partsA]) === JSON.stringify([nameB, partsB]));
      }),
      { numRuns: 5000 },
    );
  });

  it('splits into its name and parts', () => {
    fc.assert(
      fc.property(context, ([name, parts]) => {
        const purpose = purposeOrUndefined(name, parts);
        fc.pre(purpose !== undefined);
        expect(purpose?.split('|')).toEqual([name, ...parts]);
      }),
    );
  });

  it.each(['', ' ', 'a|b', 'a b', 'a\u0000', 'é', 'a\n'])('rejects the part %j', (bad) => {
    expect(() => sealPurpose('m365-vault/v1', 'good', bad)).toThrow(TypeError);
  });

  it.each(['M365/v1', 'm365|x/v1', '/v1', 'm365/v0', 'm365/v1e3', 'a b/v1'] as const)(
    'rejects the name %j',
    (bad) => {
      expect(() => sealPurpose(bad as 'x/v1')).toThrow(TypeError);
    },
  );
});

function purposeOrUndefined(name: `${string}/v${number}`, parts: readonly string[]): string | undefined {
  try {
    return sealPurpose(name, ...parts);
  } catch {
    return undefined;
  }
}
