import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployRelease } from '../../scripts/cloudflare/deploy-release.ts';

const migration = (tag: string) => `[[migrations]]\ntag = "${tag}"\n`;
/** Writes what it deploys: its version, its options, and the wrangler.toml that it finds. */
const deployScript = `const { writeFileSync, readFileSync } = require('node:fs');
writeFileSync(process.env.DEPLOYED, JSON.stringify({
  version: require('./package.json').version, args: process.argv.slice(2), toml: readFileSync('wrangler.toml', 'utf8'),
}));
if (process.argv.includes('--wait')) setTimeout(() => {}, 60_000);
else process.exit(process.argv.includes('--fail') ? 3 : 0);`;

describe('npm run deploy -- --release', () => {
  const repository = mkdtempSync(`${tmpdir()}/release-test-`);
  const configFile = `${repository}/wrangler.toml`;
  const deployed = `${repository}/deployed.json`;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@contoso.example', ...args], {
      cwd: repository,
    });

  function commit(version: string, toml: string): void {
    const scripts = { deploy: 'node deploy.cjs' };
    writeFileSync(`${repository}/package.json`, JSON.stringify({ name: 'connector', version, scripts }));
    const lock = {
      name: 'connector',
      version,
      lockfileVersion: 3,
      packages: { '': { name: 'connector', version } },
    };
    writeFileSync(`${repository}/package-lock.json`, JSON.stringify(lock));
    writeFileSync(`${repository}/deploy.cjs`, deployScript);
    writeFileSync(`${repository}/.gitignore`, '.wrangler\ndeployed.json\n');
    writeFileSync(configFile, toml);
    git('add', '-A');
    git('commit', '-q', '-m', version);
    git('tag', `v${version}`);
  }

  beforeAll(() => {
    git('init', '-q');
    commit('1.0.0', migration('v1'));
    commit('1.1.0', `${migration('v1')}${migration('v2')}`);
    commit('1.2.0', `${migration('v1')}${migration('v2')}`);
    writeFileSync(configFile, `# mine\n${migration('v1')}${migration('v2')}`);
    process.env['DEPLOYED'] = deployed;
  });
  afterAll(() => {
    delete process.env['DEPLOYED'];
    rmSync(repository, { recursive: true, force: true });
  });

  it('deploys the code of the release with the current wrangler.toml and leaves the work tree', async () => {
    const args = ['--env', 'eu', '--immediate'];
    expect(await deployRelease({ repository, release: 'v1.1.0', configFile, args })).toBe(0);
    const {
      version,
      args: given,
      toml,
    } = JSON.parse(readFileSync(deployed, 'utf8')) as Record<string, unknown>;
    expect({ version, given }).toEqual({ version: '1.1.0', given: args });
    expect(toml).toContain('# mine');
    expect(readFileSync(`${repository}/package.json`, 'utf8')).toContain('1.2.0');
    expect(readdirSync(`${repository}/.wrangler`)).toEqual([]);
  });

  it('returns the exit code of the deployment', async () => {
    expect(await deployRelease({ repository, release: 'v1.1.0', configFile, args: ['--fail'] })).toBe(3);
  });

  it('removes its work tree when it is interrupted during the deployment', async () => {
    rmSync(deployed, { force: true });
    const options = { repository, release: 'v1.1.0', configFile, args: ['--wait'] };
    const script = `import { deployRelease } from ${JSON.stringify(import.meta.resolve('../../scripts/cloudflare/deploy-release.ts'))};
process.exitCode = await deployRelease(${JSON.stringify(options)});`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { detached: true });
    const closed = new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => existsSync(deployed)).toBe(true);
    // As the terminal does: to every process of the group.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await closed).not.toBe(0);
    expect(readdirSync(`${repository}/.wrangler`)).toEqual([]);
  });

  it.each([
    ['an unknown release', 'v9.9.9', 'there is no tag "v9.9.9"'],
    ['a release from before a migration', 'v1.0.0', 'from before the migration v2'],
    ['an option of git', '--help', 'there is no tag'],
  ])('refuses %s', async (_name, release, message) => {
    rmSync(deployed, { force: true });
    await expect(deployRelease({ repository, release, configFile, args: [] })).rejects.toThrow(message);
    expect(existsSync(deployed)).toBe(false);
  });
});
