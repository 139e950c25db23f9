import { describe, expect, it } from 'vitest';
import { type Wrangler, isNewestDeployed } from '../../scripts/cloudflare/wrangler.ts';

const versions = [{ id: 'older' }, { id: 'newest' }];

/** Answers as wrangler does with `--json`; a missing answer is an error. */
function fakeWrangler(
  listed: unknown,
  deployed: readonly string[] | undefined,
  calls: string[][] = [],
): Wrangler {
  return async (args) => {
    calls.push([...args]);
    const value =
      args[0] === 'versions'
        ? listed
        : deployed && {
            versions: deployed.map((version_id) => ({ version_id, percentage: 100 / deployed.length })),
          };
    return value === undefined
      ? { code: 1, output: '', errors: 'You are not authenticated.' }
      : { code: 0, output: JSON.stringify(value), errors: '' };
  };
}

describe('isNewestDeployed', () => {
  it.each<[string, unknown, readonly string[] | undefined, boolean | undefined]>([
    ['the newest version serves all requests', versions, ['newest'], true],
    ['an older version serves all requests', versions, ['older'], false],
    ['both serve a share of the requests', versions, ['newest', 'older'], false],
    ['wrangler is not signed in', undefined, undefined, undefined],
    ['the Worker was never deployed', [], undefined, undefined],
  ])('when %s', async (_name, listed, deployed, expected) => {
    expect(await isNewestDeployed(fakeWrangler(listed, deployed), undefined)).toBe(expected);
  });

  it('asks for the Worker of the environment', async () => {
    const calls: string[][] = [];
    await isNewestDeployed(fakeWrangler(versions, ['newest'], calls), 'eu');
    expect(calls.map((args) => args.slice(-2))).toEqual([
      ['--env', 'eu'],
      ['--env', 'eu'],
    ]);
  });
});
