import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { contoso, users } from 'm365-simulator';
import { signInScopes } from '../../scripts/entra/manifests.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { createAdministrator } from './administrator.ts';
import { registeredApps, startSetupWorld } from './setup-world.ts';

const world = await startSetupWorld();
const { control } = world.tenant;
const administrator = createAdministrator(world.tenant);
beforeEach(() => world.reset());
afterAll(() => world.stop());

const publicUrl = 'https://mcp.example.com';
const fresh = ['--public-url', publicUrl];

describe('setup in a new tenant', () => {
  test('creates both applications with the required manifest', async () => {
    await world.run(fresh);
    const { server, client, graph } = registeredApps(world);
    expect(server.document).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      identifierUris: [`api://${server.appId}`],
      api: {
        requestedAccessTokenVersion: 2,
        knownClientApplications: [client.appId],
        oauth2PermissionScopes: [{ value: 'access_as_user', isEnabled: true }],
      },
      isFallbackPublicClient: false,
      servicePrincipalLockConfiguration: { isEnabled: true, allProperties: true },
      groupMembershipClaims: 'DirectoryRole',
      web: { redirectUris: [`${publicUrl}/admin/callback`, `${publicUrl}/admin/consented`] },
      publicClient: { redirectUris: [] },
    });
    expect(server.document.appRoles.map(({ value }) => value)).toEqual(['Connector.Admin', 'Connector.User']);
    expect(server.document.requiredResourceAccess[0]?.resourceAccess).toHaveLength(
      requestedPermissions.length + signInScopes.length,
    );
    expect(server.owners).toEqual([users.patti.objectId]);
    expect(client.document).toMatchObject({
      publicClient: { redirectUris: [`${publicUrl}/oauth/callback`] },
      web: { redirectUris: [] },
      isFallbackPublicClient: false,
      keyCredentials: [],
    });
    expect(client.document.requiredResourceAccess.map(({ resourceAppId }) => resourceAppId)).toEqual([
      server.appId,
      graph,
    ]);
  });

  test('grants tenant-wide consent for the required scopes only', async () => {
    await world.run(fresh);
    const { server, client, graph } = registeredApps(world);
    const granted = control
      .tenantGrants(contoso)
      .filter(({ clientId }) => [server.appId, client.appId].includes(clientId));
    expect(granted).toEqual([
      { clientId: server.appId, resourceId: graph, scopes: [...requestedPermissions, ...signInScopes] },
      { clientId: client.appId, resourceId: server.appId, scopes: ['access_as_user'] },
      { clientId: client.appId, resourceId: graph, scopes: ['openid', 'profile', 'offline_access'] },
    ]);
  });

  test('writes wrangler.toml and Worker secrets, and keeps only the key ring locally', async () => {
    await world.run(fresh);
    const { server, client } = registeredApps(world);
    expect(world.toml()).toContain(`PUBLIC_URL = "${publicUrl}"`);
    expect(world.toml()).toContain(`SERVER_APP_ID = "${server.appId}"`);
    expect(world.toml()).toContain(`CLIENT_APP_ID = "${client.appId}"`);
    expect(world.toml()).toContain(`ALLOWED_TENANTS = "${contoso}"`);
    expect(world.toml()).toContain('routes = [{ pattern = "mcp.example.com", custom_domain = true }]');
    expect([...world.deployed().keys()]).toEqual(['SERVER_APP_CERTIFICATE', 'SEAL_KEYS']);
    expect(world.deployed().get('SEAL_KEYS')).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
    expect(world.folder.read('SERVER_APP_CERTIFICATE')).toBeUndefined();
    expect(world.folder.read('SEAL_KEYS')).toBeUndefined();
    expect(world.folder.read('ring.txt')).toBe(world.deployed().get('SEAL_KEYS'));
  });

  test('turns workers.dev off beside a custom domain, and replaces the route when PUBLIC_URL changes', async () => {
    await world.run(fresh);
    expect(world.toml()).toMatch(/^workers_dev = false$/m);
    await world.run(['--public-url', 'https://new.example.com']);
    expect(world.toml()).toContain('routes = [{ pattern = "new.example.com", custom_domain = true }]');
    expect(world.toml()).not.toContain('mcp.example.com');
    await world.run(['--public-url', 'https://m365-mcp-connector.me.workers.dev']);
    expect(world.toml()).toMatch(/^routes = \[\]$/m);
    expect(world.toml()).toMatch(/^workers_dev = true$/m);
  });

  test('keeps the secrets in the secrets folder while Cloudflare is unreachable', async () => {
    world.reset('offline');
    const { lines } = await world.run(fresh);
    expect(world.folder.read('SERVER_APP_CERTIFICATE')).toContain('BEGIN PRIVATE KEY');
    expect(lines.join('\n')).toContain('npx wrangler secret put SERVER_APP_CERTIFICATE <');
    world.goOnline();
    await world.run();
    expect([...world.deployed().keys()]).toEqual(['SERVER_APP_CERTIFICATE', 'SEAL_KEYS']);
    expect(registeredApps(world).server.document.keyCredentials).toHaveLength(1);
  });
});

