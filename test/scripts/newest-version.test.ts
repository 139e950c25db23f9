import { describe, expect, it } from 'vitest';
import { type Wrangler, readNewestVersion } from '../../scripts/cloudflare/wrangler.ts';

const versions = [{ id: 'older' }, { id: 'newest' }];

const noDeployments = '✘ [ERROR] The Worker m365-mcp-connector has no deployments.\n';
const unreachable =
  '✘ [ERROR] A request to the Cloudflare API failed.\n\n  Internal error [code: 10013]\n\n\n🪵  Logs';

/** Responds as wrangler does with `--json`. A string is its error. */
function fakeWrangler(
  listed: typeof versions | string,
  deployed: readonly string[] | string,
  calls: string[][] = [],
): Wrangler {
  return async (args) => {
    calls.push([...args]);
    const value = args[0] === 'versions' ? listed : deployed;
    if (typeof value === 'string') return { code: 1, output: '', errors: value };
    const deployment = { versions: [...value].map((id) => ({ version_id: id, percentage: 100 })) };
    return { code: 0, output: JSON.stringify(value === listed ? listed : deployment), errors: '' };
  };
}

describe('readNewestVersion', () => {
  it.each([
    ['true when the newest version serves all requests', ['newest'], true],
    ['false when an older version serves all requests', ['older'], false],
    ['false when both serve a share of the requests', ['newest', 'older'], false],
  ])('returns %s', async (_, deployed, isDeployed) => {
    const result = await readNewestVersion(fakeWrangler(versions, deployed), undefined);
    expect(result).toEqual({ ok: true, isDeployed });
  });

  it.each<[string, typeof versions | string, readonly string[] | string]>([
    ['without deployments', versions, noDeployments],
    ['without deployments, when the list of versions fails', unreachable, noDeployments],
    ['without versions', [], ['older']],
  ])('returns never_deployed for a Worker %s', async (_, listed, deployed) => {
    const result = await readNewestVersion(fakeWrangler(listed, deployed), undefined);
    expect(result).toEqual({ ok: false, reason: 'never_deployed' });
  });

  it.each<[string, typeof versions | string, readonly string[] | string]>([
    ['the versions', unreachable, ['newest']],
    ['the deployment', versions, unreachable],
    ['both', unreachable, unreachable],
  ])('returns the message of wrangler when it cannot read %s', async (_, listed, deployed) => {
    expect(await readNewestVersion(fakeWrangler(listed, deployed), undefined)).toEqual({
      ok: false,
      reason: 'wrangler_failed',
      message: 'A request to the Cloudflare API failed. Internal error [code: 10013]',
    });
  });

  it('reads the Worker of the environment', async () => {
    const calls: string[][] = [];
    await readNewestVersion(fakeWrangler(versions, ['newest'], calls), 'eu');
    expect(calls.map((args) => args.slice(-2))).toEqual([
      ['--env', 'eu'],
      ['--env', 'eu'],
    ]);
  });
});
