import { afterAll, expect, test } from 'vitest';
import { contoso } from 'm365-simulator';
import { signInScopes } from '../../scripts/entra/manifests.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
afterAll(() => world.stop());

const fresh = ['--public-url', 'https://mcp.example.com'];

/** Write requests of a full setup: applications, owners, certificate, service principals and consent. */
const writes = 12;

test('a full setup run sends 12 write requests', async () => {
  world.reset();
  const { sent } = await world.run(fresh);
  expect(sent.filter((method) => method !== 'GET')).toHaveLength(writes);
});

test.each(
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((write) => [
    { write, when: 'before' as const },
    { write, when: 'after' as const },
  ]),
)('setup completes a run that was interrupted $when write $write', async (breakOff) => {
  world.reset();
  await expect(world.run(fresh, 'patti', breakOff)).rejects.toThrow('broken off');
  await world.run(fresh);
  const { server, client } = registeredApps(world);
  expect(control.registrations()).toHaveLength(2);
  expect(server.document.keyCredentials).toHaveLength(1);
  expect(server.document.api.knownClientApplications).toEqual([client.appId]);
  const granted = control.tenantGrants(contoso).find(({ clientId }) => clientId === server.appId);
  expect(granted?.scopes).toEqual([...requestedPermissions, ...signInScopes]);
  expect(world.deployed().get('SERVER_APP_CERTIFICATE')).toContain('PRIVATE KEY');
  expect((await world.run(['--check'])).count).toBe(0);
});

test('setup retries 404 and 429 of Graph', async () => {
  world.reset();
  control.addFault({
    kind: 'graph',
    method: 'POST',
    path: '/v1.0/servicePrincipals',
    effect: 'status',
    status: 404,
    times: 2,
  });
  control.addFault({
    kind: 'graph',
    method: 'GET',
    path: '/v1.0/organization',
    effect: 'status',
    status: 429,
    times: 1,
  });
  await world.run(fresh);
  expect((await world.run(['--check'])).count).toBe(0);
});