test('a second setup run changes nothing', async () => {
  await world.run(fresh);
  const before = control.registrations();
  const toml = world.toml();
  const second = await world.run();
  expect(second.count).toBe(0);
  expect(second.lines.filter((line) => /^ {2}[+!]/.test(line))).toEqual([]);
  expect(control.registrations()).toEqual(before);
  expect(world.toml()).toBe(toml);
  expect((await world.run(['--check'])).count).toBe(0);
});

test('setup --dry-run prints every change and makes none', async () => {
  const toml = world.toml();
  const dry = await world.run([...fresh, '--dry-run']);
  expect(control.registrations()).toEqual([]);
  expect(world.toml()).toBe(toml);
  expect([...world.deployed()]).toEqual([]);
  expect(world.folder.read('SERVER_APP_CERTIFICATE')).toBeUndefined();
  const changesIn = (lines: readonly string[]) => lines.filter((line) => line.startsWith('  + '));
  const said = changesIn(dry.lines).map((line) => line.replaceAll('(new)', ''));
  const made = changesIn((await world.run(fresh)).lines).map((line) =>
    line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ''),
  );
  expect(made.length).toBe(said.length);
  const hidden = made.filter((line) => !said.includes(line) && !line.includes(contoso));
  // Lines about the certificate appear only when it exists.
  expect(
    hidden.every((line) => /certificate|secrets of|ALLOWED_TENANTS/.test(line)),
    hidden.join('\n'),
  ).toBe(true);
});

test('setup leaves out a permission that the cloud does not have, with a message', async () => {
  control.withdrawGraphPermission('OnlineMeetingAiInsight.Read.All');
  const { lines } = await world.run(fresh);
  expect(lines.join('\n')).toContain('this cloud does not have OnlineMeetingAiInsight.Read.All');
  const { server } = registeredApps(world);
  expect(server.document.requiredResourceAccess[0]?.resourceAccess).toHaveLength(
    requestedPermissions.length + signInScopes.length - 1,
  );
  expect((await world.run(['--check'])).count).toBe(0);
});

test('setup applies --permissions, --groups, --assign, --admin and --multi-tenant', async () => {
  const megan = users.megan.objectId;
  await world.run([
    ...fresh,
    '--permissions',
    'Mail.Read',
    '--groups',
    'assigned',
    '--assign',
    megan,
    '--admin',
    megan,
    '--multi-tenant',
  ]);
  const { server, client, graph } = registeredApps(world);
  const granted = control
    .tenantGrants(contoso)
    .find(({ clientId, resourceId }) => clientId === server.appId && resourceId === graph);
  expect(granted?.scopes).toEqual(['User.Read', 'Mail.Read', ...signInScopes]);
  expect(server.document.groupMembershipClaims).toBe('DirectoryRole, ApplicationGroup');
  expect(server.document.signInAudience).toBe('AzureADMultipleOrgs');
  expect(await administrator.assignmentsOf(server.appId)).toEqual([
    [megan, 'Connector.Admin'],
    [megan, 'Connector.User'],
  ]);
  expect(await administrator.assignmentsOf(client.appId)).toEqual([[megan, undefined]]);
});

test('setup fails with AADSTS90094 for a user who is not an administrator', async () => {
  await expect(world.run(fresh, 'megan')).rejects.toThrow('AADSTS90094');
  expect(control.registrations()).toEqual([]);
});

test('setup fails with advice when the user has consent but no role', async () => {
  await world.run([...fresh, '--dry-run']);
  await administrator.consentToSetup();
  await expect(world.run(fresh, 'megan')).rejects.toThrow(
    /lacks the directory role.*Cloud Application Administrator/s,
  );
  expect(control.registrations()).toEqual([]);
});
