import { describe, expect, it } from 'vitest';
import type { GraphClient } from '../../../src/graph/client.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { withClaimsChallenge } from '../../../src/mcp/graph-session.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
const challenge = new AppError('sign_in_required', 'Sign in again.', { claims });
const anything = {} as never;

/** A client whose token is good or not; each keeps the ids of its own requests. */
function clientWith(accessToken: string): GraphClient {
  const isGood = accessToken === 'new';
  const answer = async () => {
    if (!isGood) throw challenge;
    return `read with ${accessToken}` as never;
  };
  return {
    json: answer,
    next: answer,
    download: answer,
    batch: async () => [isGood ? `read with ${accessToken}` : challenge] as never,
    requestIds: [accessToken],
  };
}

function watched(renewal: string | null = 'new', first = 'old') {
  const asked: string[] = [];
  const client = withClaimsChallenge(clientWith, first, async (wanted) => {
    asked.push(wanted);
    return renewal ?? undefined;
  });
  return { client, asked };
}

describe('a claims challenge of Graph', () => {
  it.each(['json', 'download', 'batch'] as const)(
    'at %s is answered by an exchange with the claims, once',
    async (method) => {
      const { client, asked } = watched();
      expect([await client[method](anything)].flat()).toEqual(['read with new']);
      expect([await client[method](anything)].flat()).toEqual(['read with new']);
      expect(await client.next('link', anything)).toBe('read with new');
      expect(asked).toEqual([claims]);
      expect(client.requestIds).toEqual(['old', 'new']);
    },
  );

  it('at many requests at once is answered by one exchange', async () => {
    const { client, asked } = watched();
    await Promise.all(Array.from({ length: 10 }, () => client.json(anything)));
    expect(asked).toHaveLength(1);
  });

  it('that Entra does not answer stands, and Entra is not asked again', async () => {
    const { client, asked } = watched(null);
    await expect(client.json(anything)).rejects.toBe(challenge);
    await expect(client.json(anything)).rejects.toBe(challenge);
    expect(await client.batch(anything)).toEqual([challenge]);
    expect(asked).toHaveLength(1);
  });

  it('that comes again with the new token stands', async () => {
    const { client, asked } = watched('still old');
    await expect(client.json(anything)).rejects.toBe(challenge);
    await expect(client.json(anything)).rejects.toBe(challenge);
    expect(asked).toHaveLength(1);
  });

  it('is not seen in other errors, nor where there is none', async () => {
    const other = new AppError('not_found', 'There is no such thing.');
    const failing = withClaimsChallenge(
      (token) => ({ ...clientWith(token), json: () => Promise.reject(other) }),
      'old',
      () => Promise.reject(new Error('asked')),
    );
    await expect(failing.json(anything)).rejects.toBe(other);
    const { client, asked } = watched('new', 'new');
    expect(await client.json(anything)).toBe('read with new');
    expect(asked).toEqual([]);
  });
});
