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

test('the server trusts the connector; its key is with the Worker alone', async () => {
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

test('a second run changes nothing, whether it says --federated or not', async () => {
  await world.run(fresh);
  expect((await world.run(['--federated'])).count).toBe(0);
  expect((await world.run()).count).toBe(0);
});

test('a dry run shows it and writes nothing', async () => {
  const { lines, sent } = await world.run([...fresh, '--dry-run']);
  expect(lines.join('\n')).toContain(`+ trust assertions of ${publicUrl}/fic`);
  expect(lines.join('\n')).toContain('+ a key to sign assertions with');
  expect(new Set(sent)).toEqual(new Set(['GET']));
  expect(world.folder.read('SERVER_APP_FEDERATED_KEY')).toBeUndefined();
});

test('a run that broke off goes on with the key that it had made, also without --federated', async () => {
  world.reset('offline');
  await world.run(fresh);
  const key = world.folder.read('SERVER_APP_FEDERATED_KEY');
  world.goOnline();
  await world.run();
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).toBe(key);
  expect(world.deployed().has('SERVER_APP_CERTIFICATE')).toBe(false);
});

test('the address moves: the issuer moves with it, and the key stays', async () => {
  await world.run(fresh);
  const key = world.deployed().get('SERVER_APP_FEDERATED_KEY');
  await world.run(['--public-url', 'https://m365.example.com']);
  expect(trusted()).toMatchObject([{ issuer: 'https://m365.example.com/fic' }]);
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).toBe(key);
});

test('from a certificate to federation and back, one kind at a time', async () => {
  await world.run(['--public-url', publicUrl]);
  await world.run(['--federated']);
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_FEDERATED_KEY']);
  const key = world.deployed().get('SERVER_APP_FEDERATED_KEY');
  await world.run(['--federated', '--rotate']);
  expect(world.deployed().get('SERVER_APP_FEDERATED_KEY')).not.toBe(key);
  expect(await text('--rotate')).toContain('is still trusted, and not used. Delete it');
  expect([...world.deployed().keys()].toSorted()).toEqual(['SEAL_KEYS', 'SERVER_APP_CERTIFICATE']);
});

test('an issuer that nobody here knows is drift, at either application', async () => {
  await world.run(fresh);
  const { server, client } = registeredApps(world);
  for (const { appId } of [server, client]) await world.trustElsewhere(appId, 'https://elsewhere.example');
  const { lines, count } = await world.run(['--check']);
  expect(count).toBe(2);
  expect(lines.filter((line) => line.includes('https://elsewhere.example can act as'))).toHaveLength(2);
});

test('it is one kind or the other', async () => {
  await expect(world.run([...fresh, '--secret'])).rejects.toThrow('Give --secret or --federated, not both.');
});
