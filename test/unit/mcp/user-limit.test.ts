import { expect, test } from 'vitest';
import { caller, createTestRoute } from './route-fixture.ts';

test('POST /mcp returns 429 to a user above the rate limit, before any other service is called', async () => {
  const keys: string[] = [];
  const { post, events } = createTestRoute({
    userLimit: {
      retryAfterSeconds: 60,
      admits: async (key: string) => {
        keys.push(key);
        return false;
      },
    },
  });
  const response = await post();
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('60');
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(await response.json()).toMatchObject({ error: 'throttled' });
  expect(keys).toEqual([`${caller.tenantId}/${caller.objectId}`]);
  expect(events).toMatchObject([
    { outcome: 'refused', reason: 'rate_limited', status: 429, objectId: caller.objectId },
  ]);
});
