import { expect, test } from 'vitest';
import { createTestRoute, emptyFeatures, graphToken } from './route-fixture.ts';

test('POST /mcp: the deadline of Graph requests includes the time of the token exchange', async () => {
  const time = { nowMs: 1_000_000 };
  const deadlines: number[] = [];
  const { post } = createTestRoute({
    clock: { nowMs: () => time.nowMs },
    vault: {
      graphToken: async () => {
        time.nowMs += 9000;
        return graphToken;
      },
      recordIssue: async () => undefined,
      rememberTimeZone: async () => undefined,
      revoke: async () => undefined,
    },
    openGraph: ({ deadlineMs }) => {
      deadlines.push(deadlineMs);
      return {} as never;
    },
    features: emptyFeatures((session) => {
      if (!session.ok) throw new Error('The session has no Graph token.');
      session.graph(AbortSignal.timeout(1));
      deadlines.push(session.deadlineMs);
    }),
  });
  expect((await post()).status).toBe(200);
  expect(deadlines).toEqual([1_025_000, 1_025_000]);
});
