import { afterAll, beforeEach, expect, test } from 'vitest';
import { parseFederatedKeys } from '../../src/entra/federation.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
beforeEach(() => world.reset());
afterAll(() => world.stop());

const publicUrl = 'https://mcp.example.com';
const fresh = ['--public-url', publicUrl, '--federated'];
const trusted = () => registeredApps(world).server.federated;
const text = async (...args: string[]) => (await world.run(args)).lines.join('\n');

test('setup --federated creates a federated credential and stores the key only in the Worker', async () => {
  await world.run(fresh);
  expect(trusted()).toMatchObject([
    {
      name: 'm365-mcp-connector',
      issuer: `${publicUrl}/fic`,
      subject: 'm365-mcp-connector-server',
      audiences: ['api://AzureADTokenExchange'],
    },
  ]);
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_FEDERATED_KEY']);
  expect(parseFederatedKeys(world.deployed().get('SERVER_APP_FEDERATED_KEY') ?? '')).toHaveLength(1);
  const { document, passwordCount } = registeredApps(world).server;
  expect([document.keyCredentials.length, passwordCount]).toEqual([0, 0]);
});

test('a second setup run changes nothing with or without --federated', async () => {
  await world.run(fresh);
  expect((await world.run(['--federated'])).count).toBe(0);
  expect((await world.run()).count).toBe(0);
});

test('setup --federated --dry-run prints the changes and writes nothing', async () => {
  const { lines, sent } = await world.run([...fresh, '--dry-run']);
  expect(lines.join('\n')).toContain(`+ federated credential for the issuer ${publicUrl}/fic`);
  expect(lines.join('\n')).toContain('+ create the signing key of the federated credential');
  expect(new Set(sent)).toEqual(new Set(['GET']));
  expect(world.folder.read('SERVER_APP_FEDERATED_KEY')).toBeUndefined();
});

test('setup reuses the key of an interrupted run', async () => {
  world.reset('offline');
  await world.run(fresh);
  const key = world.folder.read('SERVER_APP_FEDERATED_KEY');
  world.goOnline();
  await world.run();
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).toBe(key);
  expect(world.deployed().has('SERVER_APP_CERTIFICATE')).toBe(false);
});

test('setup with a new --public-url moves the issuer and keeps the key', async () => {
  await world.run(fresh);
  const key = world.deployed().get('SERVER_APP_FEDERATED_KEY');
  await world.run(['--public-url', 'https://m365.example.com']);
  expect(trusted()).toMatchObject([{ issuer: 'https://m365.example.com/fic' }]);
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).toBe(key);
});

test('setup --rotate switches between certificate and federated credential', async () => {
  await world.run(['--public-url', publicUrl]);
  await world.run(['--federated']);
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_FEDERATED_KEY']);
  const key = world.deployed().get('SERVER_APP_FEDERATED_KEY');
  await world.run(['--federated', '--rotate']);
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).not.toBe(key);
  expect(await text('--rotate')).toContain('is still trusted but not used. Delete it');
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_CERTIFICATE']);
});

test('setup --check reports an unknown issuer at both applications', async () => {
  await world.run(fresh);
  const { server, client } = registeredApps(world);
  for (const { appId } of [server, client]) await world.trustElsewhere(appId, 'https://elsewhere.example');
  const { lines, count } = await world.run(['--check']);
  expect(count).toBe(2);
  expect(lines.filter((line) => line.includes('https://elsewhere.example can authenticate as'))).toHaveLength(
    2,
  );
});

test('setup rejects --secret with --federated', async () => {
  await expect(world.run([...fresh, '--secret'])).rejects.toThrow('Give --secret or --federated, not both.');
});
