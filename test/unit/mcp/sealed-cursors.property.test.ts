import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '../../../src/crypto/encoding.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { type CursorBinding, sealedCursors } from '../../../src/mcp/cursors.ts';

const cursors = sealedCursors(parseKeyRing(`k1:${btoa('x'.repeat(32))}`));

/** Few of each, so that two bindings often agree in some of it. */
const binding = fc.record({
  caller: fc
    .record({
      tenantId: fc.constantFrom(
        '0c0a0000-0000-4000-8000-00000000c0a0',
        'fab00000-0000-4000-8000-00000000fab0',
      ),
      objectId: fc.constantFrom(
        'a0000000-0000-4000-8000-000000000001',
        'a0000000-0000-4000-8000-000000000002',
      ),
    })
    .map((caller) => caller as VerifiedCaller),
  tool: fc.constantFrom('outlook_email_search', 'sharepoint_search'),
  query: fc.oneof(fc.constantFrom('{"query":"a"}', '{"query":"b"}'), fc.string({ unit: 'binary' })),
}) satisfies fc.Arbitrary<CursorBinding>;

const state = fc.jsonValue({ maxDepth: 3 });

describe('sealedCursors (properties)', () => {
  it('opens any state for its own binding only', async () => {
    await fc.assert(
      fc.asyncProperty(binding, binding, state, async (mine, others, given) => {
        const cursor = await cursors.seal(mine, given);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(await cursors.open(mine, cursor)).toEqual(JSON.parse(JSON.stringify(given)));
        const isSame = JSON.stringify(mine) === JSON.stringify(others);
        if (!isSame) expect(await cursors.open(others, cursor)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('does not open a cursor with a flipped bit, or a shorter or longer one', async () => {
    await fc.assert(
      fc.asyncProperty(
        binding,
        state,
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (mine, given, place, bit) => {
          const cursor = await cursors.seal(mine, given);
          const bytes = decodeBase64Url(cursor) ?? new Uint8Array(1);
          const at = place % bytes.length;
          const flipped = bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit));
          for (const changed of [flipped, bytes.subarray(0, at), Uint8Array.of(...bytes, bit)]) {
            expect(await cursors.open(mine, encodeBase64Url(changed))).toBeUndefined();
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not open random text', async () => {
    await fc.assert(
      fc.asyncProperty(
        binding,
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()),
        async (mine, text) => {
          expect(await cursors.open(mine, text)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});
