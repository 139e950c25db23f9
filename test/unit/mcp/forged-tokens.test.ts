import { expect, test } from 'vitest';
import { TokenError } from '../../../src/entra/token-error.ts';
import { createTestRoute } from './route-fixture.ts';

test('POST /mcp counts forged tokens by network, and returns 429 above the limit', async () => {
  const keys: string[] = [];
  const { post, events } = createTestRoute({
    verifier: { verify: () => Promise.reject(new TokenError('signature_invalid')) },
    addressLimit: {
      retryAfterSeconds: 60,
      admits: async (key: string) => keys.push(key) <= 1,
    },
  });
  expect((await post()).status).toBe(401);
  const limited = await post();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
  expect(keys).toEqual(['unknown', 'unknown']);
  expect(events).toMatchObject([{ status: 401 }, { reason: 'rate_limited', status: 429 }]);
});
