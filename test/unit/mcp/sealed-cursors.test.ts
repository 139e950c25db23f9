import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import { type CursorBinding, sealedCursors } from '../../../src/mcp/cursors.ts';

const caller = {
  tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
  objectId: 'a0000000-0000-4000-8000-000000000001',
} as VerifiedCaller;
const binding: CursorBinding = { caller, tool: 'outlook_email_search', query: '{"query":"budget"}' };
const cursors = sealedCursors(parseKeyRing(`k1:${btoa('x'.repeat(32))}`));

describe('sealedCursors', () => {
  it('opens a cursor for the same user, tool and query', async () => {
    const cursor = await cursors.seal(binding, { skip: 25 });
    expect(cursor).not.toContain('skip');
    expect(await cursors.open(binding, cursor)).toEqual({ skip: 25 });
  });

  it.each<[string, CursorBinding]>([
    [
      'another user',
      {
        ...binding,
        caller: { ...caller, objectId: 'a0000000-0000-4000-8000-000000000002' } as VerifiedCaller,
      },
    ],
    [
      'the same object id in another tenant',
      {
        ...binding,
        caller: { ...caller, tenantId: 'fab00000-0000-4000-8000-00000000fab0' } as VerifiedCaller,
      },
    ],
    ['another tool', { ...binding, tool: 'sharepoint_search' }],
    ['another query', { ...binding, query: '{"query":"salaries"}' }],
  ])('returns undefined for %s', async (_name, other) => {
    expect(await cursors.open(other, await cursors.seal(binding, { skip: 25 }))).toBeUndefined();
  });

  it.each(['', 'AAAA', 'not base64url!', 'a'.repeat(1024)])(
    'returns undefined for the forged cursor %j',
    async (cursor) => {
      expect(await cursors.open(binding, cursor)).toBeUndefined();
    },
  );

  it('returns undefined for a cursor of another key ring', async () => {
    const others = sealedCursors(parseKeyRing(`k1:${btoa('y'.repeat(32))}`));
    expect(await cursors.open(binding, await others.seal(binding, { skip: 25 }))).toBeUndefined();
  });
});
